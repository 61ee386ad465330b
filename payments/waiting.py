"""Waiting for the gateway: when an attempt may be taken up again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from payments import carrying, decisions
from payments.models import Observation
from payments.states import AttemptState
from payments.vnpay import Outcome
from portal.core import clock

if TYPE_CHECKING:
    from datetime import datetime

    from payments.models import PaymentAttempt, PaymentIntent

# A payment begun in the link's last second is still told within this time.
GRACE = timedelta(minutes=5)

_NOTHING_PAID = {Outcome.FAILED.value, Outcome.CANCELLED.value, Outcome.EXPIRED.value}


class Standing(Enum):
    """What an open attempt allows."""

    USABLE = "usable"
    WAITING = "waiting"
    DOUBTFUL = "doubtful"
    LAPSED = "lapsed"


def given_up_at(attempt: PaymentAttempt) -> datetime:
    """Tell when an attempt is waited for no longer."""
    return (attempt.expires_at or attempt.created_at) + GRACE


def standing(attempt: PaymentAttempt) -> Standing:
    """Judge an open attempt; a signed word that money may have moved leaves it in doubt."""
    heard = set(Observation.objects.filter(attempt=attempt).values_list("outcome", flat=True))
    moment = clock.now()
    if heard - _NOTHING_PAID:
        return Standing.DOUBTFUL
    if moment >= given_up_at(attempt):
        return Standing.LAPSED
    if heard or moment >= (attempt.expires_at or attempt.created_at):
        return Standing.WAITING
    return Standing.USABLE


def open_attempt(attempts: list[PaymentAttempt]) -> PaymentAttempt | None:
    """Find the one open attempt."""
    return next((each for each in attempts if each.state == AttemptState.OPEN), None)


def give_up(
    intent: PaymentIntent, attempts: list[PaymentAttempt], *, attempt: PaymentAttempt, actor: str
) -> None:
    """Let an overdue attempt of a locked intent go, or hand it to people if it is in doubt.

    Either way a late success stays welcome.
    """
    is_doubtful = standing(attempt) is Standing.DOUBTFUL
    decide = decisions.decide_doubt if is_doubtful else decisions.decide_lapse
    decision = decide(carrying.intent_facts(intent), carrying.attempt_facts(attempts), attempt.pk)
    carrying.carry_out(decision, intent=intent, attempt=attempt, actor=actor)
