"""Public tracking by code and secret."""

import pytest
from django.core.cache import cache

from tests.factories.dossiers import a_submitted, an_accepted
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_with_no_tries_yet(clock_at):
    clock_at("2026-11-23T09:00")
    cache.clear()


@pytest.mark.parametrize("method", ["get", "post"])
def test_code_and_secret_show_the_status_and_nobody(method):
    dossier = an_accepted()
    given = {"code": f" {dossier.code.lower()} ", "secret": dossier.secret.lower()}
    page = words(getattr(browser(), method)("/tra-cuu", given))
    assert "Được tiếp nhận" in page
    assert "Hẹn trả kết quả 17:30, 23/11/2026" in page
    assert "Nguyễn Văn An" not in page


def test_due_date_is_promised_with_the_acceptance():
    dossier = a_submitted()
    page = words(browser().get("/tra-cuu", {"code": dossier.code, "secret": dossier.secret}))
    assert "Hẹn trả kết quả Có khi hồ sơ được tiếp nhận" in page


def test_code_alone_only_fills_the_form():
    dossier = an_accepted()
    answer = browser().get("/tra-cuu", {"code": dossier.code})
    assert answer.status_code == 200
    assert f'value="{dossier.code}"' in answer.content.decode()
    assert "Được tiếp nhận" not in words(answer)


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"secret": "SAISAI12"}, 404, "Không tìm thấy hồ sơ với mã hồ sơ và mã tra cứu này."),
        ({"code": "H24.21.22-261123-9999"}, 404, "Không tìm thấy hồ sơ"),
        ({"secret": ""}, 400, "Hãy nhập mã tra cứu."),
        ({"code": ""}, 400, "Hãy nhập mã hồ sơ."),
    ],
)
def test_wrong_or_missing_part_is_asked_again(change, status, sentence):
    dossier = an_accepted()
    given = {"code": dossier.code, "secret": dossier.secret, **change}
    answer = browser().post("/tra-cuu", given)
    assert answer.status_code == status
    assert sentence in words(answer)
    assert f'value="{given["code"]}"' in answer.content.decode()


@pytest.fixture
def _three_tries(settings):
    rates = {"DEFAULT_THROTTLE_RATES": {"track": "3/min"}}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, **rates}


@pytest.mark.usefixtures("_three_tries")
def test_guessing_is_slowed_down(clock_at):
    dossier = an_accepted()
    client = browser()
    right = {"code": dossier.code, "secret": dossier.secret}
    for _ in range(3):
        assert client.post("/tra-cuu", {**right, "secret": "X"}).status_code == 404
    refused = client.post("/tra-cuu", right)
    assert refused.status_code == 429
    assert "quá nhiều lần" in words(refused)
    clock_at("2026-11-23T09:01")
    assert client.post("/tra-cuu", right).status_code == 200


@pytest.mark.usefixtures("_three_tries")
def test_page_and_api_count_the_same_tries():
    client = browser()
    wrong = {"code": "H24.21.22-261123-9999", "secret": "X"}
    for _ in range(3):
        assert client.post("/api/v1/track", wrong, "application/json").status_code == 404
    assert client.post("/tra-cuu", wrong).status_code == 429


@pytest.mark.usefixtures("_three_tries")
def test_callers_behind_our_proxy_are_counted_apart(settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    client = browser()
    wrong = {"code": "H24.21.22-261123-9999", "secret": "X"}
    for last in range(5):
        hops = f"198.51.100.1, 203.0.113.{last}"
        answer = client.post("/tra-cuu", wrong, headers={"X-Forwarded-For": hops})
        assert answer.status_code == 404
