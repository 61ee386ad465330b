"""The pay request: a signed link that sends the customer to the gateway."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address
from ipaddress import ip_address as parse_ip
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from payments.vnpay.errors import InvalidRequestError
from payments.vnpay.order_info import sanitise_order_info
from payments.vnpay.signing import HASH_KEY, canonical_query, sign
from payments.vnpay.wire import format_amount, format_moment, on_the_wire

MIN_AMOUNT = 5_000
AMOUNT_LIMIT = 1_000_000_000

_TXN_REF = re.compile(r"[A-Za-z0-9._-]{1,100}")
_BANK_CODE = re.compile(r"[A-Za-z0-9_]{3,20}")
_ORDER_TYPE = re.compile(r"[A-Za-z0-9_-]{1,100}")
# Encoders disagree on ! ~ * ' ( ), so a link never carries them.
_RETURN_URL = re.compile(r"[A-Za-z0-9\-._:/?#\[\]@$&+,;=%]{10,255}")
_SHORTEST_IP = 7


class BankCode(StrEnum):
    """The choices that are not one bank; a bank's own code is also accepted as text."""

    QR = "VNPAYQR"
    DOMESTIC = "VNBANK"
    INTERNATIONAL = "INTCARD"


@dataclass(frozen=True, slots=True)
class PaymentLink:
    """A signed link; keep `created_at`, since a later query must repeat it."""

    url: str
    txn_ref: str
    amount: int
    created_at: datetime
    expires_at: datetime
    params: Mapping[str, str]


class PaymentService:
    """Payments of one terminal."""

    def __init__(
        self, *, tmn_code: str, pay_url: str, secret: str, clock: Callable[[], datetime]
    ) -> None:
        self._tmn_code = tmn_code
        self._pay_url = pay_url
        self._secret = secret
        self._clock = clock

    def create_url(
        self,
        *,
        txn_ref: str,
        amount: int,
        order_info: str,
        return_url: str,
        ip_address: str,
        expires_at: datetime,
        created_at: datetime | None = None,
        bank_code: BankCode | str | None = None,
        locale: Literal["vn", "en"] = "vn",
        order_type: str = "250000",
    ) -> PaymentLink:
        """Check every value, then sign; nothing is sent to the gateway."""
        created = _moment(self._clock() if created_at is None else created_at, "created_at")
        expires = _moment(expires_at, "expires_at")
        if expires <= created:
            raise InvalidRequestError("must be later than created_at", param="expires_at")
        params = {
            "vnp_Version": "2.1.0",
            "vnp_Command": "pay",
            "vnp_TmnCode": self._tmn_code,
            "vnp_Amount": format_amount(_amount(amount)),
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": _match(txn_ref, _TXN_REF, "txn_ref"),
            "vnp_OrderInfo": _order_info(order_info),
            "vnp_OrderType": _match(order_type, _ORDER_TYPE, "order_type"),
            "vnp_ReturnUrl": _return_url(return_url),
            "vnp_IpAddr": _ip_address(ip_address),
            "vnp_Locale": _locale(locale),
            "vnp_CreateDate": format_moment(created),
            "vnp_ExpireDate": format_moment(expires),
        }
        if bank_code not in (None, ""):
            params["vnp_BankCode"] = str(_match(bank_code, _BANK_CODE, "bank_code"))
        return self._sign(params, amount=amount, created_at=created, expires_at=expires)

    def _sign(
        self, params: dict[str, str], *, amount: int, created_at: datetime, expires_at: datetime
    ) -> PaymentLink:
        query = canonical_query(params)
        signature = sign(query, self._secret)
        return PaymentLink(
            url=f"{self._pay_url}?{query}&{HASH_KEY}={signature}",
            txn_ref=params["vnp_TxnRef"],
            amount=amount,
            created_at=created_at,
            expires_at=expires_at,
            params=MappingProxyType({**params, HASH_KEY: signature}),
        )


def _amount(amount: object) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise InvalidRequestError("must be a whole number of đồng", param="amount")
    if not MIN_AMOUNT <= amount < AMOUNT_LIMIT:
        raise InvalidRequestError(
            f"must be from {MIN_AMOUNT} to under {AMOUNT_LIMIT} đồng", param="amount"
        )
    return amount


def _moment(moment: object, param: str) -> datetime:
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise InvalidRequestError("must be a moment with its time zone", param=param)
    try:
        return on_the_wire(moment)
    except OverflowError as beyond:
        raise InvalidRequestError("is outside the calendar", param=param) from beyond


def _match(text: object, pattern: re.Pattern[str], param: str) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise InvalidRequestError(f"must match {pattern.pattern}", param=param)
    return text


def _order_info(text: object) -> str:
    clean = sanitise_order_info(text) if isinstance(text, str) else ""
    if not clean:
        raise InvalidRequestError("must contain letters or digits", param="order_info")
    return clean


def _return_url(url: object) -> str:
    text = _match(url, _RETURN_URL, "return_url")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise InvalidRequestError("must be an absolute web address", param="return_url")
    return text


def _ip_address(text: object) -> str:
    if not isinstance(text, str) or "%" in text:
        raise InvalidRequestError("must be an IP address", param="ip_address")
    try:
        address = parse_ip(text)
    except ValueError as malformed:
        raise InvalidRequestError("must be an IP address", param="ip_address") from malformed
    # The wire wants at least seven characters, which ::1 and its like fall short of.
    if isinstance(address, IPv6Address) and len(text) < _SHORTEST_IP:
        return address.exploded
    return text


def _locale(locale: object) -> str:
    if locale not in ("vn", "en"):
        raise InvalidRequestError("must be vn or en", param="locale")
    return str(locale)
