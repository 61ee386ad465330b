"""What a customer can do at the gateway; each end is written once and reported once."""

import secrets
from collections.abc import Callable

from django.db import transaction

from payments.sandbox.cards import BANKS, BY_KEY, SUCCESS, DemoCard
from payments.sandbox.jobs import enqueue_ipn
from payments.sandbox.models import GatewayPayment, Step
from payments.sandbox.terminal import USED_REFERENCE, PayRequest, RequestRefused
from portal.core import clock

MAX_WRONG_TRIES = 3
FIRST_TRANSACTION_NO = 14_000_000

WRONG_CARD_TOO_OFTEN = "10"
EXPIRED = "11"
CANCELLED = "24"
WRONG_OTP_TOO_OFTEN = "79"

STATUS_PAID = "00"
STATUS_FAILED = "02"


def open_payment(request: PayRequest) -> GatewayPayment:
    """Enter a checked request in the book; the same link leads back to its unfinished payment."""
    known_bank = request.bank_code in BANKS
    payment, is_new = GatewayPayment.objects.get_or_create(
        tmn_code=request.tmn_code,
        txn_ref=request.txn_ref,
        defaults={
            "token": secrets.token_urlsafe(32),
            "amount": request.amount,
            "params": request.params,
            "bank_code": request.bank_code if known_bank else "",
            "step": Step.CARD if known_bank else Step.BANK,
            "created_at": clock.now(),
            "expires_at": request.expires_at,
        },
    )
    if not is_new and (payment.step == Step.DONE or payment.params != request.params):
        raise RequestRefused(USED_REFERENCE)
    return payment


def find_payment(token: str) -> GatewayPayment | None:
    """Return the payment behind a page; one whose time is over ends here."""
    payment = GatewayPayment.objects.filter(token=token).first()
    if payment and payment.step != Step.DONE and payment.expires_at <= clock.now():
        return _change(payment, expire)
    return payment


def expire(payment: GatewayPayment) -> None:
    """End a payment nobody completed in time."""
    _end(payment, EXPIRED)


def cancel(payment: GatewayPayment) -> GatewayPayment:
    """End a payment at the customer's wish."""
    return _change(payment, lambda held: _end(held, CANCELLED))


def choose_bank(payment: GatewayPayment, *, bank_code: str) -> GatewayPayment:
    """Note the bank and go on to the card."""

    def choose(held: GatewayPayment) -> None:
        if held.step in (Step.BANK, Step.CARD):
            held.bank_code = bank_code
            held.step = Step.CARD

    return _change(payment, choose)


def present_card(payment: GatewayPayment, *, card: DemoCard | None) -> GatewayPayment:
    """Judge the card; None is one whose details do not match."""

    def present(held: GatewayPayment) -> None:
        if held.step != Step.CARD:
            return
        if card is None:
            _count_wrong_try(held, final_code=WRONG_CARD_TOO_OFTEN)
        elif card.result == SUCCESS and card.otp:
            held.card = card.key
            held.step = Step.OTP
            held.wrong_tries = 0
        else:
            held.card = card.key
            _end(held, card.result)

    return _change(payment, present)


def enter_otp(payment: GatewayPayment, *, otp: str) -> GatewayPayment:
    """Compare the one-time password; the third wrong one ends the payment."""

    def enter(held: GatewayPayment) -> None:
        if held.step != Step.OTP:
            return
        if otp == BY_KEY[held.card].otp:
            _end(held, SUCCESS)
        else:
            _count_wrong_try(held, final_code=WRONG_OTP_TOO_OFTEN)

    return _change(payment, enter)


def _change(payment: GatewayPayment, change: Callable[[GatewayPayment], None]) -> GatewayPayment:
    """Apply a change to the payment as it stands, under its lock; what has ended stays ended."""
    with transaction.atomic():
        held = GatewayPayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
        if held.step != Step.DONE:
            change(held)
            held.save()
    return held


def _count_wrong_try(held: GatewayPayment, *, final_code: str) -> None:
    held.wrong_tries += 1
    if held.wrong_tries >= MAX_WRONG_TRIES:
        _end(held, final_code)


def _end(held: GatewayPayment, response_code: str) -> None:
    """Write the result and ask for the call to the merchant in the same transaction."""
    held.step = Step.DONE
    held.response_code = response_code
    held.transaction_status = STATUS_PAID if response_code == SUCCESS else STATUS_FAILED
    # A payment that never reached a bank has no number there.
    held.transaction_no = FIRST_TRANSACTION_NO + held.pk if _reached_bank(held) else 0
    held.ended_at = clock.now()
    enqueue_ipn(held)


def _reached_bank(held: GatewayPayment) -> bool:
    return bool(held.card) and held.response_code not in (CANCELLED, EXPIRED)
