"""The measures as pure rules: what a period counts, judged by what held at its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import VIETNAM
from tracking.indicators import COMPONENTS, FIGURES
from tracking.measures import MEASURES, Fact, Period, Story, fold, place

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30))


def at(day: int, name: str, **data: Any) -> Fact:
    """A fact of one dossier on a day of November (0 is the last of October), at agency A."""
    moment = datetime(2026, 10, 31, 9, tzinfo=VIETNAM) if day == 0 else None
    moment = moment or datetime(2026, 11, day, 9, tzinfo=VIETNAM)
    if name.startswith("payment."):
        data = {"dossier_code": "D1", **data}
        return Fact(f"payment:{data.pop('of', 'P1')}", name, moment, "A", "P", data)
    return Fact("dossier:D1", f"dossier.{name}", moment, data.pop("by", "A"), "P", data)


def due(day: int) -> str:
    return f"2026-11-{day:02d}T17:30:00+07:00"


ACCEPTED = at(3, "accepted", channel="online", due_at=due(10), first_check_on_time=True)
ASKED = at(5, "supplement_requested")
DROPPED = (at(6, "supplement_dropped"), at(6, "fee_dropped"))
SETTLED = at(9, "settled", punctuality="early")
LATE = at(20, "settled", punctuality="late")
TAKEN_IN = {"received", "received_online", "term_scored"}
GIVEN_OUT = {"settled", "scored"}
LEG = {"leg": "residence", "parent": 7}
CASES: dict[str, tuple[list[Fact], set[str]]] = {
    "submitted only": ([], set()),
    "in process, overdue": ([ACCEPTED], {*TAKEN_IN, "in_process", "overdue"}),
    "waiting is not overdue": ([ACCEPTED, ASKED], {*TAKEN_IN, "in_process", "term_kept"}),
    "waiting for a confirmation is not overdue": (
        [ACCEPTED, at(5, "confirmation_requested")],
        {*TAKEN_IN, "in_process", "term_kept"},
    ),
    "what is asked for no more is not waited for": (
        [ACCEPTED, ASKED, at(5, "fee_requested"), *DROPPED],
        {*TAKEN_IN, "in_process", "overdue"},
    ),
    "silence ends the wait for a confirmation": (
        [ACCEPTED, at(5, "confirmation_requested"), at(6, "confirmation_lapsed", due_at=due(11))],
        {*TAKEN_IN, "in_process", "overdue"},
    ),
    "answered with a new due date": (
        [ACCEPTED, ASKED, at(20, "supplemented", due_at=due(30))],
        {*TAKEN_IN, "in_process", "term_kept"},
    ),
    "extended with a new due date": (
        [ACCEPTED, at(9, "extended", due_at=due(30), old_due_at=due(10))],
        {*TAKEN_IN, "in_process", "term_kept"},
    ),
    "an extension that was only drafted moves nothing": (
        [ACCEPTED, at(9, "request_drafted", kind="extend")],
        {*TAKEN_IN, "in_process", "overdue"},
    ),
    "due on the last day is in term": (
        [at(3, "accepted", channel="counter", due_at=due(30))],
        {"received", "term_scored", "in_process", "term_kept"},
    ),
    "settled early": (
        [ACCEPTED, SETTLED],
        {*TAKEN_IN, *GIVEN_OUT, "scored_on_time", "term_kept"},
    ),
    "settled late": ([ACCEPTED, LATE], {*TAKEN_IN, *GIVEN_OUT}),
    "recalled": ([ACCEPTED, SETTLED, at(12, "recalled")], {*TAKEN_IN, "in_process", "overdue"}),
    "recalled and settled again": (
        [ACCEPTED, SETTLED, at(12, "recalled"), LATE],
        {*TAKEN_IN, *GIVEN_OUT},
    ),
    "corrected after it was delivered": (
        [ACCEPTED, SETTLED, at(20, "delivered"), at(25, "corrected")],
        {*TAKEN_IN, *GIVEN_OUT, "scored_on_time", "term_kept"},
    ),
    "stopped in time": ([ACCEPTED, at(9, "stopped")], {*TAKEN_IN, "term_kept"}),
    "stopped too late": ([ACCEPTED, at(12, "stopped")], TAKEN_IN),
    "resumed": (
        [ACCEPTED, at(9, "stopped"), at(12, "resumed")],
        {*TAKEN_IN, "in_process", "overdue"},
    ),
    "resumed with a new due date": (
        [ACCEPTED, at(9, "stopped"), at(12, "resumed", due_at=due(30))],
        {*TAKEN_IN, "in_process", "term_kept"},
    ),
    "a bundle counts once and is not scored": (
        [at(3, "accepted", channel="online", due_at=due(10), bundle=True)],
        {"received", "received_online", "in_process"},
    ),
    "a leg is scored and counts no dossier": (
        [at(3, "accepted", channel="online", due_at=due(10), **LEG)],
        {"term_scored", "overdue"},
    ),
    "a leg that was settled in time": (
        [
            at(3, "accepted", channel="online", due_at=due(10), **LEG),
            at(9, "settled", punctuality="early", **LEG),
        ],
        {"term_scored", "term_kept", "scored", "scored_on_time"},
    ),
    "withdrawn before it was accepted": ([at(3, "withdrawn")], set()),
    "received last month": (
        [at(0, "accepted", channel="online", due_at=due(10)), SETTLED],
        {*GIVEN_OUT, "scored_on_time"},
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


MOVED = at(5, "transferred", by="B", from_agency="A", to_agency="B")
PLACES: dict[str, tuple[list[Fact], dict[str, str]]] = {
    "before it moved": ([ACCEPTED], {"received": "A", "in_process": "A", "overdue": "A"}),
    "after it moved": (
        [ACCEPTED, MOVED],
        {"received": "A", "first_checked": "A", "in_process": "B", "overdue": "B"},
    ),
    "settled where it moved to": (
        [ACCEPTED, MOVED, at(9, "settled", by="B", punctuality="early")],
        {"received": "A", "settled": "B", "scored_on_time": "B", "term_kept": "B"},
    ),
    "moved before it was received": (
        [at(2, "transferred", by="A", from_agency="B", to_agency="A"), ACCEPTED],
        {"received": "A", "in_process": "A"},
    ),
    "paid where it was owed": (
        [ACCEPTED, at(4, "payment.succeeded", channel="online"), MOVED],
        {"fee_paid": "A", "in_process": "B"},
    ),
}


@pytest.mark.parametrize(("facts", "places"), PLACES.values(), ids=PLACES)
def test_dossier_counts_to_the_agency_that_was_competent_then(
    facts: list[Fact], places: dict[str, str]
) -> None:
    (story,) = fold(facts).values()
    assert {name: place(name, story) for name in places} == places
    assert all(MEASURES[name](story, NOVEMBER) for name in places)


ACTS = st.sampled_from(
    [
        ("accepted", {"channel": "online", "due_at": due(15), "first_check_on_time": True}),
        ("settled", {"punctuality": "early"}),
        ("settled", {"punctuality": "late"}),
        ("extended", {"due_at": due(25)}),
        ("transferred", {"by": "B"}),
        *((name, {}) for name in ("stopped", "resumed", "recalled", "withdrawn", "delivered")),
        *((name, {}) for name in ("fee_requested", "fee_closed", "confirmation_requested")),
        ("confirmation_lapsed", {"due_at": due(20)}),
    ]
)
KINDS = st.sampled_from([{}, {"bundle": True}, LEG])


def told(acts: list[tuple[str, dict[str, Any]]], kind: dict[str, Any]) -> list[Fact]:
    """Spread the acts over the month, one a day."""
    return [at(min(day, 30), name, **data, **kind) for day, (name, data) in enumerate(acts, 1)]


def counts(facts: list[Fact], period: Period = NOVEMBER) -> set[str]:
    """Name the measures that count the dossier that the facts are about."""
    return {
        name
        for story in fold(facts).values()
        for name, rule in MEASURES.items()
        if rule(story, period)
    }


@given(st.lists(ACTS), KINDS)
def test_numerators_lie_within_their_denominators(
    acts: list[tuple[str, dict[str, Any]]], kind: dict[str, Any]
) -> None:
    counted = counts(told(acts, kind))
    shares = [one for one in (*FIGURES, *COMPONENTS) if one.numerator and one.denominator]
    assert all(one.denominator in counted for one in shares if one.numerator in counted)
    assert not {"in_process", "settled"} <= counted
    assert not {"overdue", "scored"} <= counted
    assert not {"overdue", "term_kept"} <= counted


@given(st.lists(ACTS))
def test_a_bundle_and_its_leg_count_as_one_dossier(acts: list[tuple[str, dict[str, Any]]]) -> None:
    totals, scores = {"received", "settled", "in_process"}, {"scored", "term_scored", "overdue"}
    bundle, leg = counts(told(acts, {"bundle": True})), counts(told(acts, LEG))
    alone = counts(told(acts, {}))
    assert not leg & totals
    assert not bundle & scores
    assert (bundle & totals) | (leg & scores) == alone & (totals | scores)


@given(st.lists(ACTS), KINDS)
def test_a_recall_takes_the_result_back(
    acts: list[tuple[str, dict[str, Any]]], kind: dict[str, Any]
) -> None:
    facts = told([*acts, ("recalled", {})], kind)
    assert not counts(facts) & {"settled", "scored", "scored_on_time"}
