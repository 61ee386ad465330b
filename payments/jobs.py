"""The payments' own jobs; each may run twice and has its effect once."""

from __future__ import annotations

from django.db import transaction

from payments import carrying, documents, waiting
from payments.models import PaymentAttempt, PaymentIntent
from payments.states import IntentState
from portal.accounts.actors import system
from portal.core import clock
from portal.core.jobs import Priority, job
from procedures.dossiers import actions as dossiers

ACTOR = "system:payments"


@job("payments.close_fee_hold", retries=10, priority=Priority.MONEY)
def close_fee_hold(*, intent: int) -> None:
    """Tell the dossier that its fee is paid; money that it no longer owes waits for its refund."""
    paid = PaymentIntent.objects.get(pk=intent)
    if paid.state != IntentState.PAID or paid.paid_at is None:
        return
    answer = dossiers.close_fee_hold(paid.hold_id, paid_at=paid.paid_at, actor=system("payments"))
    if answer == "not_owed":
        with transaction.atomic():
            carrying.end(paid.pk, decide="not_owed", actor=ACTOR)


@job("payments.receipt_pdf", retries=6, backoff=10, priority=Priority.PAPER)
def receipt_pdf(*, receipt: int) -> None:
    """Make the PDF of a receipt."""
    documents.store_receipt(receipt)


@job("payments.give_up", retries=10, priority=Priority.MONEY)
def give_up(*, attempt: int) -> None:
    """Let an attempt go of which nothing was heard; what is in doubt goes to people."""
    intent_id = PaymentAttempt.objects.values_list("intent_id", flat=True).get(pk=attempt)
    with transaction.atomic():
        intent, attempts = carrying.lock(intent_id)
        waiting_one = waiting.open_attempt(attempts)
        if waiting_one is None or waiting_one.pk != attempt:
            return
        if clock.now() >= waiting.given_up_at(waiting_one):
            waiting.give_up(intent, attempts, attempt=waiting_one, actor=ACTOR)
