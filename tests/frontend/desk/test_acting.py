"""Taking actions at the desk: done, asked again, refused, outdated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from procedures.dossiers import duties
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from django.test import Client

    from procedures.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
SUPPLEMENT = {
    "content": "Bản chụp giấy khai sinh\nGiấy ủy quyền",
    "reason": "Bản chụp bị mờ.",
    "guidance": "Chụp lại đủ bốn góc.",
}


def address(dossier: Dossier, action: str) -> str:
    return f"/can-bo/ho-so/{dossier.code}/{action}"


def test_dossier_that_stays_leads_back_to_its_case(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    answer = signed_in("clerk-hongbang").post(
        address(dossier, "accept"), {"version": dossier.version}, follow=True
    )
    assert answer.redirect_chain == [(f"/can-bo/ho-so/{dossier.code}", 302)]
    assert "đã thực hiện “Tiếp nhận hồ sơ”" in answer.content.decode()
    dossier.refresh_from_db()
    assert dossier.stage == "accepted"


def test_dossier_that_leaves_leads_to_the_queue(signed_in: Callable[[str], Client]) -> None:
    dossier = make.an_accepted()
    answer = signed_in("clerk-hongbang").post(
        address(dossier, "hand_over"), {"version": dossier.version}, follow=True
    )
    assert answer.redirect_chain == [("/can-bo/hang-doi", 302)]
    text = answer.content.decode()
    assert "Bước tiếp theo: Tra cứu, lập bản sao" in text
    assert "govuk-notification-banner--success" in text


def test_dossier_out_of_sight_leads_to_the_queue(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    wanted = {"agency": make.THUY_NGUYEN, "reason": "Nhầm nơi nộp."}
    dossier = make.take(dossier, "transfer", "officer", **wanted)
    asked = dossier.requests.get()
    pk = asked.pk
    released = signed_in(f"{asked.approver}-hongbang").post(
        address(dossier, f"release_request.{pk}"), {"version": dossier.version}, follow=True
    )
    assert released.redirect_chain == [("/can-bo/cho-duyet", 302)]
    assert "Đề nghị chờ được gửi." in released.content.decode()
    dossier.refresh_from_db()
    sent = signed_in("clerk-hongbang").post(
        address(dossier, f"send_request.{pk}"), {"version": dossier.version}, follow=True
    )
    assert sent.redirect_chain == [("/can-bo/hang-doi", 302)]
    assert sent.status_code == 200


def test_releasing_an_apology_asks_for_its_cause_unless_an_open_task_is_one(
    signed_in: Callable[[str], Client], clock_at: Callable[[str], object]
) -> None:
    clock_at("2026-11-23T09:00")
    dossier = make.at_appraisal(make.BERTH)
    question = {"question": "Có vướng quy hoạch không?", "agency": make.THUY_NGUYEN}
    dossier = make.take(dossier, "consult", "officer", **question)
    clock_at("2026-12-01T08:00")
    duties.foresee(dossier=dossier.pk, due_day="2026-12-01")
    page = address(dossier, f"release_request.{dossier.requests.get().pk}")
    text = signed_in("leader-hongbang").get(page).content.decode()
    assert '<option value="consultation" selected>' in text
    case = f"/can-bo/ho-so/{dossier.code}"
    assert "Hệ thống dự thảo lúc" in signed_in("leader-hongbang").get(case).content.decode()
    dossier.refresh_from_db()
    sent = {"version": dossier.version, "late_reason": "consultation", "reason": ""}
    day = dossier.requests.get().data["new_due"]
    parts = dict(zip(("new_due-year", "new_due-month", "new_due-day"), day.split("-"), strict=True))
    refused = signed_in("leader-hongbang").post(page, {**sent, **parts})
    assert "Lý do cụ thể: Hãy điền mục này." in refused.content.decode()
    sent["reason"] = "Chờ ý kiến của phường Thuỷ Nguyên."
    assert signed_in("leader-hongbang").post(page, {**sent, **parts}).status_code == 302
    assert dossier.requests.get().state == "released"


def test_a_correction_is_read_as_it_will_be_issued_before_it_is_released(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.a_delivered()
    wrong = {"correction": "Ngày sinh là 02/5/1985.", "reason": "Ghi nhầm."}
    dossier = make.take(dossier, "correct", "officer", **wrong)
    for account in ("officer-hongbang", "leader-hongbang"):
        text = signed_in(account).get(f"/can-bo/ho-so/{dossier.code}").content.decode()
        assert "Xem trước" in text
        assert f"số {dossier.results.get().number} ngày" in text
        assert "Đính chính: Ngày sinh là 02/5/1985." in text


def test_action_with_questions_is_asked_first(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    client = signed_in("clerk-hongbang")
    text = client.get(address(dossier, "request_supplement")).content.decode()
    assert 'id="input-reason"' in text
    assert f'name="version" value="{dossier.version}"' in text
    client.post(address(dossier, "request_supplement"), {"version": dossier.version, **SUPPLEMENT})
    hold = dossier.holds.get()
    assert hold.data["content"] == ["Bản chụp giấy khai sinh", "Giấy ủy quyền"]


def test_missing_reason_asks_again_and_keeps_the_rest(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    answer = signed_in("clerk-hongbang").post(
        address(dossier, "request_supplement"),
        {"version": dossier.version, **SUPPLEMENT, "reason": "  "},
    )
    text = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#input-reason"' in text
    assert "<title>Lỗi: " in text
    assert "Chụp lại đủ bốn góc." in text
    assert "Bản chụp giấy khai sinh\nGiấy ủy quyền" in text
    assert not dossier.holds.exists()


def test_refused_action_gives_back_what_was_written(signed_in: Callable[[str], Client]) -> None:
    dossier = make.request_supplement(make.a_submitted())
    answer = signed_in("clerk-hongbang").post(
        address(dossier, "request_supplement"), {"version": dossier.version, **SUPPLEMENT}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Hồ sơ đang chờ người nộp bổ sung." in text
    assert "Chụp lại đủ bốn góc." in text


def test_outdated_action_says_what_changed(signed_in: Callable[[str], Client]) -> None:
    seen = make.a_submitted()
    make.take(seen, "accept", "clerk")
    answer = signed_in("clerk-hongbang").post(
        address(seen, "request_supplement"), {"version": seen.version, **SUPPLEMENT}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Hồ sơ đã thay đổi" in text
    assert "Đã tiếp nhận hồ sơ" in text
    assert f'href="/can-bo/ho-so/{seen.code}"' in text
    assert "Chụp lại đủ bốn góc." in text
    assert not seen.holds.exists()


def test_corrected_form_still_answers_for_what_was_seen(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.a_submitted()
    answer = signed_in("clerk-hongbang").post(
        address(dossier, "refuse_intake"), {"version": dossier.version, "reason": ""}
    )
    assert f'name="version" value="{dossier.version}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("account", "action", "status"),
    [
        ("officer-hongbang", "accept", 403),
        ("clerk-thuynguyen", "accept", 404),
        ("citizen-an", "accept", 403),
        ("clerk-hongbang", "settle", 409),
        ("clerk-hongbang", "no_such_action", 409),
    ],
)
def test_action_of_others_is_refused(
    signed_in: Callable[[str], Client], account: str, action: str, status: int
) -> None:
    dossier = make.a_submitted()
    answer = signed_in(account).post(address(dossier, action), {"version": dossier.version})
    assert answer.status_code == status
    dossier.refresh_from_db()
    assert dossier.stage == "submitted"


@pytest.mark.parametrize(
    ("action", "status"), [("settle", 403), ("accept", 302), ("refuse_intake", 200)]
)
def test_asking_page_exists_for_offered_actions(
    signed_in: Callable[[str], Client], action: str, status: int
) -> None:
    dossier = make.a_submitted()
    assert signed_in("clerk-hongbang").get(address(dossier, action)).status_code == status


def test_blocked_action_is_refused_with_its_reason(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted(by="citizen-binh")
    client = signed_in("clerk-hongbang")
    for answer in (
        client.get(address(dossier, "accept")),
        client.post(address(dossier, "accept"), {"version": dossier.version}),
    ):
        assert answer.status_code == 409
        assert "Chưa nộp phí, lệ phí" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "1" * 40])
def test_form_without_its_version_changes_nothing(
    signed_in: Callable[[str], Client], version: str
) -> None:
    dossier = make.a_submitted()
    answer = signed_in("clerk-hongbang").post(address(dossier, "accept"), {"version": version})
    assert answer.status_code == 400
    dossier.refresh_from_db()
    assert dossier.stage == "submitted"


def test_action_takes_a_fixed_number_of_queries(
    signed_in: Callable[[str], Client], round_trips: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = signed_in("clerk-hongbang")
    for _ in range(2):
        dossier = make.an_accepted()
        with round_trips(10):
            client.post(address(dossier, "hand_over"), {"version": dossier.version})
