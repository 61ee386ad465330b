"""A dossier's story: each fact with its date and unit, the awaited step last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from payments import actions as payments
from portal.accounts.actors import system
from portal.core.journal.models import Event
from procedures.dossiers import actions, engine, legs, selectors
from tests.factories import dossiers as make
from tracking.selectors import timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from procedures.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(clock_at: Callable[[str], datetime]) -> None:
    """Stop the clock on Monday, 23 November 2026, at 9:00."""
    clock_at("2026-11-23T09:00")


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


def test_result_sent_by_post_is_told_with_its_code(monday: None) -> None:
    delivery = {"method": "post", "address": "Số 12 phố Minh Khai, Hồng Bàng"}
    settled = make.a_settled(answers={"delivery": delivery})
    sent = make.take(settled, "deliver", "clerk", postal_code="EB987654321VN")
    assert timeline(sent)[-1].text == "Gửi qua bưu chính, số hiệu bưu gửi: EB987654321VN."


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


def test_bundle_tells_what_becomes_of_its_legs(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    bundle = make.a_bundle()
    clock_at("2026-11-23T10:00")
    birth = make.register_birth(make.leg(bundle, "birth"))
    clock_at("2026-11-23T11:00")
    legs.open_ready(bundle.pk, actor=system("portal"))
    entries = timeline(bundle)
    past = [entry.at for entry in entries if entry.at and not entry.current]
    assert past == sorted(past)
    assert [entry.current for entry in entries] == sorted(entry.current for entry in entries)
    own = [entry.title for entry in entries if not entry.leg and not entry.current]
    assert own == ["Đã nộp hồ sơ", "Đã tiếp nhận hồ sơ liên thông"]
    assert "Có cập nhật về hồ sơ" not in [entry.title for entry in entries]
    told = [(e.title, e.at, e.unit, e.text) for e in entries if e.leg == "Đăng ký khai sinh"]
    assert told == [(e.title, e.at, e.unit, e.text) for e in timeline(birth)]
    names = [leg.name for leg in selectors.package_of(bundle).substance.legs]
    assert [entry.leg for entry in entries if entry.current] == ["", *names]


def test_bundle_takes_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bundle = make.a_bundle()
    make.register_birth(make.leg(bundle, "birth"))
    legs.open_ready(bundle.pk, actor=system("portal"))
    with django_assert_num_queries(7):
        timeline(bundle)


def test_what_a_leg_keeps_inside_stays_there() -> None:
    bundle = make.a_bundle()
    birth = make.take(make.leg(bundle, "birth"), "hand_over", "clerk")
    make.take(birth, "ask_number", "officer")
    titles = [entry.title for entry in timeline(bundle, inside=True)]
    assert "Đã tra cứu cơ sở dữ liệu" not in titles


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


def consulting() -> Dossier:
    """Let the officer of a berth ask another agency."""
    dossier = make.at_appraisal(make.BERTH)
    (ask,) = (
        action.id for action in selectors.step_of(dossier).actions if action.kind == "consult"
    )
    return make.take(
        dossier, ask, "officer", question="Có vướng quy hoạch không?", agency=make.THUY_NGUYEN
    )


def told(dossier: Dossier, *, inside: bool = False) -> list[tuple[str, str, str]]:
    """What the story says besides the step that is awaited."""
    return [
        (entry.title, entry.text, entry.unit)
        for entry in timeline(dossier, inside=inside)
        if not entry.current
    ]


@pytest.mark.usefixtures("monday")
def test_asked_agency_and_its_limit_are_told_to_everybody() -> None:
    dossier = consulting()
    title, text, unit = told(dossier)[-1]
    assert "ý kiến" in title
    assert text.startswith("Cơ quan được hỏi: Ủy ban nhân dân phường Thuỷ Nguyên. Hạn trả lời: ")
    assert "Hồng Bàng" in unit


@pytest.mark.usefixtures("monday")
def test_answer_of_an_asked_agency_stays_inside() -> None:
    dossier = consulting()
    task = dossier.tasks.get()
    answers = make.who("officer-thuynguyen")
    actions.act(
        dossier,
        f"report_task.{task.pk}",
        actor=answers,
        data={"outcome": "objected", "report": "Vướng quy hoạch."},
        seen_version=dossier.version,
    )
    dossier.refresh_from_db()
    _, outside, unit = told(dossier)[-1]
    _, inside, _ = told(dossier, inside=True)[-1]
    assert (outside, inside) == ("", "Không đồng ý.")
    assert unit == "Ủy ban nhân dân phường Thuỷ Nguyên"


@pytest.mark.usefixtures("monday")
def test_what_silence_means_is_told() -> None:
    text = "Hết hạn mà không trả lời, coi như đồng ý."
    dossier = consulting()
    task = dossier.tasks.get()
    engine.fire(
        dossier.pk, f"lapse_task.{task.pk}", actor=system("portal"), data={}, seen_version=None
    )
    dossier.refresh_from_db()
    assert told(dossier)[-1][:2] == ("Hết hạn trả lời", text)


@pytest.mark.usefixtures("monday")
def test_drafts_and_their_approval_are_told_inside_only() -> None:
    dossier = make.take(make.at_appraisal(), "stop", "officer", reason="Chủ hồ sơ đã mất.")
    before = told(dossier)
    dossier = make.take(dossier, f"release_request.{dossier.requests.get().pk}", "leader")
    assert told(dossier) == before
    assert [entry[:2] for entry in told(dossier, inside=True)[-2:]] == [
        ("Đã trình duyệt", "Dừng giải quyết."),
        ("Đã duyệt, chờ gửi", "Dừng giải quyết."),
    ]
    dossier = make.take(dossier, f"send_request.{dossier.requests.get().pk}", "clerk")
    assert told(dossier)[-1][:2] == ("Đã dừng giải quyết hồ sơ", "")
    assert "Người duyệt: Phó Chủ tịch" in told(dossier, inside=True)[-1][1]


@pytest.mark.usefixtures("monday")
def test_a_draft_that_was_overtaken_says_by_what() -> None:
    dossier = make.take(make.a_signed(), "stop", "leader", reason="Chủ hồ sơ đã mất.")
    dossier = make.take(dossier, "settle", "registry")
    assert (
        "Dự thảo không còn hiệu lực",
        "Dừng giải quyết. Nguyên do: Đã có kết quả giải quyết.",
    ) in [entry[:2] for entry in told(dossier, inside=True)]


@pytest.mark.usefixtures("monday")
def test_who_works_on_it_is_told_inside_only() -> None:
    dossier = make.take(make.a_submitted(), "claim", "clerk")
    assert [entry[0] for entry in told(dossier)] == ["Đã nộp hồ sơ"]
    assert "Người xử lý: Chuyên viên" in told(dossier, inside=True)[-1][1]


@pytest.mark.usefixtures("monday")
def test_extension_tells_both_dates_and_the_cause() -> None:
    dossier = released(
        make.at_appraisal(), "extend", new_due="2026-12-30", late_reason="workload", reason="Đông."
    )
    assert told(dossier)[-1][:2] == (
        "Đã xin lỗi và hẹn lại ngày trả",
        "Hẹn cũ: 17:30, 23/11/2026. Hẹn mới: 17:30, 30/12/2026. Nguyên nhân: Số lượng hồ sơ tăng "
        "đột biến.",
    )


@pytest.mark.usefixtures("monday")
def test_transfer_tells_from_where_to_where_and_keeps_where_things_were_done() -> None:
    dossier = make.take(make.a_submitted(), "claim", "clerk")
    clerk = make.staff("clerk", dossier)
    dossier = actions.act(
        dossier,
        "transfer",
        actor=clerk,
        data={"agency": make.THUY_NGUYEN, "reason": "Không thuộc thẩm quyền."},
        seen_version=dossier.version,
    )
    dossier = selectors.get_dossier(dossier.code or "", viewer=make.who("citizen-an"))
    title, text, unit = told(dossier)[-1]
    assert (title, unit) == ("Đã chuyển cơ quan có thẩm quyền", CENTRE)
    assert text == ("Từ Ủy ban nhân dân phường Hồng Bàng đến Ủy ban nhân dân phường Thuỷ Nguyên.")
    assert told(dossier)[0][1] == "Gửi đến Ủy ban nhân dân phường Hồng Bàng."
    assert "Thuỷ Nguyên" in timeline(dossier)[-1].unit


@pytest.mark.usefixtures("monday")
def test_recall_and_correction_say_what_becomes_of_the_results() -> None:
    dossier = make.take(make.a_settled(), "recall", "leader", reason="Sai số.")
    assert told(dossier)[-1][:2] == (
        "Đã thu hồi kết quả để xử lý lại",
        "Số đã cấp bị hủy và không dùng lại.",
    )
    corrected = released(
        make.a_delivered(), "correct", correction="Sửa ngày sinh.", reason="Ghi nhầm."
    )
    assert told(corrected)[-1][1] == "Kết quả mới thay thế kết quả trước."


def released(dossier: Dossier, action: str, **data: str) -> Dossier:
    """Let the leader take what must be released, and the clerk send it."""
    dossier = make.take(dossier, action, "leader", **data)
    return make.take(dossier, f"send_request.{dossier.requests.last().pk}", "clerk")
