"""The legal clock: pauses move a due date on, by exactly the working time they took."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock, worktime
from procedures.dossiers import legal_clock
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory

CALENDAR = worktime.load_calendar()
START = clock.parse("2026-11-09T09:00")
MINUTES = st.integers(0, 12 * 24 * 60)
PAUSES = st.lists(
    st.tuples(MINUTES, MINUTES).map(
        lambda ends: tuple(START + timedelta(minutes=end) for end in sorted(ends))
    ),
    max_size=4,
)
DURATIONS = st.sampled_from(["0d", "8wh", "40wh", "3wd", "5wd", "15d"])


def due(duration: str, *pauses: tuple[datetime, datetime]) -> worktime.Due:
    """When a matter received at START is due."""
    return legal_clock.due(START, duration=duration, pauses=pauses, calendar=CALENDAR)


def at(text: str) -> datetime:
    """Read a moment."""
    return clock.parse(text)


@pytest.mark.parametrize(
    ("duration", "pauses", "expected"),
    [
        ("5wd", [], "2026-11-16T17:30"),
        # Nothing lost in the night, and a day ends at close of office.
        ("5wd", [("2026-11-10T18:00", "2026-11-11T07:00")], "2026-11-16T17:30"),
        # An hour's pause moves a limit of days to the next close.
        ("5wd", [("2026-11-10T09:00", "2026-11-10T10:00")], "2026-11-17T17:30"),
        # Whole minutes move a date: half a minute does not, two halves do.
        ("5wd", [("2026-11-10T09:00:00", "2026-11-10T09:00:30")], "2026-11-16T17:30"),
        (
            "5wd",
            [
                ("2026-11-10T09:00:00", "2026-11-10T09:00:30"),
                ("2026-11-11T09:00:00", "2026-11-11T09:00:30"),
            ],
            "2026-11-17T17:30",
        ),
        ("5wd", [("2026-11-10T09:00:00", "2026-11-11T09:00:30")], "2026-11-17T17:30"),
        # One that overlaps another counts once.
        (
            "5wd",
            [
                ("2026-11-10T09:00", "2026-11-12T09:00"),
                ("2026-11-11T09:00", "2026-11-12T09:00"),
            ],
            "2026-11-18T17:30",
        ),
        # Hours stay hours, to the minute.
        ("8wh", [("2026-11-09T10:00", "2026-11-09T10:30")], "2026-11-10T09:30"),
        # What was over before the start is no pause of this limit.
        ("5wd", [("2026-11-02T09:00", "2026-11-06T10:00")], "2026-11-16T17:30"),
    ],
)
def test_due_with_pauses(duration, pauses, expected):
    spans = [(at(begin), at(end)) for begin, end in pauses]
    assert due(duration, *spans).at == at(expected)


@given(duration=DURATIONS, pauses=PAUSES)
def test_a_pause_never_brings_the_due_date_forward(duration, pauses):
    assert due(duration, *pauses).at >= due(duration).at


@given(pauses=PAUSES)
def test_hours_are_moved_by_the_working_minutes_of_the_pauses(pauses):
    lost = sum(CALENDAR.minutes_between(b, e) for b, e in legal_clock.merged(pauses))
    expected = CALENDAR.add_minutes(due("8wh").at, lost) if lost else due("8wh").at
    assert due("8wh", *pauses).at == expected


@given(duration=DURATIONS, pauses=PAUSES)
def test_the_order_and_the_doubling_of_pauses_say_nothing(duration, pauses):
    assert due(duration, *pauses).at == due(duration, *reversed(pauses), *pauses).at


@given(duration=DURATIONS, pauses=PAUSES)
def test_the_derivation_leads_from_the_receipt_to_the_due_date(duration, pauses):
    verdict = due(duration, *pauses)
    reasons = verdict.derivation
    assert reasons[0].start == START
    assert reasons[-1].end == verdict.at
    assert all(before.end == after.start for before, after in pairwise(reasons))


@given(pauses=PAUSES)
def test_merged_pauses_lie_apart_and_in_order(pauses):
    spans = legal_clock.merged(pauses)
    ends = [moment for span in spans for moment in span]
    assert ends == sorted(ends)
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))
    covered = sum(((end - begin) for begin, end in spans), timedelta())
    assert covered <= sum(((end - begin) for begin, end in pauses), timedelta())


@pytest.mark.parametrize(
    ("deadline", "now", "waiting", "state", "words"),
    [
        (None, "2026-11-23T09:00", False, "none", ""),
        ("2026-11-20T17:30", "2026-11-23T09:00", True, "paused", "Tạm dừng tính thời hạn"),
        ("2026-11-27T17:30", "2026-11-23T09:00", False, "ok", "Còn 3 ngày làm việc"),
        ("2026-11-25T17:30", "2026-11-23T09:00", False, "soon", "Còn 1 ngày làm việc"),
        ("2026-11-23T17:30", "2026-11-23T09:00", False, "soon", "Hạn 17:30 hôm nay"),
        ("2026-11-23T10:00", "2026-11-23T10:01", False, "late", "Quá hạn hôm nay"),
        ("2026-11-20T17:30", "2026-11-23T09:00", False, "late", "Quá hạn 1 ngày làm việc"),
    ],
)
def test_how_a_deadline_stands(deadline, now, waiting, state, words):
    moment = at(deadline) if deadline else None
    verdict = legal_clock.state_of(moment, now=at(now), waiting=waiting)
    assert (verdict.state, verdict.words) == (state, words)


@pytest.mark.usefixtures("monday")
def test_an_unpaid_fee_stops_the_clock_and_its_payment_starts_it_again(clock_at):
    dossier = factory.an_accepted(factory.BERTH, is_paid=False)
    promised = dossier.due_at
    assert promised == at("2026-12-01T17:30")
    assert dossier.deadline_at is None
    clock_at("2026-11-26T09:00")
    paid = factory.pay(dossier)
    # Monday 9:00 to Thursday 9:00 without Tuesday's holiday: two working days, then to the close.
    assert paid.due_at == at("2026-12-03T17:30")
    assert paid.deadline_at == paid.due_at
    assert [reason["rule"] for reason in paid.due_derivation] == ["working_days", "pause"]


@pytest.mark.usefixtures("monday")
def test_a_supplement_at_intake_starts_the_first_check_anew(clock_at):
    dossier = factory.request_supplement(factory.a_submitted())
    assert dossier.deadline_at is None
    clock_at("2026-11-26T09:00")
    dossier = factory.supplement(dossier)
    assert dossier.deadline_at == at("2026-11-27T09:00")


@pytest.mark.usefixtures("monday")
def test_nothing_runs_after_the_settlement():
    dossier = factory.a_settled()
    assert dossier.deadline_at is None
    assert Dossier.objects.filter(deadline_at__isnull=False).count() == 0
