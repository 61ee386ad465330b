"""Carries decisions out: the only code that moves a state; always under the intent's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from payments import decisions, ledger
from payments.decisions import AttemptFacts, IntentFacts
from payments.entries import Line
from payments.models import PaymentAttempt, PaymentIntent
from payments.states import AttemptState, Gateway, IntentState, LineKind
from portal.core import clock, journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from payments.decisions import Decision
    from payments.models import Observation


CHANNELS = {Gateway.VNPAY: "online", Gateway.CASH: "counter", Gateway.POS: "counter"}


def lock(intent_id: int) -> tuple[PaymentIntent, list[PaymentAttempt]]:
    """Lock an intent, then its attempts: always in this order."""
    intent = PaymentIntent.objects.select_for_update(no_key=True).get(pk=intent_id)
    return intent, lock_attempts(intent)


def lock_attempts(intent: PaymentIntent) -> list[PaymentAttempt]:
    """Lock the attempts of a locked intent."""
    rows = PaymentAttempt.objects.select_for_update(no_key=True).filter(intent=intent)
    return list(rows.order_by("pk"))


def intent_facts(intent: PaymentIntent) -> IntentFacts:
    """Take what a decision needs of an intent; its lines are read once and stay with it."""
    prefetch_related_objects([intent], "lines")
    lines = tuple(Line(LineKind(line.kind), line.code, line.amount) for line in intent.lines.all())
    return IntentFacts(IntentState(intent.state), intent.agency_code, lines)


def attempt_facts(attempts: Sequence[PaymentAttempt]) -> list[AttemptFacts]:
    """Take what a decision needs of attempts."""
    return [
        AttemptFacts(
            key=attempt.pk,
            gateway=Gateway(attempt.gateway),
            state=AttemptState(attempt.state),
            amount=attempt.amount,
            settles=attempt.settles,
        )
        for attempt in attempts
    ]


def carry_out(
    decision: Decision,
    *,
    intent: PaymentIntent,
    attempt: PaymentAttempt | None = None,
    observation: Observation | None = None,
    actor: str,
    paid_at: datetime | None = None,
) -> None:
    """Write all that a decision says, in the caller's transaction."""
    if attempt is not None and decision.attempt is not None:
        _move_attempt(decision, attempt=attempt, observation=observation)
    if decision.intent is not None:
        _move_intent(decision, intent=intent, attempt=attempt, paid_at=paid_at)
    ledger.book(intent, decision.entries, observation=observation, moment=clock.now())
    for name in decision.events:
        record(intent, name, actor=actor, attempt=attempt, occurred_at=paid_at)
    if decision.incident:
        details = {"incident": decision.incident}
        if observation is not None:
            details["observation"] = str(observation.pk)
        record(intent, "incident", actor=actor, attempt=attempt, details=details)


def record(
    intent: PaymentIntent,
    name: str,
    *,
    actor: str,
    attempt: PaymentAttempt | None = None,
    occurred_at: datetime | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Tell the journal what happened to an intent: codes and amounts, never a name."""
    method = attempt.gateway if attempt else intent.method
    journal.record(
        intent.subject,
        f"payment.{name}",
        actor=actor,
        agency=intent.agency_code,
        procedure=intent.procedure_code,
        occurred_at=occurred_at,
        data={
            "dossier": intent.dossier_id,
            "dossier_code": intent.dossier_code,
            "amount": intent.amount,
            **({"method": method, "channel": CHANNELS[Gateway(method)]} if method else {}),
            **({"txn_ref": attempt.txn_ref} if attempt else {}),
            **({"till": attempt.account} if attempt and method != Gateway.VNPAY else {}),
            **(details or {}),
        },
    )


def _move_attempt(
    decision: Decision, *, attempt: PaymentAttempt, observation: Observation | None
) -> None:
    move = decision.attempt
    if move is None or move.key != attempt.pk or move.source != attempt.state:
        raise ValueError("the decision is about another attempt")
    attempt.state = move.target.value
    attempt.settles = decision.settles
    attempt.ended_at = clock.now()
    if move.target is AttemptState.SUCCEEDED and observation is not None:
        attempt.gateway_txn_no = observation.gateway_txn_no
    attempt.save(update_fields=["state", "settles", "ended_at", "gateway_txn_no"])


def _move_intent(
    decision: Decision,
    *,
    intent: PaymentIntent,
    attempt: PaymentAttempt | None,
    paid_at: datetime | None,
) -> None:
    move = decision.intent
    if move is None or move.source != intent.state:
        raise ValueError("the decision is about another state of the intent")
    intent.state = move.target.value
    intent.version += 1
    changed = ["state", "version"]
    if attempt is not None and move.target in {IntentState.PAID, IntentState.PAID_UNNEEDED}:
        intent.method, intent.paid_at = attempt.gateway, paid_at
        changed += ["method", "paid_at"]
    intent.save(update_fields=changed)


def end(intent_id: int, *, decide: str, actor: str) -> None:
    """Let a fact of the dossier end what is owed: `not_owed` or `dropped`."""
    intent, _ = lock(intent_id)
    decider = {"not_owed": decisions.decide_not_owed, "dropped": decisions.decide_dropped}
    carry_out(decider[decide](intent_facts(intent)), intent=intent, actor=actor)
