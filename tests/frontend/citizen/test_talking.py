"""Messages on the pages of both sides."""

import pytest

from procedures.dossiers import talk
from tests.factories.dossiers import a_delivered, a_submitted, take, who
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def test_question_and_answer_reach_the_other_side():
    dossier = a_submitted()
    an, clerk = browser("citizen-an"), browser("clerk-hongbang")
    mine, theirs = f"/ho-so/{dossier.code}/tin-nhan", f"/can-bo/ho-so/{dossier.code}/trao-doi"
    assert an.post(mine, {"text": "Bao giờ có kết quả?"}).status_code == 302
    assert "1 tin mới" in words(clerk.get(f"/can-bo/ho-so/{dossier.code}"))
    assert "Bao giờ có kết quả?" in words(clerk.get(theirs))
    assert "1 tin mới" not in words(clerk.get(f"/can-bo/ho-so/{dossier.code}"))
    assert clerk.post(theirs, {"text": "Ngày mai."}).status_code == 302
    page = words(an.get(f"/ho-so/{dossier.code}"))
    assert "1 tin mới" in page
    page = words(an.get(mine))
    assert "Ngày mai." in page
    assert "Cơ quan đã đọc" in page
    assert who("clerk-hongbang").name not in page


def test_empty_message_is_asked_again():
    dossier = a_submitted()
    for account, url in (
        ("citizen-an", f"/ho-so/{dossier.code}/tin-nhan"),
        ("clerk-hongbang", f"/can-bo/ho-so/{dossier.code}/trao-doi"),
    ):
        answer = browser(account).post(url, {"text": " "})
        assert answer.status_code == 400
        assert "Hãy viết nội dung." in words(answer)


def test_too_many_messages_keep_what_was_typed(monkeypatch):
    monkeypatch.setattr(talk, "PER_HOUR", 0)
    dossier = a_submitted()
    answer = browser("citizen-an").post(f"/ho-so/{dossier.code}/tin-nhan", {"text": "Xin hỏi"})
    assert answer.status_code == 429
    assert "Xin hỏi" in words(answer)


def test_notes_are_read_by_colleagues_alone():
    dossier = a_submitted()
    clerk = browser("clerk-hongbang")
    assert (
        clerk.post(f"/can-bo/ho-so/{dossier.code}/ghi-chu", {"text": "Đã gọi."}).status_code == 302
    )
    assert "Đã gọi." in words(browser("officer-hongbang").get(f"/can-bo/ho-so/{dossier.code}"))
    assert "Đã gọi." not in words(browser("citizen-an").get(f"/ho-so/{dossier.code}"))


PAGES = ["", "/tin-nhan", "/bo-sung", "/rut", "/xac-nhan"]
CASES = ["", "/trao-doi", "/claim", "/request_supplement", "/stop"]


@pytest.mark.parametrize("account", ["citizen-binh", "clerk-thuynguyen", "officer-thuynguyen"])
def test_strangers_see_and_do_nothing(account):
    dossier = a_submitted()
    client = browser(account)
    answers = {page: client.get(f"/ho-so/{dossier.code}{page}").status_code for page in PAGES}
    for page in ("/tin-nhan", "/bo-sung", "/rut", "/xac-nhan"):
        sent = {"version": dossier.version, "text": "?", "reason": "?", "answer": "agreed"}
        answers[f"POST {page}"] = client.post(f"/ho-so/{dossier.code}{page}", sent).status_code
    assert answers == dict.fromkeys(answers, 404)
    desk = 403 if account.startswith("citizen") else 404
    answers = {
        page: client.get(f"/can-bo/ho-so/{dossier.code}{page}").status_code for page in CASES
    }
    for page in ("/trao-doi", "/ghi-chu", "/accept", "/claim", "/stop"):
        sent = {"version": dossier.version, "text": "?", "reason": "?"}
        answers[f"POST {page}"] = client.post(
            f"/can-bo/ho-so/{dossier.code}{page}", sent
        ).status_code
    assert answers == dict.fromkeys(answers, desk)
    version = dossier.version
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.version) == ("submitted", version)


def test_corrected_result_is_listed_with_both_numbers():
    dossier = a_delivered()
    dossier = take(
        dossier, "correct", "leader", correction="Sửa họ tên", reason="Sai lỗi chính tả."
    )
    take(dossier, f"send_request.{dossier.requests.get().pk}", "clerk")
    new, old = dossier.results.order_by("-pk")
    page = words(browser("citizen-an").get(f"/ho-so/{dossier.code}"))
    assert f"số {old.number} – không còn hiệu lực, thay bằng số {new.number}" in page
    assert f"thay thế số {old.number}" in page
