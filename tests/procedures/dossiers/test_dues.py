"""Due dates: what moves them, and what never does."""

from datetime import date

import pytest

from portal.core import calendars
from portal.core.clock import VIETNAM
from portal.core.worktime import DayRule
from procedures.dossiers import selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CLOSED = DayRule("closure", "Bão số 9", "Công điện 99/CĐ-UBND")


def a_storm(day: str) -> None:
    """Publish a calendar in which a day of next week is closed by a storm."""
    known = calendars.current()
    changed = {**known.exceptions, date.fromisoformat(day): CLOSED}
    calendars.remember(type(known)(version="bão", exceptions=changed, week=known.week))


def due_day(dossier: Dossier) -> str:
    """Tell the day of the appointment."""
    dossier.refresh_from_db()
    assert dossier.due_at is not None
    return f"{dossier.due_at.astimezone(VIETNAM):%Y-%m-%d}"


def test_a_new_calendar_moves_no_printed_appointment(clock_at):
    dossier = factory.an_accepted(BERTH, is_paid=False)
    promised = due_day(dossier)
    a_storm("2026-11-26")
    factory.pay(dossier)
    assert due_day(dossier) == promised
    assert dossier.calendar_version != "bão"


def test_what_is_accepted_later_counts_by_the_new_calendar():
    before = due_day(factory.an_accepted(BERTH, is_paid=False))
    a_storm("2026-11-26")
    after = factory.an_accepted(BERTH, is_paid=False)
    assert (due_day(after) > before, after.calendar_version) == (True, "bão")


def test_a_stop_rests_the_clock():
    dossier = factory.at_appraisal()
    promised = due_day(dossier)
    dossier = take(dossier, "stop", "leader", reason="Có tranh chấp.")
    sent = next(
        offer.id
        for offer in selectors.available_actions(dossier, actor=factory.staff("clerk", dossier))
        if offer.kind == "send_request"
    )
    dossier = take(dossier, sent, "clerk")
    assert (dossier.stage, dossier.deadline_at) == ("stopped", None)
    dossier = take(dossier, "resume", "leader", reason="Tranh chấp đã xong.")
    assert (dossier.stage, due_day(dossier)) == ("accepted", promised)


def test_an_extension_keeps_the_old_date_in_its_derivation(clock_at):
    dossier = factory.at_appraisal()
    old = due_day(dossier)
    dossier = take(
        dossier, "extend", "leader", new_due="2026-12-08", late_reason="complex", reason="Xác minh."
    )
    sent = f"send_request.{dossier.requests.get().pk}"
    dossier = take(dossier, sent, "clerk")
    last = dossier.due_derivation[-1]
    assert (last["rule"], last["from"][:10], last["to"][:10]) == ("extension", old, "2026-12-08")
    assert due_day(dossier) == "2026-12-08"
    assert dossier.slips.filter(form="mau_04").count() == 1
