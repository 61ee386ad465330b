"""Mẫu 04 is drafted in time: from the acceptance to the letter, with the clock moved."""

from __future__ import annotations

import pytest

from portal.core import clock
from portal.core.errors import InvalidInput, Refused
from portal.core.jobs import running
from procedures.definition.lifecycle import Stage
from procedures.dossiers import selectors
from procedures.dossiers.models import Dossier, Request, Slip
from tests.factories import dossiers as make
from tests.factories.dossiers import BERTH
from tests.procedures.dossiers.situations import sent

pytestmark = pytest.mark.django_db
CAUSE = {"late_reason": "complex", "reason": "Phải đo lại luồng."}


@pytest.fixture
def accepted(clock_at):
    """A berth accepted on Monday 23 November at nine, five working days to go: due 1 December."""
    clock_at("2026-11-23T09:00")
    dossier = make.an_accepted(BERTH)
    running.drain()
    return dossier


def drafts(dossier: Dossier) -> list[str]:
    running.drain()
    return list(dossier.requests.filter(kind="extend").values_list("state", flat=True))


def test_it_is_drafted_two_working_days_before_and_not_earlier(accepted, clock_at):
    due = accepted.due_at.astimezone(clock.VIETNAM)
    assert f"{due:%Y-%m-%d}" == "2026-12-01"
    clock_at("2026-11-26T16:59")
    assert drafts(accepted) == []
    clock_at("2026-11-27T07:31")
    assert drafts(accepted) == [Request.State.DRAFTED]
    draft = accepted.requests.get()
    assert draft.drafted_by == "system:portal"
    assert draft.data["new_due"] > "2026-12-01"
    accepted.refresh_from_db()
    assert accepted.extended_at is None


@pytest.mark.parametrize("moment", ["2026-12-01T17:31", "2026-12-02T08:00"])
def test_nothing_is_drafted_once_the_appointment_has_passed(accepted, clock_at, moment):
    clock_at(moment)
    assert drafts(accepted) == []


def test_a_limit_too_short_to_apologise_in_time_is_never_apologised_for(clock_at):
    clock_at("2026-11-23T09:00")
    extract = make.an_accepted()
    for moment in ("2026-11-23T16:59", "2026-11-24T08:00", "2026-11-25T08:00", "2026-11-30T08:00"):
        clock_at(moment)
        assert drafts(extract) == []


def test_the_portal_names_no_cause_and_whoever_releases_it_does(accepted, clock_at):
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == [Request.State.DRAFTED]
    draft = accepted.requests.get()
    assert (draft.data["late_reason"], draft.data["reason"]) == ("", "")
    release = f"release_request.{draft.pk}"
    with pytest.raises(InvalidInput) as refused:
        make.take(accepted, release, "leader")
    assert {error.pointer for error in refused.value.errors} == {"/late_reason", "/reason"}
    with pytest.raises(InvalidInput, match="sau ngày đã hẹn"):
        make.take(accepted, release, "leader", **CAUSE, new_due="2026-12-01")
    make.take(accepted, release, "leader", **CAUSE, new_due="2026-12-09")
    draft.refresh_from_db()
    assert draft.data == {**CAUSE, "new_due": "2026-12-09"}


def passed_before(end: str, dossier: Dossier, clock_at) -> str:
    """Come to one act about an extension when its appointment has passed."""
    if end == "extend":
        clock_at("2026-12-02T08:00")
        return end
    clock_at("2026-11-27T08:00")
    running.drain()
    pk = dossier.requests.get().pk
    if end == "send_request":
        make.take(dossier, f"release_request.{pk}", "leader", **CAUSE)
    clock_at("2026-12-02T08:00")
    return f"{end}.{pk}"


@pytest.mark.parametrize("end", ["extend", "release_request", "send_request"])
def test_nobody_extends_what_is_overdue(accepted, clock_at, end):
    act = passed_before(end, accepted, clock_at)
    with pytest.raises(Refused, match="đã qua"):
        make.take(accepted, act, "leader" if end != "send_request" else "clerk", **CAUSE)


def test_it_is_not_drafted_twice(accepted, clock_at):
    for moment in ("2026-11-27T08:00", "2026-11-30T08:00", "2026-12-01T08:00", "2026-12-02T08:00"):
        clock_at(moment)
        assert drafts(accepted) == [Request.State.DRAFTED]


def returned(dossier: Dossier) -> None:
    pk = dossier.requests.get(state="drafted").pk
    make.take(dossier, f"return_request.{pk}", "leader", reason="Hãy làm cho kịp.")


def dropped(dossier: Dossier) -> None:
    make.take(dossier, f"drop_request.{dossier.requests.get(state='drafted').pk}", "leader")


@pytest.mark.parametrize("end", [returned, dropped])
def test_it_is_drafted_again_on_the_next_working_day_once(accepted, clock_at, end):
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == ["drafted"]
    end(accepted)
    clock_at("2026-11-29T12:00")
    assert drafts(accepted) == [end.__name__]
    for moment in ("2026-11-30T07:31", "2026-12-01T08:00", "2026-12-02T08:00"):
        clock_at(moment)
        assert drafts(accepted) == [end.__name__, "drafted"]


