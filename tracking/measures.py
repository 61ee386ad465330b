"""Measures: pure rules over the journal's facts, folded into one story per dossier.

A story stands as of the last fact folded into it, so a period is described by what held at its
end and never by today's status. `occurred_at` decides the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.core.clock import VIETNAM, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

OPENS_WAIT = {
    "dossier.supplement_requested": "supplement",
    "dossier.fee_requested": "fee",
    "dossier.confirmation_requested": "confirmation",
}
CLOSES_WAIT = {
    "dossier.supplemented": "supplement",
    "dossier.supplement_dropped": "supplement",
    "dossier.fee_closed": "fee",
    "dossier.fee_dropped": "fee",
    "dossier.confirmed": "confirmation",
    "dossier.confirmation_lapsed": "confirmation",
    "dossier.confirmation_dropped": "confirmation",
}
MOVES_DUE = "dossier.extended"
MOVES_AGENCY = "dossier.transferred"
ENDS_FOR_GOOD = ("dossier.delivered", "dossier.withdrawn", "dossier.refused_intake")
PAYS = ("payment.succeeded", "payment.cash_recorded", "payment.pos_recorded")
PAYMENT_FACTS = (*PAYS, "payment.unneeded")
ON_TIME = frozenset({"early", "on_time"})


@dataclass(frozen=True, slots=True)
class Fact:
    """What the fold needs of one event."""

    subject: str
    name: str
    occurred_at: datetime
    agency: str
    procedure: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `start` to `end`; `as_of` is the last of them that has come."""

    start: date
    end: date
    as_of: date

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.start <= day <= self.end


@dataclass(slots=True)
class Story:
    """What is known of one dossier; `agency` is the one that has it now."""

    code: str
    agency: str
    procedure: str
    is_leg: bool = False  # part of a bundle: scored, never counted as one more dossier
    is_bundle: bool = False  # counted once, and scored by its legs
    channel: str = ""
    received_on: date | None = None
    received_by: str = ""
    first_check_on_time: bool | None = None
    due_on: date | None = None
    settled_on: date | None = None
    settled_by: str = ""
    punctuality: str = ""
    ended_on: date | None = None  # stopped or withdrawn
    waits: set[str] = field(default_factory=set)
    payments: dict[str, tuple[date, str]] = field(default_factory=dict)  # subject: day, channel
    paid_to: str = ""

    def paid_in(self, period: Period) -> list[str]:
        """The channels of the fees paid in a period."""
        return [channel for day, channel in self.payments.values() if period.holds(day)]


def fold(facts: Iterable[Fact]) -> dict[str, Story]:
    """The stories, by code, that the facts tell; they come in their order of occurrence."""
    stories: dict[str, Story] = {}
    for fact in facts:
        is_payment = fact.subject.startswith("payment:")
        code = fact.data["dossier_code"] if is_payment else fact.subject.partition(":")[2]
        story = stories.setdefault(code, Story(code, fact.agency, fact.procedure))
        (_fold_payment if is_payment else _fold_dossier)(story, fact)
    return stories


def _fold_payment(story: Story, fact: Fact) -> None:
    if fact.name in PAYS:
        day = fact.occurred_at.astimezone(VIETNAM).date()
        story.payments[fact.subject] = (day, fact.data.get("channel", ""))
        story.paid_to = fact.agency
    else:
        story.payments.pop(fact.subject, None)


def _fold_dossier(story: Story, fact: Fact) -> None:
    story.agency = fact.agency
    story.is_leg = story.is_leg or "parent" in fact.data
    story.is_bundle = story.is_bundle or "bundle" in fact.data
    if due_at := fact.data.get("due_at"):
        story.due_on = parse(due_at).astimezone(VIETNAM).date()
    if wait := OPENS_WAIT.get(fact.name):
        story.waits.add(wait)
    elif wait := CLOSES_WAIT.get(fact.name):
        story.waits.discard(wait)
    elif change := _CHANGES.get(fact.name):
        change(story, fact.occurred_at.astimezone(VIETNAM).date(), fact)


def _accepted(story: Story, day: date, fact: Fact) -> None:
    story.received_on, story.received_by = day, fact.agency
    story.channel = fact.data.get("channel", "")
    story.first_check_on_time = fact.data.get("first_check_on_time")


def _settled(story: Story, day: date, fact: Fact) -> None:
    story.settled_on, story.settled_by = day, fact.agency
    story.punctuality = fact.data.get("punctuality", "")


