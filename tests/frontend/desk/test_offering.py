"""Requests, side tasks and other acts on the case page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from procedures.dossiers import selectors
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from procedures.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
REASON = "Có tranh chấp về quyền sử dụng đất."


def address(dossier: Dossier, action: str = "") -> str:
    return f"/can-bo/ho-so/{dossier.code}" + (f"/{action}" if action else "")


def act(client: Client, dossier: Dossier, action: str, **data: str) -> int:
    dossier.refresh_from_db()
    sent = {"version": dossier.version, **data}
    return client.post(address(dossier, action), sent).status_code


def page(client: Client, dossier: Dossier, action: str = "") -> str:
    return client.get(address(dossier, action)).content.decode()


def test_stop_goes_from_draft_by_release_to_sending(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    officer = signed_in("officer-hongbang")
    assert "Trình lãnh đạo cơ quan duyệt: Dừng giải quyết" in page(officer, dossier)
    assert act(officer, dossier, "stop", reason=REASON) == 302
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.open_requests) == ("accepted", 1)
    request = dossier.requests.get()
    leader = signed_in("leader-hongbang")
    text = page(leader, dossier)
    assert REASON in text
    assert "Chờ duyệt" in text
    assert act(leader, dossier, f"release_request.{request.pk}") == 302
    clerk = signed_in("clerk-hongbang")
    assert "Đã duyệt, chờ gửi" in page(clerk, dossier)
    assert act(clerk, dossier, f"send_request.{request.pk}") == 302
    dossier.refresh_from_db()
    assert dossier.stage == "stopped"


def test_returned_request_says_why(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    act(signed_in("officer-hongbang"), dossier, "stop", reason=REASON)
    request = dossier.requests.get()
    leader = signed_in("leader-hongbang")
    action = f"return_request.{request.pk}"
    assert "Lý do" in page(leader, dossier, action)
    assert act(leader, dossier, action, reason="Chưa đủ căn cứ.") == 302
    text = page(signed_in("officer-hongbang"), dossier)
    assert "Bị trả lại" in text
    assert "Chưa đủ căn cứ." in text


def test_consulted_agency_answers_on_its_own_page(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal(make.BERTH)
    officer = signed_in("officer-hongbang")
    form = page(officer, dossier, "consult")
    assert f'<option value="{make.THUY_NGUYEN}">' in form
    assert f'<option value="{make.HONG_BANG}">' not in form
    act(officer, dossier, "consult", agency=make.THUY_NGUYEN, question="Có ý kiến gì không?")
    task = dossier.tasks.get()
    other = signed_in("officer-thuynguyen")
    text = page(other, dossier)
    assert "Có ý kiến gì không?" in text
    assert "không trả lời được coi là đồng ý" in text
    sent = {"outcome": "agreed", "report": "Thống nhất."}
    assert act(other, dossier, f"report_task.{task.pk}", **sent) == 302
    text = page(signed_in("officer-hongbang"), dossier)
    assert "Thống nhất." in text


def test_agency_that_is_only_asked_reads_no_request(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal(make.BERTH)
    officer = signed_in("officer-hongbang")
    act(officer, dossier, "consult", agency=make.THUY_NGUYEN, question="Ý kiến?")
    act(officer, dossier, "stop", reason=REASON)
    assert dossier.requests.count() == 1
    asked = page(signed_in("officer-thuynguyen"), dossier)
    assert "Việc phối hợp" in asked
    assert "Đề nghị</h2>" not in asked


def test_colleagues_at_the_desk_can_be_assigned(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    member = make.who("officer-hongbang").staff
    clerk = make.who("clerk-hongbang").staff
    assert member is not None
    assert clerk is not None
    head = signed_in("head-hongbang")
    form = page(head, dossier, "assign")
    assert f'<option value="{member.code}">' in form
    assert f'<option value="{clerk.code}">' not in form
    assert act(head, dossier, "assign", staff=member.code) == 302
    dossier.refresh_from_db()
    assert dossier.assignee == member


@pytest.mark.parametrize(
    ("day", "status"), [(("31", "12", "2027"), 302), (("30", "2", "2027"), 400)]
)
def test_new_date_is_asked_in_day_month_and_year(
    signed_in: Callable[[str], Client], day: tuple[str, str, str], status: int
) -> None:
    dossier = make.at_appraisal()
    parts = dict(zip(("new_due-day", "new_due-month", "new_due-year"), day, strict=True))
    leader = signed_in("leader-hongbang")
    sent = {"version": str(dossier.version), "late_reason": "workload", "reason": "Nhiều hồ sơ."}
    answer = leader.post(address(dossier, "extend"), {**sent, **parts})
    assert answer.status_code == status, answer.content.decode()
    if status == 400:
        text = answer.content.decode()
        assert 'href="#input-new_due-day"' in text
        assert 'value="30"' in text
    else:
        assert dossier.requests.get().data["new_due"] == "2027-12-31"


def test_request_begins_with_what_the_guide_finds(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted(make.BERTH)
    paper = dossier.papers.all()[0]
    dossier.papers.filter(pk=paper.pk).update(removed_at=dossier.submitted_at)
    form = page(signed_in("clerk-hongbang"), dossier, "request_supplement")
    assert "hồ sơ còn 1 điểm chưa đạt" in form
    assert f'value="/papers/{paper.code}" checked' in form
    assert "Còn thiếu: " in form


def test_other_acts_stand_apart(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    text = page(signed_in("clerk-hongbang"), dossier)
    planned, _, others = text.partition("Việc khác")
    assert address(dossier, "refuse_intake") in planned
    assert address(dossier, "transfer") not in planned
    assert address(dossier, "transfer") in others


def test_ticked_fields_open_those_questions(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    clerk = signed_in("clerk-hongbang")
    sent = {
        "version": dossier.version,
        "content": "Sửa số đăng ký",
        "reason": "Chưa khớp.",
        "guidance": "Ghi theo bản gốc.",
        "fields": ["/registration/number", "/registration/date"],
    }
    assert clerk.post(address(dossier, "request_supplement"), sent).status_code == 302
    (hold,) = selectors.open_holds(dossier)
    assert hold.data["fields"] == ["/registration/number", "/registration/date"]


def test_fields_stand_below_their_pages_of_the_form(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    clerk = signed_in("clerk-hongbang")
    url = address(dossier, "request_supplement")
    source = clerk.get(url).content.decode()
    folded = re.findall(r"(?s)<details[^>]*>.*?</details>", source)
    (place,) = [page for page in folded if 'value="/registration/number"' in page]
    assert 'value="/registration/date"' in place
    assert 'value="/copies/quantity"' not in place
    assert " open" not in place.partition(">")[0]
    wrong = {"version": dossier.version, "fields": ["/registration/number"]}
    again = clerk.post(url, wrong)
    assert again.status_code == 400
    folded = re.findall(r"(?s)<details[^>]*>.*?</details>", again.content.decode())
    (place,) = [page for page in folded if 'value="/registration/number"' in page]
    assert " open" in place.partition(">")[0]
    assert "đã chọn 1" in place
