"""What waits at the desks today: each kind of work once, brought to its place and left there.

Unlike the other lives these are dealt by hand, so that every page of the desks, and the queues of
every role, have something to show whatever the chance of a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.core import calendars, clock
from portal.walkthrough import samples, texts
from portal.walkthrough.cases import Case, Fate
from portal.walkthrough.samples import BIRTH, BUNDLE, EXTRACT, PORT
from procedures.dossiers import instructing, legal_clock, talk

if TYPE_CHECKING:
    from datetime import date

HONG_BANG, THUY_NGUYEN = "hongbang", "thuynguyen"
# From how many dossiers on a seed shows all of these too.
FROM_COUNT = 20
TICKET = "A017"

Life = Callable[[Case], Iterator[datetime]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One dossier to be: what waits, at which office, since how many working days, for whom."""

    fate: Fate
    procedure: str
    office: str
    days: int
    applicant: str = ""  # a demo account; "" takes the next applicant in turn


WAITING = (
    Waiting(Fate.CONFIRMING, BIRTH, HONG_BANG, 1, "citizen-dung"),
    Waiting(Fate.LEG_CONFIRMING, BUNDLE, HONG_BANG, 1, "citizen-binh"),
    Waiting(Fate.CONSULTING, PORT, THUY_NGUYEN, 1, "citizen-cuong"),
    Waiting(Fate.LYING, PORT, THUY_NGUYEN, 5),
    Waiting(Fate.LYING, PORT, HONG_BANG, 5),
    Waiting(Fate.STOPPED, PORT, THUY_NGUYEN, 4),
    Waiting(Fate.RECALLED, PORT, HONG_BANG, 2, "citizen-an"),
    Waiting(Fate.UNCOLLECTED, PORT, HONG_BANG, 12, "citizen-giang"),
    Waiting(Fate.LATE, EXTRACT, HONG_BANG, 8, "citizen-an"),
    Waiting(Fate.WALK_IN, PORT, HONG_BANG, 1, "citizen-hien"),
    *(
        Waiting(fate, PORT, office, days)
        for office in (HONG_BANG, THUY_NGUYEN)
        for fate, days in ((Fate.SIGNING, 2), (Fate.ISSUING, 2), (Fate.OWING, 1))
    ),
)


def begins(now: datetime, days: int) -> datetime:
    """The opening of the day that lies so many working days back; a day that closed counts."""
    calendar = calendars.current()
    day = legal_clock.working_days_before(calendar.opening(now), days, calendar)
    return next(calendar.spans(day))[0]


def can_happen(waiting: Waiting, day: date) -> bool:
    """Whether the child is born and the notice of it issued by then."""
    notice = samples.notice_of(waiting.procedure)
    return notice is None or notice.issued_on < day.isoformat()


def _handed_in(case: Case) -> Iterator[datetime]:
    """Filed at the opening of a day, accepted within the hour, paid in cash."""
    yield case.begins
    case.draft()
    yield case.at_work(5, 15)
    case.submit()
    yield case.at_work(5, 20)
    case.act("clerk", "accept")
    if case.owes() and case.fate is not Fate.OWING:
        yield case.at_work(5, 15)
        case.pay_in_cash()


def _handed_over(case: Case) -> Iterator[datetime]:
    yield from _handed_in(case)
    yield case.at_work(5, 15)
    case.act("clerk", "hand_over")


def _proposed(case: Case) -> Iterator[datetime]:
    yield from _handed_over(case)
    yield case.at_work(20, 60)
    case.act("officer", "propose_grant")


def _signed(case: Case) -> Iterator[datetime]:
    yield from _proposed(case)
    yield case.at_work(10, 30)
    case.act("leader", "sign")


def _confirming(case: Case) -> Iterator[datetime]:
    yield from _handed_over(case)
    yield case.at_work(20, 60)
    case.act("officer", "ask_confirmation", {"note": texts.CONFIRM})


def _leg_confirming(case: Case) -> Iterator[datetime]:
    """A bundle whose birth leg waits for its applicant; the other legs wait for that one."""
    yield from _handed_in(case)
    # The portal itself opens the leg in between.
    yield case.at_work(5, 15)
    leg = case.leg("birth")
    leg.act("clerk", "hand_over")
    yield case.at_work(20, 60)
    leg.act("officer", "ask_confirmation", {"note": texts.CONFIRM})


def _consulting(case: Case) -> Iterator[datetime]:
    """Another agency is asked; applicant and desk talk, and the leader wants it followed."""
    yield from _handed_over(case)
    yield case.at_work(20, 60)
    case.act("officer", "consult", {"agency": texts.ASKED_AGENCY, "question": texts.QUESTION})
    yield case.at_work(5, 15)
    talk.write_message(case.dossier, texts.MESSAGE, actor=case.applicant)
    leader = case.staff["leader"]
    to = instructing.receivers(leader)[0][0]
    due_on = clock.today() + timedelta(days=7)
    instructing.instruct(case.dossier, actor=leader, to=to, text=texts.INSTRUCTION, due_on=due_on)


def _stopped(case: Case) -> Iterator[datetime]:
    yield from _handed_over(case)
    for role, action, data in (
        ("officer", "stop", {"reason": texts.STOP}),
        ("leader", "release_request", {}),
        ("clerk", "send_request", {}),
    ):
        yield case.at_work(20, 60)
        case.act(role, action, data)


def _recalled(case: Case) -> Iterator[datetime]:
    yield from _signed(case)
    yield case.at_work(10, 30)
    case.act("registry", "settle")
    yield case.at_work(10, 30)
    case.act("leader", "recall", {"reason": texts.RECALL_PORT})


def _walk_in(case: Case) -> Iterator[datetime]:
    """Somebody at the counter: taken in by the clerk, paid in cash, handed over."""
    yield case.begins
    case.take_in(ticket=TICKET)
    yield case.at_work(5, 10)
    case.pay_in_cash()
    yield case.at_work(5, 15)
    case.act("clerk", "hand_over")


LIVES: dict[Fate, Life] = {
    Fate.CONFIRMING: _confirming,
    Fate.LEG_CONFIRMING: _leg_confirming,
    Fate.CONSULTING: _consulting,
    # Two working days before its date the portal drafts the apology by itself.
    Fate.LYING: _handed_in,
    Fate.STOPPED: _stopped,
    Fate.RECALLED: _recalled,
    Fate.WALK_IN: _walk_in,
    Fate.SIGNING: _proposed,
    Fate.ISSUING: _signed,
    Fate.OWING: _handed_over,
}
