"""What is done about money: starting a payment, taking it at the counter, hearing of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from payments import (
    carrying,
    codes,
    debts,
    decisions,
    door,
    evidence,
    gateway,
    jobs,
    reviews,
    selectors,
    waiting,
)
from payments.counter import record_cash, record_pos
from payments.door import observe
from payments.models import PaymentAttempt
from payments.states import AttemptState, Gateway, IntentState
from payments.vnpay import VnpayError
from payments.vnpay.links import AMOUNT_LIMIT, MIN_AMOUNT
from payments.waiting import Standing
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotAllowed, Refused
from portal.core.money import format_vnd
from portal.core.text import nfc
from procedures.dossiers import access
from procedures.dossiers import selectors as dossiers

if TYPE_CHECKING:
    from datetime import datetime

    from payments.models import PaymentIntent
    from payments.vnpay import PaymentLink
    from portal.accounts.actors import Actor
    from procedures.dossiers.selectors import FeeDue

__all__ = ["close_review", "observe", "record_cash", "record_pos", "start"]

LONGEST_REASON = 1000

NO_REVIEW = "Khoản thanh toán này không chờ kiểm tra."
NO_REASON = "Hãy ghi căn cứ để kết luận VNPAY chưa thu khoản này."
LONG_REASON = "Căn cứ không được dài quá {limit} ký tự."
OUT_OF_RANGE = (
    "Cổng thanh toán VNPAY chỉ nhận từ {least} đến dưới {limit}. Vui lòng nộp {amount} tại Bộ phận "
    "tiếp nhận và trả kết quả của {agency}."
)


def start(dossier_id: int, *, actor: Actor, ip_address: str) -> PaymentAttempt:
    """Give out a link to pay what a dossier owes; an open link is given out again."""
    due = debts.due_of(dossier_id)
    _demand_payer(due, actor)
    _demand_online(due)
    with transaction.atomic():
        intent, attempts = debts.locked_intent(due, actor=actor)
        open_attempt = debts.open_attempt(intent, attempts, actor=actor)
        if open_attempt is not None:
            if waiting.standing(open_attempt) is not Standing.USABLE:
                raise Refused(debts.BEING_CHECKED, code="being_checked")
            return open_attempt
        return _start(intent, due=due, actor=actor, ip_address=ip_address)


def close_review(public_code: str, *, actor: Actor, reason: str) -> PaymentIntent:
    """Let the counter put down that the gateway did not take a fee whose payment is in review.

    The fee may then be paid again. Where the gateway signed that it was paid in full, nobody may
    say otherwise; and a success that comes later is booked as any late one.
    """
    intent = selectors.get_intent(public_code)
    due = dossiers.fee_due_by_dossier_id(intent.dossier_id)
    receiver = due.receiver_code if due else ""
    if not selectors.takes_cash_at(intent.agency_code, actor, receiver_code=receiver):
        dossiers.get_dossier(intent.dossier_code, viewer=actor)
        raise NotAllowed("Chỉ cán bộ thu phí hoặc cán bộ một cửa được kết luận việc kiểm tra này.")
    found = _reason(reason)
    with transaction.atomic():
        intent, attempts = carrying.lock(intent.pk)
        in_review = [each for each in attempts if each.state == AttemptState.IN_REVIEW]
        if intent.state != IntentState.ON_HOLD or not in_review:
            raise Refused(NO_REVIEW, code="no_review")
        if reviews.says_paid(attempts):
            raise Refused(reviews.SIGNED_SUCCESS, code="signed_success")
        for attempt in in_review:
            word = evidence.from_staff(attempt, actor=actor.code, reason=found, moment=clock.now())
            door.apply_finding(word, intent=intent, attempts=attempts)
    return intent


def _reason(text: str) -> str:
    """Take the reason as written; one is owed."""
    reason = nfc(text).strip()
    if not reason:
        raise InvalidInput(NO_REASON, errors=[FieldError("/reason", "required", NO_REASON)])
    if len(reason) > LONGEST_REASON:
        told = LONG_REASON.format(limit=LONGEST_REASON)
        raise InvalidInput(told, errors=[FieldError("/reason", "max_length", told)])
    return reason


def _demand_online(due: FeeDue) -> None:
    """Name the counter where the gateway takes no such amount."""
    if MIN_AMOUNT <= due.total < AMOUNT_LIMIT:
        return
    raise Refused(
        OUT_OF_RANGE.format(
            least=format_vnd(MIN_AMOUNT),
            limit=format_vnd(AMOUNT_LIMIT),
            amount=format_vnd(due.total),
            agency=due.agency_name,
        ),
        code="counter_only",
    )


def _demand_payer(due: FeeDue, actor: Actor) -> None:
    """Refuse whoever sees the dossier but owes nothing for it."""
    dossier = dossiers.get_dossier(due.dossier_code, viewer=actor)
    if "pay" not in access.kinds_for(dossier, actor):
        raise NotAllowed("Chỉ người nộp hồ sơ được thanh toán trực tuyến phí, lệ phí của hồ sơ.")


def _start(intent: PaymentIntent, *, due: FeeDue, actor: Actor, ip_address: str) -> PaymentAttempt:
    link = _link(due, moment=clock.now(), ip_address=ip_address)
    attempt = PaymentAttempt.objects.create(
        intent=intent,
        gateway=Gateway.VNPAY,
        account=settings.VNPAY_TMN_CODE,
        txn_ref=link.txn_ref,
        amount=link.amount,
        url=link.url,
        created_wire=link.params["vnp_CreateDate"],
        created_at=link.created_at,
        expires_at=link.expires_at,
    )
    decision = decisions.decide_start(carrying.intent_facts(intent))
    carrying.carry_out(decision, intent=intent, attempt=attempt, actor=actor.code)
    jobs.give_up.enqueue(
        key=attempt.txn_ref, run_at=waiting.given_up_at(attempt), attempt=attempt.pk
    )
    return attempt


def _link(due: FeeDue, *, moment: datetime, ip_address: str) -> PaymentLink:
    """Sign a link; its text names the dossier and nobody."""
    try:
        return gateway.client().payments.create_url(
            txn_ref=codes.new_txn_ref(moment),
            amount=due.total,
            order_info=f"Nop phi ho so {due.dossier_code}",
            return_url=settings.PORTAL_BASE_URL.rstrip("/") + reverse("payments:vnpay_return"),
            ip_address=ip_address,
            created_at=moment,
            expires_at=moment + timedelta(minutes=settings.VNPAY_LINK_MINUTES),
        )
    except VnpayError as error:
        raise Refused(error.user_message_vi, code="gateway_unavailable") from error
