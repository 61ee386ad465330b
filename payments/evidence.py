"""Words about money, whoever says them, in one normalised form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from payments.states import Gateway, Source
from payments.vnpay import Outcome, read_outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from payments.models import PaymentAttempt
    from payments.vnpay import CallbackEvent, MalformedCallbackError

VNPAY_ACTOR = "system:vnpay"


@dataclass(frozen=True, slots=True)
class Observed:
    """A believed word; `outcome` is None where it cannot be read as one about a payment."""

    gateway: Gateway
    account: str
    source: Source
    fingerprint: str
    raw: str
    actor: str
    txn_ref: str = ""
    outcome: Outcome | None = None
    amount: int | None = None
    response_code: str = ""
    transaction_status: str = ""
    gateway_txn_no: str = ""
    bank_code: str = ""
    card_type: str = ""
    occurred_at: datetime | None = None


def from_vnpay(event: CallbackEvent, *, source: Source) -> Observed:
    """Read a verified callback; both codes are kept beside what we read in them."""
    return Observed(
        gateway=Gateway.VNPAY,
        account=event.tmn_code,
        source=source,
        fingerprint=event.fingerprint,
        raw=_text(event.raw),
        actor=VNPAY_ACTOR,
        txn_ref=event.txn_ref,
        outcome=read_outcome(event.response_code, event.transaction_status),
        amount=event.amount,
        response_code=event.response_code,
        transaction_status=event.transaction_status,
        gateway_txn_no=event.transaction_no or "",
        bank_code=event.bank_code,
        card_type=event.card_type or "",
        occurred_at=event.pay_date,
    )


def from_malformed(error: MalformedCallbackError, *, source: Source) -> Observed:
    """Keep a callback that is signed but lacks what a callback must say."""
    return Observed(
        gateway=Gateway.VNPAY,
        account=error.raw.get("vnp_TmnCode", ""),
        source=source,
        fingerprint=error.fingerprint,
        raw=_text(error.raw),
        actor=VNPAY_ACTOR,
        txn_ref=error.raw.get("vnp_TxnRef", ""),
    )


def from_counter(
    attempt: PaymentAttempt, *, actor: str, moment: datetime, slip: Mapping[str, str]
) -> Observed:
    """Put down what the counter took; the till is the attempt's account, the slip a terminal's."""
    raw = {
        "txn_ref": attempt.txn_ref,
        "amount": str(attempt.amount),
        "actor": actor,
        "till": attempt.account,
        **slip,
    }
    return Observed(
        gateway=Gateway(attempt.gateway),
        account=attempt.account,
        source=Source.COUNTER,
        fingerprint=sha256(_text(raw).encode()).hexdigest(),
        raw=_text(raw),
        actor=actor,
        txn_ref=attempt.txn_ref,
        outcome=Outcome.SUCCEEDED,
        amount=attempt.amount,
        gateway_txn_no=slip.get("reference", attempt.txn_ref),
        occurred_at=moment,
    )


def from_staff(attempt: PaymentAttempt, *, actor: str, reason: str, moment: datetime) -> Observed:
    """Put down what people found at the gateway of an attempt in review; it is no payment."""
    raw = {
        "txn_ref": attempt.txn_ref,
        "actor": actor,
        "reason": reason,
        "at": moment.isoformat(),
    }
    return Observed(
        gateway=Gateway(attempt.gateway),
        account=attempt.account,
        source=Source.STAFF,
        fingerprint=sha256(_text(raw).encode()).hexdigest(),
        raw=_text(raw),
        actor=actor,
        txn_ref=attempt.txn_ref,
    )


def _text(raw: Mapping[str, str]) -> str:
    return json.dumps(dict(raw), ensure_ascii=False, sort_keys=True)
