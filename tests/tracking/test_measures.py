"""The measures as pure rules: what a period counts, judged by what held at its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import VIETNAM
from tracking.measures import MEASURES, Fact, Period, Story, fold

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30))


def at(day: int, name: str, **data: Any) -> Fact:
    """A fact of one dossier on a day of November (0 is the last of October)."""
    moment = datetime(2026, 10, 31, 9, tzinfo=VIETNAM) if day == 0 else None
    moment = moment or datetime(2026, 11, day, 9, tzinfo=VIETNAM)
    if name.startswith("payment."):
        data = {"dossier_code": "D1", **data}
        return Fact(f"payment:{data.pop('of', 'P1')}", name, moment, "A", "P", data)
    return Fact("dossier:D1", f"dossier.{name}", moment, "A", "P", data)


def due(day: int) -> str:
    return f"2026-11-{day:02d}T17:30:00+07:00"


ACCEPTED = at(3, "accepted", channel="online", due_at=due(10), first_check_on_time=True)
ASKED = at(5, "supplement_requested")
DROPPED = (at(6, "supplement_dropped"), at(6, "fee_dropped"))
SETTLED = at(9, "settled", punctuality="early")
LATE = at(20, "settled", punctuality="late")
CASES: dict[str, tuple[list[Fact], set[str]]] = {
    "submitted only": ([], set()),
    "in process, overdue": (
        [ACCEPTED],
        {"received", "received_online", "in_process", "overdue"},
    ),
    "waiting is not overdue": (
        [ACCEPTED, ASKED],
        {"received", "received_online", "in_process", "received_in_term"},
    ),
    "what is asked for no more is not waited for": (
        [ACCEPTED, ASKED, at(5, "fee_requested"), *DROPPED],
        {"received", "received_online", "in_process", "overdue"},
    ),
    "answered with a new due date": (
        [ACCEPTED, ASKED, at(20, "supplemented", due_at=due(30))],
        {"received", "received_online", "in_process", "received_in_term"},
    ),
    "due on the last day is in term": (
        [at(3, "accepted", channel="counter", due_at=due(30))],
        {"received", "in_process", "received_in_term"},
    ),
    "settled early": (
        [ACCEPTED, SETTLED],
        {"received", "received_online", "settled", "settled_on_time", "received_in_term"},
    ),
    "settled late": ([ACCEPTED, LATE], {"received", "received_online", "settled"}),
    "recalled": (
        [ACCEPTED, SETTLED, at(12, "recalled")],
        {"received", "received_online", "in_process", "overdue"},
    ),
    "stopped in time": (
        [ACCEPTED, at(9, "stopped")],
        {"received", "received_online", "received_in_term"},
    ),
    "stopped too late": ([ACCEPTED, at(12, "stopped")], {"received", "received_online"}),
    "resumed": (
        [ACCEPTED, at(9, "stopped"), at(12, "resumed")],
        {"received", "received_online", "in_process", "overdue"},
    ),
    "withdrawn before it was accepted": ([at(3, "withdrawn")], set()),
    "received last month": (
        [at(0, "accepted", channel="online", due_at=due(10)), SETTLED],
        {"settled", "settled_on_time"},
    ),
    "paid online": (
        [at(3, "payment.succeeded", channel="online")],
        {"fee_paid", "fee_paid_online"},
    ),
    "paid in cash": ([at(3, "payment.cash_recorded", channel="counter")], {"fee_paid"}),
    "paid for nothing": (
        [at(3, "payment.succeeded", channel="online"), at(4, "payment.unneeded")],
        set(),
    ),
    "paid last month": ([at(0, "payment.succeeded", channel="online")], set()),
}


@pytest.mark.parametrize(("facts", "counted"), CASES.values(), ids=CASES)
def test_story_is_counted_by(facts: list[Fact], counted: set[str]) -> None:
    stories = fold(facts).values()
    found = {name for name, rule in MEASURES.items() for story in stories if rule(story, NOVEMBER)}
    assert found - {"first_checked", "first_checked_on_time"} == counted


@pytest.mark.parametrize(
    ("known", "counted"),
    [
        (True, {"first_checked", "first_checked_on_time"}),
        (False, {"first_checked"}),
        (None, set()),
    ],
)
def test_first_check_counts_only_what_is_known(known: bool | None, counted: set[str]) -> None:
    story = Story("D1", "A", "P", received_on=date(2026, 11, 3), first_check_on_time=known)
    names = ("first_checked", "first_checked_on_time")
    assert {name for name in names if MEASURES[name](story, NOVEMBER)} == counted


@given(
    st.lists(
        st.sampled_from(
            ["accepted", "settled", "stopped", "resumed", "recalled", "withdrawn", "fee_requested"]
        )
    )
)
def test_numerators_lie_within_their_denominators(names: list[str]) -> None:
    days = range(1, len(names) + 1)
    facts = [
        at(min(day, 30), name, due_at=due(15), punctuality="early", channel="online")
        for day, name in zip(days, names, strict=True)
    ]
    for story in fold(facts).values():
        counted = {name for name, rule in MEASURES.items() if rule(story, NOVEMBER)}
        for part, whole in (
            ("settled_on_time", "settled"),
            ("received_online", "received"),
            ("received_in_term", "received"),
            ("overdue", "in_process"),
            ("fee_paid_online", "fee_paid"),
        ):
            assert part not in counted or whole in counted
        assert not {"in_process", "settled"} <= counted
