"""The states of money as plain tables: every legal move of an intent and of an attempt.

An intent is what is owed; an attempt is one way it was tried. What no table allows never happens.
"""

from __future__ import annotations

from enum import StrEnum


class Gateway(StrEnum):
    """Where money comes in."""

    VNPAY = "vnpay"
    CASH = "cash"
    POS = "pos"


class Source(StrEnum):
    """Who tells of money."""

    IPN = "ipn"
    RETURN = "return"
    COUNTER = "counter"
    STAFF = "staff"


class LineKind(StrEnum):
    """The two kinds of fee, which law keeps apart."""

    PHI = "phi"
    LE_PHI = "le_phi"


class IntentState(StrEnum):
    """Where a debt stands."""

    OPEN = "open"
    PROCESSING = "processing"
    ON_HOLD = "on_hold"
    PAID = "paid"
    CANCELLED = "cancelled"
    PAID_UNNEEDED = "paid_unneeded"


class AttemptState(StrEnum):
    """Where one try to pay stands."""

    OPEN = "open"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FAILED = "failed"
    IN_REVIEW = "in_review"
    SUCCEEDED = "succeeded"


LINE_KINDS = {LineKind.PHI: "Phí", LineKind.LE_PHI: "Lệ phí"}
GATEWAYS = {
    Gateway.VNPAY: "Cổng thanh toán VNPAY",
    Gateway.CASH: "Tiền mặt",
    Gateway.POS: "Thẻ qua máy POS",
}
SOURCES = {
    Source.IPN: "Cổng thanh toán gọi về",
    Source.RETURN: "Trình duyệt quay về",
    Source.COUNTER: "Quầy thu",
    Source.STAFF: "Cán bộ kiểm tra",
}
INTENT_STATES = {
    IntentState.OPEN: "Chưa thanh toán",
    IntentState.PROCESSING: "Đang thanh toán",
    IntentState.ON_HOLD: "Đang kiểm tra",
    IntentState.PAID: "Đã thanh toán",
    IntentState.CANCELLED: "Đã hủy",
    IntentState.PAID_UNNEEDED: "Đã thu, không còn phải nộp",
}
ATTEMPT_STATES = {
    AttemptState.OPEN: "Đang chờ kết quả",
    AttemptState.EXPIRED: "Hết hạn",
    AttemptState.CANCELLED: "Người nộp hủy",
    AttemptState.FAILED: "Không thành công",
    AttemptState.IN_REVIEW: "Đang kiểm tra",
    AttemptState.SUCCEEDED: "Thành công",
}

# A hold has at most one intent in these states.
LIVE = frozenset({IntentState.OPEN, IntentState.PROCESSING, IntentState.ON_HOLD, IntentState.PAID})
UNPAID = LIVE - {IntentState.PAID}

INTENT_EDGES: dict[tuple[IntentState, IntentState], str] = {
    (IntentState.OPEN, IntentState.PROCESSING): "started",
    (IntentState.PROCESSING, IntentState.OPEN): "failed",
    (IntentState.OPEN, IntentState.ON_HOLD): "in_review",
    (IntentState.PROCESSING, IntentState.ON_HOLD): "in_review",
    (IntentState.OPEN, IntentState.PAID): "succeeded",
    (IntentState.PROCESSING, IntentState.PAID): "succeeded",
    (IntentState.ON_HOLD, IntentState.PAID): "succeeded",
    (IntentState.ON_HOLD, IntentState.OPEN): "review_closed",
    (IntentState.ON_HOLD, IntentState.PROCESSING): "review_closed",
    (IntentState.OPEN, IntentState.CANCELLED): "cancelled",
    (IntentState.PROCESSING, IntentState.CANCELLED): "cancelled",
    (IntentState.ON_HOLD, IntentState.CANCELLED): "cancelled",
    (IntentState.PAID, IntentState.PAID_UNNEEDED): "unneeded",
    (IntentState.CANCELLED, IntentState.PAID_UNNEEDED): "unneeded",
}

# Evidence only ever strengthens what is known, in this order; so its order of arrival and its
# repetitions never matter. An expiry is our presumption. Of the gateway's words success alone lifts
# a review; people who looked at the gateway lift it to that presumption, which claims nothing.
STRENGTH: dict[AttemptState, int] = {state: place for place, state in enumerate(AttemptState)}

ATTEMPT_EDGES: dict[tuple[AttemptState, AttemptState], str] = {
    (AttemptState.OPEN, AttemptState.EXPIRED): "failed",
    (AttemptState.OPEN, AttemptState.CANCELLED): "failed",
    (AttemptState.OPEN, AttemptState.FAILED): "failed",
    (AttemptState.OPEN, AttemptState.IN_REVIEW): "in_review",
    (AttemptState.OPEN, AttemptState.SUCCEEDED): "succeeded",
    (AttemptState.EXPIRED, AttemptState.CANCELLED): "failed",
    (AttemptState.EXPIRED, AttemptState.FAILED): "failed",
    (AttemptState.EXPIRED, AttemptState.IN_REVIEW): "in_review",
    (AttemptState.EXPIRED, AttemptState.SUCCEEDED): "succeeded",
    (AttemptState.CANCELLED, AttemptState.FAILED): "failed",
    (AttemptState.CANCELLED, AttemptState.IN_REVIEW): "in_review",
    (AttemptState.CANCELLED, AttemptState.SUCCEEDED): "succeeded",
    (AttemptState.FAILED, AttemptState.IN_REVIEW): "in_review",
    (AttemptState.FAILED, AttemptState.SUCCEEDED): "succeeded",
    (AttemptState.IN_REVIEW, AttemptState.SUCCEEDED): "succeeded",
    (AttemptState.IN_REVIEW, AttemptState.EXPIRED): "review_closed",
}