def test_it_is_not_drafted_again_once_what_remains_fits(accepted, clock_at):
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == ["drafted"]
    returned(accepted)
    make.take(accepted, "hand_over", "clerk")
    make.take(accepted, "propose_grant", "officer")
    make.take(accepted, "sign", "leader")
    clock_at("2026-11-30T08:00")
    assert drafts(accepted) == ["returned"]


def test_it_is_not_drafted_while_what_remains_fits(accepted, clock_at):
    make.take(accepted, "hand_over", "clerk")
    make.take(accepted, "propose_grant", "officer")
    make.take(accepted, "sign", "leader")
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == []
    make.take(accepted, "settle", "registry")
    clock_at("2026-12-01T08:00")
    assert drafts(accepted) == []


def test_what_fitted_is_looked_at_again_each_day(accepted, clock_at):
    make.take(accepted, "hand_over", "clerk")
    make.take(accepted, "propose_grant", "officer")
    make.take(accepted, "sign", "leader")
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == []
    clock_at("2026-12-01T16:00")
    make.take(accepted, "settle", "registry")
    assert drafts(accepted) == []


def test_released_and_sent_it_moves_the_date_once(accepted, clock_at):
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == [Request.State.DRAFTED]
    pk = accepted.requests.get().pk
    make.take(accepted, f"release_request.{pk}", "leader", **CAUSE)
    accepted.refresh_from_db()
    assert accepted.extended_at is None
    make.take(accepted, f"send_request.{pk}", "clerk")
    accepted.refresh_from_db()
    new = accepted.due_at.astimezone(clock.VIETNAM)
    assert f"{new:%Y-%m-%d}" == accepted.requests.get().data["new_due"]
    assert accepted.extended_at is not None
    assert Slip.objects.filter(dossier=accepted, form="mau_04").count() == 1
    # The new date will be missed as well; nothing may be drafted again.
    clock_at(f"{new:%Y-%m-%d}T08:00")
    assert drafts(accepted) == [Request.State.SENT]
    assert Slip.objects.filter(dossier=accepted, form="mau_04").count() == 1


def test_a_stopped_clock_is_not_late(accepted, clock_at):
    make.take(accepted, "hand_over", "clerk")
    make.take(
        accepted,
        "request_supplement",
        "officer",
        content=["Bản vẽ"],
        reason="Thiếu bản vẽ.",
        guidance="Nộp bản vẽ.",
    )
    accepted.refresh_from_db()
    if accepted.open_requests:
        pk = accepted.requests.get().pk
        make.take(accepted, f"release_request.{pk}", "leader")
        make.take(accepted, f"send_request.{pk}", "clerk")
    clock_at("2026-11-27T08:00")
    assert drafts(accepted) == []
    assert accepted.stage == Stage.ACCEPTED


def extension(dossier: Dossier) -> dict[str, str]:
    """What the officer is offered to do about an extension, with why not yet."""
    officer = make.staff("officer", dossier)
    current = Dossier.objects.get(pk=dossier.pk)
    offers = selectors.available_actions(current, actor=officer)
    offers += selectors.available_actions(current, actor=make.staff("clerk", dossier))
    return {
        offer.id.partition(".")[0]: offer.blocked_by
        for offer in offers
        if offer.id in {"extend", *(f"send_request.{row.pk}" for row in dossier.requests.all())}
    }


def test_no_extension_while_the_clock_stands(accepted):
    make.take(accepted, "hand_over", "clerk")
    assert extension(accepted) == {"extend": ""}
    asked = {"content": ["Bản vẽ"], "reason": "Thiếu.", "guidance": "Nộp."}
    sent(accepted, "request_supplement", "officer", **asked)
    assert extension(accepted) == {}


def test_a_released_extension_waits_while_the_clock_stands_and_for_no_past_day(accepted, clock_at):
    make.take(accepted, "hand_over", "clerk")
    later = {"new_due": "2026-12-08", "late_reason": "complex", "reason": "Xác minh."}
    make.take(accepted, "extend", "leader", **later)
    assert extension(accepted) == {"send_request": ""}
    asked = {"content": ["Bản vẽ"], "reason": "Thiếu.", "guidance": "Nộp."}
    sent(accepted, "request_supplement", "officer", **asked)
    assert extension(accepted) == {"send_request": "Thời hạn đang tạm dừng nên chưa gia hạn."}
    clock_at("2026-12-10T08:00")
    make.supplement(accepted)
    assert extension(accepted) == {"send_request": "Ngày hẹn mới phải sau ngày đã hẹn."}
    waiting = accepted.requests.get(kind="extend")
    with pytest.raises(Refused, match="sau ngày đã hẹn"):
        make.take(accepted, f"send_request.{waiting.pk}", "clerk")
