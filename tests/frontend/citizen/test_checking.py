"""Checking the answers and handing the dossier in."""

import pytest

from portal.core.errors import Refused
from procedures.dossiers import actions
from procedures.dossiers.models import Dossier
from tests.factories.dossiers import BERTH, a_draft, who
from tests.frontend.browsing import browser, version_on, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def check_url(draft):
    return f"/ho-so/nhap/{draft.public_id}/kiem-tra"


def test_check_shows_every_answer_with_a_link_to_change_it():
    draft = a_draft()
    answer = browser("citizen-an").get(check_url(draft))
    page = answer.content.decode()
    assert "Giấy khai sinh" in page
    assert "Phường Hồng Bàng" in page
    assert f"/ho-so/nhap/{draft.public_id}/copies?next=check#copies-quantity" in page
    assert "Hẹn trả kết quả" in page
    assert "17:30" in page


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ("citizen-an", "Miễn phí cho công dân Việt Nam có tài khoản định danh điện tử mức độ 2"),
        ("citizen-binh", "Tổng cộng 16.000 ₫"),
    ],
)
def test_check_quotes_the_fee_with_its_waiver(account, sentence):
    draft = a_draft(by=account)
    assert sentence in words(browser(account).get(check_url(draft)))


def test_fee_that_rests_on_an_open_answer_is_not_called_free():
    draft = a_draft(answers={"copies": {"quantity": ""}}, by="citizen-binh")
    page = words(browser("citizen-binh").get(check_url(draft)))
    assert "Mức thu được tính khi bạn trả lời đủ các câu hỏi." in page
    assert "Không thu phí" not in page


def test_submitting_leads_to_code_and_secret():
    client = browser("citizen-an")
    draft = a_draft()
    page = client.get(check_url(draft))
    answer = client.post(check_url(draft), {"version": version_on(page)})
    draft.refresh_from_db()
    assert draft.code == "H24.21.22-261123-0001"
    assert answer.headers["Location"] == f"/ho-so/{draft.code}/da-nop"
    confirmation = words(client.get(answer.headers["Location"]))
    assert draft.code in confirmation
    assert draft.secret in confirmation
    assert "trả lời về việc tiếp nhận trong 08 giờ làm việc" in confirmation


def test_confirmation_says_that_the_fee_comes_first():
    client = browser("citizen-binh")
    draft = a_draft(by="citizen-binh")
    client.post(check_url(draft), {"version": draft.version})
    draft.refresh_from_db()
    page = words(client.get(f"/ho-so/{draft.code}/da-nop"))
    assert "Bạn cần nộp 16.000 ₫ phí, lệ phí" in page


def test_second_click_gives_the_same_dossier():
    client = browser("citizen-an")
    draft = a_draft()
    first = client.post(check_url(draft), {"version": draft.version})
    second = client.post(check_url(draft), {"version": draft.version})
    assert first.headers["Location"] == second.headers["Location"]
    assert Dossier.objects.count() == 1


def test_incomplete_draft_names_what_is_missing_and_offers_no_button():
    client = browser("citizen-an")
    draft = a_draft(BERTH, papers=False, answers={"port": {"name": ""}})
    answer = client.post(check_url(draft), {"version": draft.version})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert f"/ho-so/nhap/{draft.public_id}/port?next=check#port-name" in page
    assert f"/ho-so/nhap/{draft.public_id}/giay-to#paper-land_papers" in page
    assert ">Nộp hồ sơ</button>" not in page
    draft.refresh_from_db()
    assert draft.code is None


def test_draft_changed_in_another_window_is_shown_anew():
    client = browser("citizen-an")
    draft = a_draft()
    changed = {**draft.answers, "copies": {"quantity": 7}}
    actions.save_answers(draft, changed, actor=who("citizen-an"), seen_version=draft.version)
    answer = client.post(check_url(draft), {"version": draft.version})
    assert answer.status_code == 409
    assert version_on(answer) == str(draft.version + 1)
    draft.refresh_from_db()
    assert draft.code is None


def test_draft_of_somebody_else_cannot_be_submitted():
    draft = a_draft(by="citizen-an")
    answer = browser("citizen-binh").post(check_url(draft), {"version": draft.version})
    assert answer.status_code == 404


def test_submitting_takes_a_fixed_number_of_queries(round_trips):
    client = browser("citizen-an")
    draft = a_draft()
    with round_trips(14):
        client.post(check_url(draft), {"version": draft.version})


def test_new_version_says_what_is_different(monkeypatch):
    def refuse(*args, **kwargs):
        differences = ["Giấy tờ: thêm “Bản đồ vị trí bến”"]
        extra = {"changes": [], "differences": differences}
        raise Refused("Thủ tục vừa có phiên bản mới.", code="new_version", extra=extra)

    draft = a_draft()
    monkeypatch.setattr(actions, "submit", refuse)
    answer = browser("citizen-an").post(check_url(draft), {"version": draft.version})
    assert answer.status_code == 409
    assert "Thủ tục vừa có phiên bản mới." in words(answer)
    assert "Giấy tờ: thêm “Bản đồ vị trí bến”" in words(answer)
