"""What is read of payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from payments import reviews, waiting
from payments.models import FeeReceipt, PaymentIntent
from payments.states import AttemptState, IntentState
from payments.waiting import Standing
from portal.accounts.models import Desk
from portal.accounts.permissions import kinds_for
from portal.accounts.selectors import standings_of
from portal.core import clock
from portal.core.errors import NotFound
from procedures.dossiers import selectors as dossiers

if TYPE_CHECKING:
    from payments.models import PaymentAttempt
    from payments.reviews import Review
    from portal.accounts.actors import Actor
    from procedures.dossiers.selectors import FeeDue

LONGEST_LIST = 50

_WORDS = {
    IntentState.OPEN: "Chưa thanh toán",
    IntentState.PROCESSING: "Đang kiểm tra",
    IntentState.ON_HOLD: "Đang kiểm tra",
    IntentState.PAID: "Đã thanh toán",
    IntentState.CANCELLED: "Không còn phải nộp",
    IntentState.PAID_UNNEEDED: "Chờ hoàn tiền",
}
LINK_IS_OPEN = "Chưa thanh toán; liên kết còn hiệu lực đến {until}"
NOT_CHARGED = "Không thành công — chưa bị trừ tiền"


def get_intent(public_code: str) -> PaymentIntent:
    """Fetch an intent by its unguessable code."""
    intent = PaymentIntent.objects.filter(public_code=public_code).first()
    if intent is None:
        raise NotFound("Không tìm thấy khoản thanh toán này.")
    return intent


def intent_for(dossier_id: int) -> PaymentIntent | None:
    """Fetch the latest intent of a dossier."""
    return PaymentIntent.objects.filter(dossier_id=dossier_id).order_by("-pk").first()


def receipts_for(dossier_id: int) -> list[FeeReceipt]:
    """List the receipts of a dossier, cancelled ones included; `ready_at` tells of the PDF."""
    rows = FeeReceipt.objects.filter(intent__dossier_id=dossier_id).select_related("intent")
    return list(rows.order_by("pk"))


def takes_cash(actor: Actor) -> bool:
    """Whether the actor takes cash at the counter of their own agency."""
    return actor.staff is not None and takes_cash_at(actor.staff.agency.code, actor)


def takes_cash_at(agency_code: str, actor: Actor, *, receiver_code: str = "") -> bool:
    """Whether the actor takes cash for an agency: at its one-stop desk, whatever the step.

    The counter that took the file in, `receiver_code`, takes what is owed to the agency too.
    """
    standings = standings_of(
        actor, agency=agency_code, receiver=receiver_code, desk=Desk.Kind.ONE_STOP
    )
    return "record_cash" in kinds_for(standings)


@dataclass(frozen=True, slots=True)
class FeeWaiting:
    """A fee that a counter may take; not while its payment is in `review`."""

    due: FeeDue
    review: Review | None


def fees_waiting(actor: Actor) -> list[FeeWaiting]:
    """List the fees that the actor's counter may take, the oldest first; not endlessly."""
    if actor.staff is None or not takes_cash(actor):
        return []
    fees = dossiers.fees_due_at(actor.staff.agency.code, limit=LONGEST_LIST)
    found = reviews.reviews_of([due.hold_id for due in fees])
    return [FeeWaiting(due, found.get(due.hold_id)) for due in fees]


def usable_link(intent: PaymentIntent) -> PaymentAttempt | None:
    """Find the link that may still be paid; None once the gateway said something of it."""
    if intent.state != IntentState.PROCESSING:
        return None
    attempt = waiting.open_attempt(list(intent.attempts.all()))
    return attempt if attempt and waiting.standing(attempt) is Standing.USABLE else None


def payment_words(intent: PaymentIntent) -> str:
    """Say in the citizen's words where a payment stands; never "failed" without proof."""
    state = IntentState(intent.state)
    if state is IntentState.OPEN:
        last = intent.attempts.order_by("-pk").first()
        # These two states come only from the gateway's signed word that nothing was taken.
        if last is not None and last.state in {AttemptState.FAILED, AttemptState.CANCELLED}:
            return NOT_CHARGED
    link = usable_link(intent)
    if link is not None and link.expires_at is not None:
        until = link.expires_at.astimezone(clock.VIETNAM)
        return LINK_IS_OPEN.format(until=f"{until:%H:%M, %d/%m/%Y}")
    return _WORDS[state]
