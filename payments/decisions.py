"""THE decision on money: what a word about it changes. Pure: no clock, no database, no gateway.

Evidence only strengthens what is known (`states.STRENGTH`), so that the end depends on the set of
words heard, never on their order or number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from payments import entries
from payments.states import (
    ATTEMPT_EDGES,
    INTENT_EDGES,
    STRENGTH,
    UNPAID,
    AttemptState,
    Gateway,
    IntentState,
)
from payments.vnpay import Ack, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from payments.entries import Entry, Line

AMOUNT_DIFFERS = "amount_differs"
CONTRADICTION = "contradiction"
DUPLICATE_MONEY = "duplicate_money"
SUSPECTED = "suspected"
UNCLEAR = "unclear"
UNCONFIRMED = "unconfirmed"
UNNEEDED_MONEY = "unneeded_money"

LAPSED = "lapsed"

CLOSE_FEE_HOLD = "close_fee_hold"
ISSUE_RECEIPTS = "issue_receipts"


@dataclass(frozen=True, slots=True)
class IntentFacts:
    """What is known of the debt."""

    state: IntentState
    agency_code: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """What is known of one try."""

    key: int
    gateway: Gateway
    state: AttemptState
    amount: int
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A believed word about one attempt; `numbered`: its transaction number is there and unused."""

    attempt: int
    outcome: Outcome
    amount: int | None
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class AttemptMove:
    """One attempt moves."""

    key: int
    source: AttemptState
    target: AttemptState


@dataclass(frozen=True, slots=True)
class IntentMove:
    """The intent moves."""

    source: IntentState
    target: IntentState


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that follows from a word; nothing follows that is not in here."""

    ack: Ack
    attempt: AttemptMove | None = None
    intent: IntentMove | None = None
    settles: bool = False
    entries: tuple[Entry, ...] = ()
    events: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    incident: str = ""


_TARGETS: dict[Outcome, AttemptState] = {
    Outcome.SUCCEEDED: AttemptState.SUCCEEDED,
    Outcome.SUSPECTED: AttemptState.IN_REVIEW,
    Outcome.REVERSED: AttemptState.IN_REVIEW,
    Outcome.FAILED: AttemptState.FAILED,
    Outcome.CANCELLED: AttemptState.CANCELLED,
    Outcome.EXPIRED: AttemptState.EXPIRED,
}


_PAID_EVENTS = {
    Gateway.VNPAY: "succeeded",
    Gateway.CASH: "cash_recorded",
    Gateway.POS: "pos_recorded",
}


def decide(intent: IntentFacts, attempts: Sequence[AttemptFacts], evidence: Evidence) -> Decision:
    """Decide what a believed word about one attempt changes."""
    attempt = next(attempt for attempt in attempts if attempt.key == evidence.attempt)
    if evidence.amount != attempt.amount:
        return Decision(Ack.BAD_AMOUNT, incident=AMOUNT_DIFFERS)
    target = _target(evidence)
    if target is None:
        return _wait(attempt, evidence)
    if STRENGTH[target] <= STRENGTH[attempt.state]:
        incident = "" if target is attempt.state else CONTRADICTION
        return Decision(Ack.ALREADY, incident=incident)
    if target is AttemptState.SUCCEEDED:
        return _succeed(intent, attempt)
    return _weaken(intent, attempts, attempt, target)


def decide_lapse(intent: IntentFacts, attempts: Sequence[AttemptFacts], key: int) -> Decision:
    """Decide that nothing was heard of an attempt until long after its end."""
    attempt = next(attempt for attempt in attempts if attempt.key == key)
    if attempt.state is not AttemptState.OPEN:
        return Decision(Ack.ALREADY)
    # Silence proves nothing: the payer is not told to pay again.
    return replace(_weaken(intent, attempts, attempt, AttemptState.EXPIRED), events=(LAPSED,))


def decide_doubt(intent: IntentFacts, attempts: Sequence[AttemptFacts], key: int) -> Decision:
    """Decide that an unclear word stayed the last one until long after the attempt's end."""
    attempt = next(attempt for attempt in attempts if attempt.key == key)
    if attempt.state is not AttemptState.OPEN:
        return Decision(Ack.ALREADY)
    review = _weaken(intent, attempts, attempt, AttemptState.IN_REVIEW)
    return replace(review, incident=UNCONFIRMED)


def decide_unpaid(intent: IntentFacts, attempts: Sequence[AttemptFacts], key: int) -> Decision:
    """Decide that people found an attempt in review to be unpaid; a late success stays welcome."""
    attempt = next(attempt for attempt in attempts if attempt.key == key)
    if attempt.state is not AttemptState.IN_REVIEW:
        return Decision(Ack.ALREADY)
    after = _with(attempts, attempt, AttemptState.EXPIRED)
    is_held = intent.state is IntentState.ON_HOLD
    return Decision(
        Ack.OK,
        attempt=_attempt_move(attempt, AttemptState.EXPIRED),
        intent=_intent_move(intent, _state_by(after) if is_held else intent.state),
        events=(ATTEMPT_EDGES[AttemptState.IN_REVIEW, AttemptState.EXPIRED],),
    )


