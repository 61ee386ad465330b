"""What the gateway tells us: the customer's return and the server-to-server IPN."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from payments.vnpay.codes import Ack, Outcome, read_outcome
from payments.vnpay.errors import (
    CallbackMismatchError,
    DuplicateParameterError,
    MalformedCallbackError,
    SignatureVerificationError,
)
from payments.vnpay.signing import HASH_KEY, PREFIX, canonical_query, is_signed, is_signed_key
from payments.vnpay.wire import QueryPair, parse_amount, parse_moment, split_query

MAX_QUERY_BYTES = 8 * 1024
MAX_PARAMETERS = 64

_HASH = re.compile(r"[0-9A-Fa-f]{128}")
_TRANSACTION_NO = re.compile(r"[1-9][0-9]{0,14}")
_REQUIRED = ("vnp_TmnCode", "vnp_TxnRef", "vnp_ResponseCode", "vnp_TransactionStatus")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the caller knows of the order; None is not compared."""

    txn_ref: str | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class CallbackEvent:
    """A verified callback; `amount` is None where its text is no canonical number: answer 04."""

    tmn_code: str
    txn_ref: str
    amount: int | None
    amount_text: str
    response_code: str
    transaction_status: str
    transaction_no: str | None
    bank_code: str
    bank_tran_no: str | None
    card_type: str | None
    pay_date: datetime | None
    order_info: str
    raw: Mapping[str, str]
    fingerprint: str

    @property
    def outcome(self) -> Outcome:
        """Read both codes; a success without a transaction number is for people to judge."""
        outcome = read_outcome(self.response_code, self.transaction_status)
        if outcome is Outcome.SUCCEEDED and self.transaction_no is None:
            return Outcome.UNKNOWN
        return outcome


class CallbackService:
    """Callbacks of one terminal; every secret given verifies, so that a secret can be rotated."""

    def __init__(self, *, tmn_code: str, secrets: Sequence[str]) -> None:
        self._tmn_code = tmn_code
        self._secrets = tuple(secrets)

    def construct_event(
        self, raw_query: str | bytes, *, expected: Expected | None = None
    ) -> CallbackEvent:
        """Verify a raw query string and read it; nothing is believed before the signature."""
        pairs = _read_pairs(raw_query)
        params = _gateway_params(pairs)
        self._verify(params, pairs)
        event = _read_event(params)
        if expected is not None:
            self._compare(event, expected)
        return event

    def acknowledge(self, decision: Ack) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of the answer to an IPN."""
        body = {"RspCode": decision.code, "Message": decision.message}
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()

    def _verify(self, params: Mapping[str, str], pairs: Sequence[QueryPair]) -> None:
        signature = params.get(HASH_KEY, "")
        if not _HASH.fullmatch(signature):
            raise SignatureVerificationError("the signature is missing or not a hash")
        # The second text is the query as it came, should the gateway's encoder differ from ours.
        texts = (canonical_query(params), _as_received(pairs))
        if not is_signed(texts, signature=signature, secrets=self._secrets):
            raise SignatureVerificationError("the signature does not match")

    def _compare(self, event: CallbackEvent, expected: Expected) -> None:
        if event.tmn_code != self._tmn_code:
            raise CallbackMismatchError("another terminal", ack=Ack.NOT_FOUND, event=event)
        if expected.txn_ref not in (None, event.txn_ref):
            raise CallbackMismatchError("another order", ack=Ack.NOT_FOUND, event=event)
        if expected.amount is not None and expected.amount != event.amount:
            raise CallbackMismatchError("another amount", ack=Ack.BAD_AMOUNT, event=event)


def _read_pairs(raw_query: str | bytes) -> list[QueryPair]:
    try:
        raw = raw_query.encode() if isinstance(raw_query, str) else bytes(raw_query)
        if not raw:
            raise MalformedCallbackError("input data required")
        if len(raw) > MAX_QUERY_BYTES or raw.count(b"&") >= MAX_PARAMETERS:
            raise MalformedCallbackError("the query is too long")
        return list(split_query(raw.decode()))
    except ValueError as unreadable:
        raise SignatureVerificationError("the query cannot be decoded") from unreadable


def _gateway_params(pairs: Sequence[QueryPair]) -> dict[str, str]:
    params: dict[str, str] = {}
    for pair in pairs:
        if not pair.key.startswith(PREFIX):
            continue
        if pair.key in params:
            raise DuplicateParameterError("a parameter came twice", param=pair.key)
        params[pair.key] = pair.value
    return params


def _as_received(pairs: Sequence[QueryPair]) -> str:
    # Chosen by decoded key: an escaped key must not slip past the signature.
    signed = [pair for pair in pairs if is_signed_key(pair.key) and pair.value]
    return "&".join(pair.text for pair in sorted(signed, key=lambda pair: pair.key))


def _read_event(params: dict[str, str]) -> CallbackEvent:
    fingerprint = sha256(canonical_query(params).encode()).hexdigest()
    raw = MappingProxyType(params)
    missing = [key for key in _REQUIRED if not params.get(key)]
    if missing or "vnp_Amount" not in params:
        raise MalformedCallbackError(
            f"signed fields missing: {', '.join(missing) or 'vnp_Amount'}",
            raw=raw,
            fingerprint=fingerprint,
        )
    transaction_no = params.get("vnp_TransactionNo", "")
    return CallbackEvent(
        tmn_code=params["vnp_TmnCode"],
        txn_ref=params["vnp_TxnRef"],
        amount=parse_amount(params["vnp_Amount"]),
        amount_text=params["vnp_Amount"],
        response_code=params["vnp_ResponseCode"],
        transaction_status=params["vnp_TransactionStatus"],
        transaction_no=transaction_no if _TRANSACTION_NO.fullmatch(transaction_no) else None,
        bank_code=params.get("vnp_BankCode", ""),
        bank_tran_no=params.get("vnp_BankTranNo") or None,
        card_type=params.get("vnp_CardType") or None,
        pay_date=parse_moment(params.get("vnp_PayDate", "")),
        order_info=params.get("vnp_OrderInfo", ""),
        raw=raw,
        fingerprint=fingerprint,
    )
