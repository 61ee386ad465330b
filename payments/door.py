"""THE door for evidence: stored, decided under lock and carried out, all in one transaction."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction

from payments import carrying, decisions, jobs, receipts
from payments.decisions import Evidence
from payments.models import Observation, PaymentAttempt
from payments.vnpay import Ack, Outcome
from portal.core import clock, journal

if TYPE_CHECKING:
    from datetime import datetime

    from payments.decisions import Decision
    from payments.evidence import Observed
    from payments.models import PaymentIntent

# What was answered so is over; anything else is decided anew when it is told again.
ANSWERED = (Ack.OK.code, Ack.ALREADY.code)
UNKNOWN_REFERENCE = "unknown_reference"
UNREADABLE = "unreadable"

log = structlog.get_logger(__name__)


def observe(observed: Observed) -> Ack:
    """Take in a believed word; the answer may be given once this returned."""
    # The cheap path of a storm of repetitions takes no lock.
    if _rows(observed).filter(ack__in=ANSWERED).exists():
        return Ack.ALREADY
    with transaction.atomic():
        attempt = attempt_of(observed)
        if attempt is None or observed.outcome is None:
            return _keep(observed, attempt)
        intent, attempts = carrying.lock(attempt.intent_id)
        return apply(observed, intent=intent, attempts=attempts)


def apply(observed: Observed, *, intent: PaymentIntent, attempts: list[PaymentAttempt]) -> Ack:
    """Decide a word about one of the locked attempts of a locked intent, and carry it out."""
    row = _rows(observed).first()
    if row is not None and row.ack in ANSWERED:
        return Ack.ALREADY
    attempt = next(each for each in attempts if each.txn_ref == observed.txn_ref)
    evidence = Evidence(
        attempt=attempt.pk,
        outcome=observed.outcome or Outcome.UNKNOWN,
        amount=observed.amount,
        numbered=_is_numbered(observed, attempt),
    )
    facts = carrying.attempt_facts(attempts)
    decision = decisions.decide(carrying.intent_facts(intent), facts, evidence)
    is_news = row is None or row.ack != decision.ack.code
    row = _store(observed, row, attempt=attempt, ack=decision.ack, incident=decision.incident)
    if is_news:
        _carry_out(decision, intent=intent, attempt=attempt, row=row)
    return decision.ack


def apply_finding(
    observed: Observed, *, intent: PaymentIntent, attempts: list[PaymentAttempt]
) -> None:
    """Keep what people found of an attempt in review, and carry out that it is unpaid."""
    attempt = next(each for each in attempts if each.txn_ref == observed.txn_ref)
    decision = decisions.decide_unpaid(
        carrying.intent_facts(intent), carrying.attempt_facts(attempts), attempt.pk
    )
    row = _store(observed, None, attempt=attempt, ack=decision.ack, incident="")
    carrying.carry_out(
        decision, intent=intent, attempt=attempt, observation=row, actor=observed.actor
    )


def note(observed: Observed) -> PaymentAttempt | None:
    """Keep a word without believing it to settle anything: the customer's return."""
    attempt = attempt_of(observed)
    Observation.objects.bulk_create([_new_row(observed, attempt)], ignore_conflicts=True)
    return attempt


def note_failure(observed: Observed, *, error: str) -> None:
    """Keep a word that could not be processed, in a transaction of its own."""
    row = _new_row(observed, None)
    row.ack, row.error = Ack.ERROR.code, error
    Observation.objects.bulk_create([row], ignore_conflicts=True)


def attempt_of(observed: Observed) -> PaymentAttempt | None:
    """Find the attempt by gateway, terminal and reference."""
    return PaymentAttempt.objects.filter(
        gateway=observed.gateway, account=observed.account, txn_ref=observed.txn_ref
    ).first()


def _carry_out(
    decision: Decision, *, intent: PaymentIntent, attempt: PaymentAttempt, row: Observation
) -> None:
    carrying.carry_out(
        decision,
        intent=intent,
        attempt=attempt,
        observation=row,
        actor=row.actor,
        paid_at=paid_at(row, attempt) if decision.entries else None,
    )
    if decisions.ISSUE_RECEIPTS in decision.jobs:
        for receipt in receipts.issue(intent):
            details = {"receipt": str(receipt.public_id), "amount": receipt.amount}
            carrying.record(
                intent, "receipt_issued", actor=row.actor, attempt=attempt, details=details
            )
            jobs.receipt_pdf.enqueue(key=str(receipt.public_id), receipt=receipt.pk)
    if decisions.CLOSE_FEE_HOLD in decision.jobs:
        jobs.close_fee_hold.enqueue(key=intent.public_code, intent=intent.pk)


def paid_at(row: Observation, attempt: PaymentAttempt) -> datetime:
    """Believe the signed time of payment if it lies between the attempt and its receipt."""
    earliest = attempt.created_at.replace(microsecond=0)
    if row.occurred_at is not None and earliest <= row.occurred_at <= row.received_at:
        return row.occurred_at
    return row.received_at


def _keep(observed: Observed, attempt: PaymentAttempt | None) -> Ack:
    """Keep a word of no known payment, or one that cannot be read, and raise an alarm once."""
    ack, incident = Ack.NOT_FOUND, UNKNOWN_REFERENCE
    if observed.outcome is None:
        ack, incident = Ack.ERROR, UNREADABLE
    if _rows(observed).exists():
        return ack
    row = _store(observed, None, attempt=attempt, ack=ack, incident=incident)
    journal.record(
        "payment:unknown",
        "payment.incident",
        actor=observed.actor,
        data={"incident": incident, "observation": str(row.pk)},
    )
    log.warning("payment incident", incident=incident, observation=row.pk)
    return ack


def _is_numbered(observed: Observed, attempt: PaymentAttempt) -> bool:
    """Whether a success has a transaction number that no other attempt used."""
    if observed.outcome is not Outcome.SUCCEEDED:
        return True
    number = observed.gateway_txn_no
    used = PaymentAttempt.objects.filter(
        gateway=observed.gateway, account=observed.account, gateway_txn_no=number
    ).exclude(pk=attempt.pk)
    return bool(number) and not used.exists()


def _rows(observed: Observed) -> Any:
    return Observation.objects.filter(
        gateway=observed.gateway,
        account=_cut(observed, "account"),
        source=observed.source,
        fingerprint=observed.fingerprint,
    )


def _store(
    observed: Observed,
    row: Observation | None,
    *,
    attempt: PaymentAttempt | None,
    ack: Ack,
    incident: str,
) -> Observation:
    row = row or _new_row(observed, attempt)
    row.attempt, row.ack, row.incident, row.error = attempt, ack.code, incident, ""
    row.save()
    return row


def _new_row(observed: Observed, attempt: PaymentAttempt | None) -> Observation:
    values = {name: _cut(observed, name) for name in asdict(observed)}
    values["outcome"] = observed.outcome.value if observed.outcome else ""
    return Observation(**values, attempt=attempt, received_at=clock.now())


def _cut(observed: Observed, name: str) -> Any:
    """Shorten an overlong text for its column; the whole of it stays in `raw`."""
    value = getattr(observed, name)
    limit = getattr(Observation._meta.get_field(name), "max_length", None)  # noqa: SLF001
    return value[:limit] if isinstance(value, str) and limit else value