def decide_start(intent: IntentFacts) -> Decision:
    """Decide that a new attempt was made."""
    move = _intent_move(intent, IntentState.PROCESSING)
    return Decision(Ack.OK, intent=move, events=("started",))


def decide_not_owed(intent: IntentFacts) -> Decision:
    """Decide that the fee is no longer owed: what was paid for it is no income."""
    if intent.state is IntentState.PAID:
        return Decision(
            Ack.OK,
            intent=_intent_move(intent, IntentState.PAID_UNNEEDED),
            entries=entries.income_returned(intent.agency_code, intent.lines),
            events=("unneeded",),
            incident=UNNEEDED_MONEY,
        )
    if intent.state in UNPAID:
        return Decision(
            Ack.OK,
            intent=_intent_move(intent, IntentState.CANCELLED),
            events=("cancelled",),
        )
    return Decision(Ack.ALREADY)


def decide_dropped(intent: IntentFacts) -> Decision:
    """Decide that the dossier asks for the fee no more; paid money waits for its hold."""
    return decide_not_owed(intent) if intent.state in UNPAID else Decision(Ack.ALREADY)


def _target(evidence: Evidence) -> AttemptState | None:
    """Where the word leads; a success without a number of its own is for people to judge."""
    if evidence.outcome is Outcome.SUCCEEDED and not evidence.numbered:
        return AttemptState.IN_REVIEW
    return _TARGETS.get(evidence.outcome)


def _wait(attempt: AttemptFacts, evidence: Evidence) -> Decision:
    """Keep a word that decides nothing; a clearer one is still to come."""
    incident = UNCLEAR if evidence.outcome is Outcome.UNKNOWN else ""
    ack = Ack.OK if attempt.state is AttemptState.OPEN else Ack.ALREADY
    return Decision(ack, incident=incident)


def _succeed(intent: IntentFacts, attempt: AttemptFacts) -> Decision:
    """Book the money: as income if the fee is still owed, else for the refund queue."""
    move = _attempt_move(attempt, AttemptState.SUCCEEDED)
    if intent.state in UNPAID:
        return Decision(
            Ack.OK,
            attempt=move,
            intent=_intent_move(intent, IntentState.PAID),
            settles=True,
            entries=entries.income(attempt.gateway, intent.agency_code, intent.lines),
            events=(_PAID_EVENTS[attempt.gateway],),
            jobs=(ISSUE_RECEIPTS, CLOSE_FEE_HOLD),
        )
    is_cancelled = intent.state is IntentState.CANCELLED
    return Decision(
        Ack.OK,
        attempt=move,
        intent=_intent_move(intent, IntentState.PAID_UNNEEDED) if is_cancelled else None,
        entries=entries.unneeded(attempt.gateway, intent.agency_code, attempt.amount),
        # Money beside the paid fee is an incident alone: readers of the journal take "unneeded"
        # to say that the fee itself was not owed.
        events=("unneeded",) if is_cancelled else (),
        incident=UNNEEDED_MONEY if is_cancelled else DUPLICATE_MONEY,
    )


def _weaken(
    intent: IntentFacts,
    attempts: Sequence[AttemptFacts],
    attempt: AttemptFacts,
    target: AttemptState,
) -> Decision:
    """Let an attempt fail, or go to people."""
    after = _with(attempts, attempt, target)
    return Decision(
        Ack.OK,
        attempt=_attempt_move(attempt, target),
        intent=_intent_move(intent, _unpaid_state(intent, after)),
        events=(ATTEMPT_EDGES[attempt.state, target],),
        incident=SUSPECTED if target is AttemptState.IN_REVIEW else "",
    )


def _unpaid_state(intent: IntentFacts, attempts: Sequence[AttemptFacts]) -> IntentState:
    """Where a running intent stands by its attempts; what is held or ended stays where it is."""
    if intent.state not in {IntentState.OPEN, IntentState.PROCESSING}:
        return intent.state
    return _state_by(attempts)


def _with(
    attempts: Sequence[AttemptFacts], moved: AttemptFacts, target: AttemptState
) -> list[AttemptFacts]:
    """Take the attempts as they are after one of them moved."""
    return [replace(each, state=target) if each.key == moved.key else each for each in attempts]


def _state_by(attempts: Sequence[AttemptFacts]) -> IntentState:
    """Where an unpaid intent stands by its attempts alone."""
    states = {attempt.state for attempt in attempts}
    if AttemptState.IN_REVIEW in states:
        return IntentState.ON_HOLD
    return IntentState.PROCESSING if AttemptState.OPEN in states else IntentState.OPEN


def _attempt_move(attempt: AttemptFacts, target: AttemptState) -> AttemptMove:
    if (attempt.state, target) not in ATTEMPT_EDGES:
        raise ValueError(f"an attempt never moves from {attempt.state} to {target}")
    return AttemptMove(attempt.key, attempt.state, target)


def _intent_move(intent: IntentFacts, target: IntentState) -> IntentMove | None:
    if target is intent.state:
        return None
    if (intent.state, target) not in INTENT_EDGES:
        raise ValueError(f"an intent never moves from {intent.state} to {target}")
    return IntentMove(intent.state, target)