def _recalled(story: Story, day: date, fact: Fact) -> None:
    story.settled_on, story.settled_by, story.punctuality = None, "", ""


def _ended(story: Story, day: date, fact: Fact) -> None:
    story.ended_on = day
    story.waits.clear()


def _resumed(story: Story, day: date, fact: Fact) -> None:
    story.ended_on = None


_CHANGES: dict[str, Callable[[Story, date, Fact], None]] = {
    "dossier.accepted": _accepted,
    "dossier.settled": _settled,
    "dossier.recalled": _recalled,
    "dossier.stopped": _ended,
    "dossier.withdrawn": _ended,
    "dossier.resumed": _resumed,
}
DOSSIER_FACTS = (*OPENS_WAIT, *CLOSES_WAIT, *_CHANGES, MOVES_DUE, MOVES_AGENCY)


def received(story: Story, period: Period) -> bool:
    """Accepted at the desk in the period, a bundle once; what intake refused was never received."""
    return not story.is_leg and period.holds(story.received_on)


def received_online(story: Story, period: Period) -> bool:
    """Received, and filed online."""
    return received(story, period) and story.channel == "online"


def settled(story: Story, period: Period) -> bool:
    """Given its result in the period, a bundle once."""
    return not story.is_leg and _has_result(story, period)


def scored(story: Story, period: Period) -> bool:
    """Given its result in the period; of a bundle each leg, whose agency answers for it."""
    return not story.is_bundle and _has_result(story, period)


def scored_on_time(story: Story, period: Period) -> bool:
    """Scored, and settled before or on the due date."""
    return scored(story, period) and story.punctuality in ON_TIME


def in_process(story: Story, period: Period) -> bool:
    """Received by the end of the period and neither settled, stopped nor withdrawn by then."""
    return not story.is_leg and _is_open(story, period)


def overdue(story: Story, period: Period) -> bool:
    """In process past its due date, of a bundle each leg; what waits for its applicant is not."""
    return (
        not story.is_bundle
        and _is_open(story, period)
        and not story.waits
        and story.due_on is not None
        and story.due_on < period.as_of
    )


def term_scored(story: Story, period: Period) -> bool:
    """Received in the period; of a bundle each leg."""
    return not story.is_bundle and period.holds(story.received_on)


def term_kept(story: Story, period: Period) -> bool:
    """Received in the period and settled, ended or still in process within the time limit."""
    if not term_scored(story, period):
        return False
    if story.settled_on is not None:
        return story.punctuality in ON_TIME
    if story.ended_on is not None:
        return story.due_on is None or story.ended_on <= story.due_on
    return not overdue(story, period)


def first_checked(story: Story, period: Period) -> bool:
    """Received in the period with a known limit for the first check."""
    return received(story, period) and story.first_check_on_time is not None


def first_checked_on_time(story: Story, period: Period) -> bool:
    """First checked within the limit."""
    return first_checked(story, period) and bool(story.first_check_on_time)


def fee_paid(story: Story, period: Period) -> bool:
    """A fee was paid in the period; who owed nothing is not counted."""
    return bool(story.paid_in(period))


def fee_paid_online(story: Story, period: Period) -> bool:
    """A fee was paid in the period, and not at a counter."""
    return "online" in story.paid_in(period)


def _has_result(story: Story, period: Period) -> bool:
    return story.received_on is not None and period.holds(story.settled_on)


def _is_open(story: Story, period: Period) -> bool:
    return (
        story.received_on is not None
        and story.received_on <= period.as_of
        and story.settled_on is None
        and story.ended_on is None
    )


MEASURES: dict[str, Callable[[Story, Period], bool]] = {
    rule.__name__: rule
    for rule in (
        received,
        received_online,
        settled,
        scored,
        scored_on_time,
        in_process,
        overdue,
        term_scored,
        term_kept,
        first_checked,
        first_checked_on_time,
        fee_paid,
        fee_paid_online,
    )
}

# A dossier that was transferred counts where it was when the thing happened, else where it is now.
_PLACES: dict[str, str] = {
    **dict.fromkeys(
        ("received", "received_online", "first_checked", "first_checked_on_time"), "received_by"
    ),
    **dict.fromkeys(("settled", "scored", "scored_on_time"), "settled_by"),
    **dict.fromkeys(("fee_paid", "fee_paid_online"), "paid_to"),
}


def place(measure: str, story: Story) -> str:
    """The code of the agency to which a measure counts a dossier."""
    agency: str = getattr(story, _PLACES.get(measure, "agency"))
    return agency
