"""The counter takes a fee, in cash or by card: same evidence, same ledger, same receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from payments import codes, debts, door, evidence, selectors, waiting
from payments.models import Observation, PaymentAttempt
from payments.states import Gateway
from payments.waiting import Standing
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotAllowed, Refused, Stale
from portal.core.money import format_vnd
from portal.core.text import nfc
from procedures.dossiers import selectors as dossiers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from payments.models import PaymentIntent
    from portal.accounts.actors import Actor
    from procedures.dossiers.selectors import FeeDue

ONLINE_PENDING = (
    "Hồ sơ đang có một lần thanh toán trực tuyến chờ kết quả đến {until}. Chỉ thu tại quầy khi "
    "lần thanh toán đó kết thúc."
)
ONLINE_IN_DOUBT = (
    "VNPAY đã có thông tin về lần thanh toán trực tuyến của hồ sơ nhưng chưa đủ để kết luận. Chưa "
    "thu tại quầy; nếu không có kết quả rõ hơn, khoản này được chuyển cho cán bộ kiểm tra."
)
UNDER_REVIEW = (
    "Lần thanh toán trực tuyến của hồ sơ đang chờ kiểm tra với VNPAY. Chỉ thu tại quầy khi đã kết "
    "luận là VNPAY chưa thu khoản này."
)
NOT_THE_COUNTER = "Chỉ cán bộ thu phí hoặc cán bộ một cửa được thu phí, lệ phí tại quầy."

# What a terminal prints of an approved card payment; letters are read in capitals.
_REFERENCE = re.compile(r"[0-9A-Z]{6,12}")
_APPROVAL = re.compile(r"[0-9A-Z]{6}")
LONGEST_REFERENCE = 12
LONGEST_APPROVAL = 6
NO_REFERENCE = "Hãy nhập số tham chiếu in trên phiếu của máy POS."
WRONG_REFERENCE = "Số tham chiếu gồm 6 đến 12 chữ số hoặc chữ cái, như in trên phiếu của máy POS."
NO_APPROVAL = "Hãy nhập mã chuẩn chi in trên phiếu của máy POS."
WRONG_APPROVAL = "Mã chuẩn chi gồm đúng 6 chữ số hoặc chữ cái, như in trên phiếu của máy POS."
REFERENCE_USED = (
    "Số tham chiếu này đã được ghi cho một khoản thu khác. Hãy đối chiếu lại phiếu của máy POS."
)


def record_cash(dossier_id: int, *, actor: Actor, seen_amount: int) -> PaymentIntent:
    """Put down that the counter took the fee in cash."""
    return _take(dossier_id, actor=actor, seen_amount=seen_amount, gateway=Gateway.CASH, slip={})


def record_pos(
    dossier_id: int, *, actor: Actor, seen_amount: int, reference: str, approval: str
) -> PaymentIntent:
    """Put down that the card terminal took the fee, by the two numbers that its slip shows."""
    slip = _slip(reference, approval)
    number = slip["reference"]
    try:
        return _take(
            dossier_id, actor=actor, seen_amount=seen_amount, gateway=Gateway.POS, slip=slip
        )
    except IntegrityError as error:
        # Two windows sent one slip for two fees at the same moment: the table let one through.
        if PaymentAttempt.objects.filter(gateway=Gateway.POS, gateway_txn_no=number).exists():
            raise _wrong(FieldError("/reference", "used", REFERENCE_USED)) from error
        raise


def is_put_down(dossier_id: int, *, actor: Actor, reference: str | None = None) -> bool:
    """Whether the fee was settled by what the actor took: that slip, or cash where none is given.

    A form that is sent twice says what was done before; what somebody else took, or the gateway,
    makes nobody's cash or slip good.
    """
    taken = Observation.objects.filter(
        attempt__intent__dossier_id=dossier_id, attempt__settles=True, actor=actor.code
    )
    if reference is None:
        return taken.filter(gateway=Gateway.CASH).exists()
    number = _read_number(reference)
    return taken.filter(gateway=Gateway.POS, gateway_txn_no=number).exists()


def _take(
    dossier_id: int, *, actor: Actor, seen_amount: int, gateway: Gateway, slip: Mapping[str, str]
) -> PaymentIntent:
    due = debts.due_of(dossier_id)
    _demand_cashier(due, actor)
    if seen_amount != due.total:
        raise Stale(f"Số tiền phải nộp là {format_vnd(due.total)}, khác với số tiền đã hiển thị.")
    # The till where the money lies; whose fee it is stays with the intent.
    till = actor.staff.agency.code if actor.staff else due.agency_code
    with transaction.atomic():
        intent, attempts = debts.locked_intent(due, actor=actor, held=UNDER_REVIEW)
        open_attempt = debts.open_attempt(intent, attempts, actor=actor)
        if open_attempt is not None:
            raise Refused(_pending(open_attempt), code="online_pending")
        _demand_unused(slip, gateway=gateway, till=till)
        moment = clock.now()
        attempt = PaymentAttempt.objects.create(
            intent=intent,
            gateway=gateway,
            account=till,
            txn_ref=codes.new_txn_ref(moment),
            amount=intent.amount,
            created_at=moment,
        )
        word = evidence.from_counter(attempt, actor=actor.code, moment=moment, slip=slip)
        door.apply(word, intent=intent, attempts=[*attempts, attempt])
        return intent


def _slip(reference: str, approval: str) -> dict[str, str]:
    """Read the slip's numbers as they are typed, spaces and small letters included."""
    slip = {
        "reference": _read_number(reference),
        "approval": _read_number(approval),
    }
    wrong = []
    if not _REFERENCE.fullmatch(slip["reference"]):
        said = WRONG_REFERENCE if slip["reference"] else NO_REFERENCE
        wrong.append(FieldError("/reference", "format" if slip["reference"] else "required", said))
    if not _APPROVAL.fullmatch(slip["approval"]):
        said = WRONG_APPROVAL if slip["approval"] else NO_APPROVAL
        wrong.append(FieldError("/approval", "format" if slip["approval"] else "required", said))
    if wrong:
        raise _wrong(*wrong)
    return slip


def _read_number(typed: str) -> str:
    return "".join(nfc(typed).split()).upper()


def _wrong(*errors: FieldError) -> InvalidInput:
    return InvalidInput(" ".join(error.message for error in errors), errors=list(errors))


def _demand_unused(slip: Mapping[str, str], *, gateway: Gateway, till: str) -> None:
    """Refuse the slip of another payment: one card payment settles one fee."""
    if not slip:
        return
    used = PaymentAttempt.objects.filter(
        gateway=gateway, account=till, gateway_txn_no=slip["reference"]
    )
    if used.exists():
        raise _wrong(FieldError("/reference", "used", REFERENCE_USED))


def _pending(attempt: PaymentAttempt) -> str:
    """Say what the counter waits for; a time only where one ends the wait."""
    if waiting.standing(attempt) is Standing.DOUBTFUL:
        return ONLINE_IN_DOUBT
    until = waiting.given_up_at(attempt).astimezone(clock.VIETNAM)
    return ONLINE_PENDING.format(until=f"{until:%H:%M}")


def _demand_cashier(due: FeeDue, actor: Actor) -> None:
    """Refuse whoever is not of the counter where this fee is taken."""
    if selectors.takes_cash_at(due.agency_code, actor, receiver_code=due.receiver_code):
        return
    dossiers.get_dossier(due.dossier_code, viewer=actor)
    raise NotAllowed(NOT_THE_COUNTER)
