"""What the gateway checks before it shows a page, in its own order."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from payments.sandbox.signing import is_signed_by_merchant
from portal.core.clock import VIETNAM

UNKNOWN_TERMINAL = "72"
BAD_SIGNATURE = "70"
BAD_FORMAT = "03"
BAD_AMOUNT = "32"
TIMED_OUT = "15"
USED_REFERENCE = "01"

MIN_AMOUNT = 5_000
AMOUNT_LIMIT = 1_000_000_000

_FORMATS = {
    key: re.compile(pattern, re.DOTALL)
    for key, pattern in {
        "vnp_Version": r"2\.1\.0",
        "vnp_Command": r"pay",
        "vnp_Amount": r"[0-9]{1,12}",
        "vnp_CurrCode": r"VND",
        "vnp_CreateDate": r"[0-9]{14}",
        "vnp_ExpireDate": r"[0-9]{14}",
        "vnp_IpAddr": r"[0-9A-Fa-f.:]{7,45}",
        "vnp_Locale": r"vn|en",
        "vnp_OrderInfo": r".{1,255}",
        "vnp_OrderType": r".{1,100}",
        "vnp_ReturnUrl": r"(?=.{10,255}$)https?://[^/\s]+\S*",
        "vnp_TxnRef": r".{1,100}",
    }.items()
}
_BANK_CODE = re.compile(r"\w{3,20}")


class RequestRefused(Exception):
    """The pay request goes no further; `code` is what the error page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(f"pay request refused with code {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class PayRequest:
    """A pay request that passed every check but the uniqueness of its reference."""

    tmn_code: str
    txn_ref: str
    amount: int
    bank_code: str
    expires_at: datetime
    params: dict[str, str]


def read_request(raw_query: str, *, tmn_code: str, secret: str, moment: datetime) -> PayRequest:
    """Check a raw query in VNPAY's order: terminal, signature, format, amount, expiry."""
    pairs = _parse(raw_query)
    params = dict(pairs)
    if params.get("vnp_TmnCode") != tmn_code:
        raise RequestRefused(UNKNOWN_TERMINAL)
    if not is_signed_by_merchant(raw_query, secret=secret):
        raise RequestRefused(BAD_SIGNATURE)
    if len(params) != len(pairs):
        raise RequestRefused(BAD_FORMAT)
    _check_formats(params)
    amount, rest = divmod(int(params["vnp_Amount"]), 100)
    if rest or not MIN_AMOUNT <= amount < AMOUNT_LIMIT:
        raise RequestRefused(BAD_AMOUNT)
    _read_moment(params["vnp_CreateDate"])
    expires_at = _read_moment(params["vnp_ExpireDate"])
    if expires_at <= moment:
        raise RequestRefused(TIMED_OUT)
    return PayRequest(
        tmn_code=tmn_code,
        txn_ref=params["vnp_TxnRef"],
        amount=amount,
        bank_code=params.get("vnp_BankCode", ""),
        expires_at=expires_at,
        params=params,
    )


def _parse(raw_query: str) -> Collection[tuple[str, str]]:
    try:
        pairs = parse_qsl(raw_query, keep_blank_values=True, errors="strict", max_num_fields=64)
    except ValueError:
        return []
    return [(key, value) for key, value in pairs if key.startswith("vnp_")]


def _check_formats(params: dict[str, str]) -> None:
    for key, pattern in _FORMATS.items():
        if not pattern.fullmatch(params.get(key, "")):
            raise RequestRefused(BAD_FORMAT)
    bank_code = params.get("vnp_BankCode", "")
    if bank_code and not _BANK_CODE.fullmatch(bank_code):
        raise RequestRefused(BAD_FORMAT)
    if any("\x00" in value for value in params.values()):
        raise RequestRefused(BAD_FORMAT)


def _read_moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError as impossible:
        raise RequestRefused(BAD_FORMAT) from impossible
