"""The lives of seeded dossiers, as generators: each yields the moment at which it goes on."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.walkthrough import texts, waiting
from portal.walkthrough.cases import Case, Fate
from portal.walkthrough.samples import EXTRACT, PORT
from procedures.definition.lifecycle import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

# A part of a life: yields moments, and returns whether the life goes on.
Part = Generator[datetime, None, bool]


@dataclass(frozen=True, slots=True)
class Pace:
    """Working minutes, from and to, that each desk takes."""

    check: tuple[int, int]
    hand_over: tuple[int, int]
    appraise: tuple[int, int]
    appraise_late: tuple[int, int]
    sign: tuple[int, int]
    issue: tuple[int, int]


PACES = {
    EXTRACT: Pace((5, 40), (3, 20), (15, 80), (600, 1300), (5, 50), (5, 30)),
    PORT: Pace((30, 400), (10, 120), (300, 1000), (2500, 3300), (60, 300), (20, 180)),
}


def life(case: Case) -> Iterator[datetime]:
    """Everything that happens to one dossier, until its fate or the present ends it."""
    if dealt := waiting.LIVES.get(case.fate):
        yield from dealt(case)
        return
    yield case.begins
    case.draft()
    if case.fate is Fate.DRAFT:
        return
    yield case.later(3, 25)
    case.submit()
    for part in (_fee, _intake, _fee, _work, _farewell):
        if not (yield from part(case)):
            return


def _fee(case: Case) -> Part:
    """What is owed gets paid, online or in cash; some never pay."""
    if not case.owes():
        return True
    if case.fate is Fate.UNPAID:
        return False
    if case.rng.random() < 0.7:
        yield case.later(4, 90)
        attempt = case.start_payment()
        yield attempt.created_at + timedelta(minutes=case.rng.randint(1, 6))
        case.finish_payment(attempt)
    else:
        yield case.at_work(60, 300)
        case.pay_in_cash()
    return True


def _intake(case: Case) -> Part:
    """The one-stop desk checks: some withdraw first, some are refused or asked for more."""
    pace = PACES[case.procedure]
    if case.fate is Fate.WITHDRAWN:
        yield case.later(2, 8)
        if case.dossier.stage == Stage.SUBMITTED:
            case.withdraw()
        return False
    yield case.at_work(*pace.check)
    if case.fate is Fate.REFUSED_INTAKE:
        case.act("clerk", "refuse_intake", {"reason": texts.REFUSAL_AT_INTAKE[case.procedure]})
        return False
    if case.fate in {Fate.SUPPLEMENTED, Fate.UNANSWERED}:
        case.act("clerk", "request_supplement", texts.SUPPLEMENT[case.procedure])
        if case.fate is Fate.UNANSWERED:
            return False
        yield case.later(180, 1800)
        case.answer_supplement()
        yield case.at_work(*pace.check)
    case.act("clerk", "accept")
    yield case.at_work(*pace.hand_over)
    case.act("clerk", "hand_over")
    return True


def _work(case: Case) -> Part:
    """Officer, leader and registry bring it to a result."""
    pace = PACES[case.procedure]
    yield case.at_work(*(pace.appraise_late if case.fate is Fate.LATE else pace.appraise))
    if case.fate is Fate.STUCK:
        return False
    if case.fate is Fate.REFUSED:
        case.act("officer", "propose_refusal", {"reason": texts.REFUSAL[case.procedure]})
    else:
        case.act("officer", "propose_grant")
    yield case.at_work(*pace.sign)
    case.act("leader", "sign")
    yield case.at_work(*pace.issue)
    case.act("registry", "settle")
    return True


def _farewell(case: Case) -> Part:
    """The result is handed out, unless nobody comes for it."""
    if case.fate is Fate.UNCOLLECTED:
        return False
    if case.delivery == "online":
        yield case.later(10, 1500)
    else:
        yield case.at_work(60, 900)
    case.deliver()
    return True
