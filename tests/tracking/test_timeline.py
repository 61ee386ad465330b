"""A dossier's story: each fact with its date and unit, the awaited step last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from payments import actions as payments
from portal.core.journal.models import Event
from procedures.dossiers import actions
from tests.factories import dossiers as make
from tracking.selectors import timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
CENTRE = "Trung tâm Phục vụ hành chính công phường Hồng Bàng"


def test_each_step_has_its_date_and_unit(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    dossier = make.a_submitted()
    clock_at("2026-11-23T10:15")
    dossier = make.take(dossier, "accept", "clerk")
    told = [(f"{e.at:%H:%M}", e.title, e.unit, e.current) for e in timeline(dossier) if e.at]
    assert told == [
        ("09:00", "Đã nộp hồ sơ", "Người nộp hồ sơ", False),
        ("10:15", "Đã tiếp nhận hồ sơ", CENTRE, False),
        ("10:15", "Đang thực hiện: Chuyển hồ sơ", CENTRE, True),
    ]


def test_staff_are_named_by_their_office() -> None:
    accepted = timeline(make.an_accepted())[1]
    assert accepted.by == "Chuyên viên Trung tâm Phục vụ hành chính công phường Hồng Bàng"
    assert "Hương" not in f"{accepted}"


def test_ended_dossier_awaits_nothing() -> None:
    entries = timeline(make.a_delivered())
    assert not any(entry.current for entry in entries)
    assert entries[-1].title == "Đã trả kết quả"


def test_open_fee_is_said_with_the_awaited_step(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    entries = timeline(make.a_submitted(by="citizen-binh"))
    assert [entry.title for entry in entries[:2]] == [
        "Đã nộp hồ sơ",
        "Đã thông báo nộp phí, lệ phí",
    ]
    assert entries[-1].text == "Chưa nộp phí, lệ phí: 16.000\xa0₫."


def test_payments_belong_to_the_story(worker: Callable[[], None]) -> None:
    dossier = make.a_submitted(by="citizen-binh")
    payments.record_cash(dossier.pk, actor=make.staff("cashier", dossier), seen_amount=16_000)
    worker()
    dossier.refresh_from_db()
    entries = timeline(dossier)
    paid = next(e for e in entries if e.title == "Đã thu phí, lệ phí bằng tiền mặt")
    assert (paid.unit, paid.text) == ("Quầy thu phí, lệ phí", "16.000\xa0₫.")
    receipt = next(e for e in entries if e.title == "Đã lập biên lai thu phí, lệ phí")
    assert receipt.unit == "Ủy ban nhân dân phường Hồng Bàng"
    assert "Đã hoàn thành nghĩa vụ phí, lệ phí" in [entry.title for entry in entries]


def test_late_result_says_so(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    dossier = make.a_signed()
    clock_at("2026-11-26T09:00")
    settled = make.take(dossier, "settle", "registry")
    assert "Quá hạn." in [entry.text for entry in timeline(settled)]


def test_a_draft_has_no_story() -> None:
    assert timeline(make.a_draft()) == []


def test_withdrawal_ends_the_story() -> None:
    dossier = make.a_submitted()
    owner = make.who("citizen-an")
    actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nộp nhầm")
    dossier.refresh_from_db()
    assert timeline(dossier)[-1].title == "Đã rút hồ sơ"


def test_dropped_fee_is_said_by_the_ending_alone() -> None:
    dossier = make.a_submitted(by="citizen-binh")
    owner = make.who("citizen-binh")
    actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nộp nhầm")
    dossier.refresh_from_db()
    assert Event.objects.filter(name="dossier.fee_dropped").exists()
    assert [entry.title for entry in timeline(dossier)][2:] == ["Đã rút hồ sơ"]


def test_story_takes_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    dossier = make.a_signed()
    with django_assert_num_queries(5):
        timeline(dossier)


@pytest.mark.parametrize("action", ["propose_grant", "propose_refusal"])
def test_proposal_is_told_inside_only(action: str) -> None:
    dossier = make.take(make.an_accepted(), "hand_over", "clerk")
    data = {"reason": "Không có trong sổ."} if action == "propose_refusal" else {}
    dossier = make.take(dossier, action, "officer", **data)
    dossier = make.take(dossier, "send_back", "leader", reason="Cần làm rõ.")
    outside = [entry.title for entry in timeline(dossier)]
    inside = [entry.title for entry in timeline(dossier, inside=True)]
    assert outside[3:5] == ["Đã thẩm định, trình lãnh đạo", "Đã yêu cầu thẩm định thêm"]
    assert inside[3].startswith("Đã thẩm định và đề xuất")
    assert inside[4] == "Lãnh đạo đã trả lại để thẩm định lại"
