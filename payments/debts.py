"""What a dossier owes, as the locked rows that every try to pay it begins from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from payments import carrying, codes, waiting
from payments.models import IntentLine, PaymentIntent
from payments.states import LIVE, IntentState
from payments.waiting import Standing
from portal.core import clock
from portal.core.errors import Refused
from procedures.dossiers import selectors as dossiers

if TYPE_CHECKING:
    from payments.models import PaymentAttempt
    from portal.accounts.actors import Actor
    from procedures.dossiers.selectors import FeeDue

NOTHING_OWED = "Hồ sơ không có phí, lệ phí nào phải nộp."
ALREADY_PAID = "Phí, lệ phí của hồ sơ này đã được nộp. Hệ thống đang cập nhật hồ sơ."
BEING_CHECKED = (
    "Lần thanh toán trước đang được kiểm tra với VNPAY. Vui lòng không nộp lại; kết quả sẽ hiện "
    "tại hồ sơ của bạn."
)


def due_of(dossier_id: int) -> FeeDue:
    """Fetch what a dossier owes now; refuse where that is nothing."""
    due = dossiers.fee_due_by_dossier_id(dossier_id)
    if due is None or due.total == 0:
        raise Refused(NOTHING_OWED, code="nothing_owed")
    return due


def locked_intent(
    due: FeeDue, *, actor: Actor, held: str = BEING_CHECKED
) -> tuple[PaymentIntent, list[PaymentAttempt]]:
    """Fetch or make the live intent of the fee hold, locked, with its attempts."""
    live = PaymentIntent.objects.select_for_update(no_key=True)
    rows = live.filter(hold_id=due.hold_id, state__in=LIVE)
    intent = rows.first()
    if intent is None:
        _make_intent(due, actor=actor)
        intent = rows.get()
    if intent.state == IntentState.PAID:
        raise Refused(ALREADY_PAID, code="already_paid")
    if intent.state == IntentState.ON_HOLD:
        raise Refused(held, code="being_checked")
    if intent.amount != due.total:
        raise Refused("Số tiền phải nộp đã thay đổi. Vui lòng liên hệ cơ quan giải quyết hồ sơ.")
    return intent, carrying.lock_attempts(intent)


def _make_intent(due: FeeDue, *, actor: Actor) -> None:
    """Insert the intent with its lines, unless another transaction did so first."""
    if sum(line["amount"] for line in due.lines) != due.total:
        raise ValueError(f"the fee lines of hold {due.hold_id} do not sum up to its total")
    code = codes.new_public_code()
    intent = PaymentIntent(
        public_code=code,
        dossier_id=due.dossier_id,
        dossier_code=due.dossier_code,
        hold_id=due.hold_id,
        procedure_code=due.procedure_code,
        agency_code=due.agency_code,
        agency_name=due.agency_name,
        agency_tax_code=due.agency_tax_code,
        amount=due.total,
        created_at=clock.now(),
        created_by=actor.code,
    )
    PaymentIntent.objects.bulk_create([intent], ignore_conflicts=True)
    made = PaymentIntent.objects.filter(public_code=code).first()
    if made is not None:
        IntentLine.objects.bulk_create(
            IntentLine(
                intent=made, **{key: line[key] for key in ("kind", "code", "name", "amount")}
            )
            for line in due.lines
            if line["amount"]
        )


def open_attempt(
    intent: PaymentIntent, attempts: list[PaymentAttempt], *, actor: Actor
) -> PaymentAttempt | None:
    """Find the open attempt; one that lapsed is given up first."""
    attempt = waiting.open_attempt(attempts)
    if attempt is not None and waiting.standing(attempt) is Standing.LAPSED:
        waiting.give_up(intent, attempts, attempt=attempt, actor=actor.code)
        return None
    return attempt
