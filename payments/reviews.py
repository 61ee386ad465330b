"""Payments that people must look at: what is known of each, and when people may end the wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from payments.models import PaymentAttempt
from payments.states import AttemptState, IntentState, Source
from payments.vnpay import Outcome
from portal.core.money import format_vnd

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

SIGNED_SUCCESS = (
    "VNPAY đã ký xác nhận giao dịch thành công đúng số tiền nhưng chưa gọi về để ghi nhận. Không "
    "thu lại khoản này; hãy đối chiếu với VNPAY."
)
OTHER_AMOUNT = "VNPAY báo số tiền {told}, khác số tiền phải nộp {owed}."
SUSPECTED = "VNPAY báo giao dịch bị nghi ngờ hoặc bị đảo; tiền có thể đã bị trừ."
UNCLEAR = "VNPAY chưa cho biết rõ kết quả của lần thanh toán."


@dataclass(frozen=True, slots=True)
class Review:
    """One payment that waits for people; `may_close`: nothing signed says that it was paid."""

    public_code: str
    since: datetime
    txn_ref: str
    words: str
    may_close: bool


def reviews_of(hold_ids: Collection[int]) -> dict[int, Review]:
    """Find what waits for people behind these fee holds, in two queries."""
    attempts = (
        PaymentAttempt.objects.filter(
            state=AttemptState.IN_REVIEW,
            intent__state=IntentState.ON_HOLD,
            intent__hold_id__in=hold_ids,
        )
        .select_related("intent")
        .prefetch_related("intent__attempts__observations")
        .order_by("-pk")
    )
    return {attempt.intent.hold_id: _review(attempt) for attempt in attempts}


def says_paid(attempts: Iterable[PaymentAttempt]) -> bool:
    """Whether the gateway signed, by whichever way, that one of these was paid in full."""
    return any(
        word.outcome == Outcome.SUCCEEDED and word.amount == attempt.amount
        for attempt in attempts
        for word in attempt.observations.all()
    )


def _review(attempt: PaymentAttempt) -> Review:
    is_paid = says_paid(attempt.intent.attempts.all())
    return Review(
        public_code=attempt.intent.public_code,
        since=attempt.ended_at or attempt.created_at,
        txn_ref=attempt.txn_ref,
        words=SIGNED_SUCCESS if is_paid else _words(attempt),
        may_close=not is_paid,
    )


def _words(attempt: PaymentAttempt) -> str:
    """Say why the attempt waits."""
    own = next(each for each in attempt.intent.attempts.all() if each.pk == attempt.pk)
    words = [word for word in own.observations.all() if word.source != Source.STAFF]
    for word in words:
        if word.amount is not None and word.amount != attempt.amount:
            return OTHER_AMOUNT.format(
                told=format_vnd(word.amount), owed=format_vnd(attempt.amount)
            )
    if any(word.outcome in {Outcome.SUSPECTED, Outcome.REVERSED} for word in words):
        return SUSPECTED
    return UNCLEAR
