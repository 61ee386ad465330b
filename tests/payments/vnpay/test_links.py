from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from payments.vnpay import BankCode, InvalidRequestError, PaymentLink, VnpayClient, secure_hash

CREATED = datetime(2026, 11, 22, 16, 59, 59, 999_999, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "txn_ref": "DVC2611220001",
    "amount": 100_000,
    "order_info": "Nộp lệ phí hồ sơ H24.5",
    "return_url": "https://portal.example.gov.vn/payments/vnpay/return?id=1&x=%C3%AD",
    "ip_address": "203.0.113.10",
    "created_at": CREATED,
    "expires_at": CREATED + timedelta(minutes=15),
}


def create_url(**changes: Any) -> PaymentLink:
    client = VnpayClient(
        tmn_code="FAKETMN1",
        secret="fake-secret",
        base_url="https://gateway.invalid",
        clock=lambda: CREATED,
    )
    return client.payments.create_url(**{**GOOD, **changes})


def wire(link: PaymentLink) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(link.url).query).items()}


def test_link_carries_what_it_reports() -> None:
    link = create_url()
    assert link.url.startswith("https://gateway.invalid/paymentv2/vpcpay.html?")
    assert wire(link) == dict(link.params)
    assert link.params["vnp_SecureHash"] == secure_hash(link.params, "fake-secret")
    assert (link.txn_ref, link.amount) == ("DVC2611220001", 100_000)
    assert link.params["vnp_OrderInfo"] == "Nop le phi ho so H24.5"
    assert "vnp_BankCode" not in link.params


def test_amount_is_in_hundredths_on_the_wire_only() -> None:
    assert create_url(amount=5_000).params["vnp_Amount"] == "500000"
    assert create_url(amount=999_999_999).params["vnp_Amount"] == "99999999900"


@pytest.mark.parametrize(
    "created_at",
    [CREATED, CREATED.astimezone(timezone(-timedelta(hours=5))), None],
    ids=["UTC", "New York", "from the clock"],
)
def test_moments_are_vietnamese_whatever_the_zone(created_at: datetime | None) -> None:
    link = create_url(created_at=created_at)
    assert link.params["vnp_CreateDate"] == "20261122235959"
    assert link.params["vnp_ExpireDate"] == "20261123001459"
    assert link.created_at == CREATED.replace(microsecond=0)
    assert link.created_at.utcoffset() == timedelta(hours=7)


def test_new_year_begins_in_vietnam() -> None:
    created = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    link = create_url(created_at=created, expires_at=created + timedelta(minutes=15))
    assert link.params["vnp_CreateDate"] == "20270101000000"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (BankCode.QR, "VNPAYQR"),
        ("NCB", "NCB"),
    ],
)
def test_bank_code_is_sent(given: str, sent: str) -> None:
    assert create_url(bank_code=given).params["vnp_BankCode"] == sent


def test_short_address_is_spelled_out() -> None:
    assert create_url(ip_address="::1").params["vnp_IpAddr"].endswith(":0001")
    assert create_url(ip_address="2001:db8::1").params["vnp_IpAddr"] == "2001:db8::1"


REFUSALS = [
    *[
        ("amount", amount)
        for amount in (True, 5_000.0, Decimal(5_000), "5000", None, 4_999, 0, -1, 1_000_000_000)
    ],
    *[("txn_ref", ref) for ref in ("", "a" * 101, "a|b", "a b", "đơn", "a\n", None)],
    *[("order_info", text) for text in ("", "***", None, 7)],
    *[
        ("return_url", url)
        for url in (
            "/payments/vnpay/return",
            "ftp://portal.example/x",
            "https:///path",
            "https://[portal.example/",
            "https://portal.example/a b",
            "https://portal.example/" + "x" * 255,
            "https://cổng.example/",
            *(f"https://portal.example/{char}" for char in "!~*'()|"),
        )
    ],
    *[("ip_address", ip) for ip in ("", "203.0.113", "localhost", "fe80::1%eth0", None)],
    *[
        ("expires_at", moment)
        for moment in (
            CREATED,
            CREATED - timedelta(seconds=1),
            datetime(2026, 11, 23, 8),  # noqa: DTZ001 - a moment without a zone is the point
            datetime.max.replace(tzinfo=UTC),
            "20261123080000",
        )
    ],
    ("created_at", datetime(2026, 11, 22, 8)),  # noqa: DTZ001 - as above
    *[("bank_code", code) for code in ("AB", "N CB", "X" * 21, 7)],
    *[("locale", locale) for locale in ("vi", "", None)],
    *[("order_type", kind) for kind in ("", "hóa đơn", "x" * 101)],
]


@pytest.mark.parametrize(("param", "value"), REFUSALS)
def test_bad_value_is_refused_by_name(param: str, value: object) -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        create_url(**{param: value})
    assert refusal.value.param == param
    assert refusal.value.outcome_known
    assert not refusal.value.retryable
    assert refusal.value.user_message_vi


def test_link_lasts_at_least_a_second_on_the_wire() -> None:
    with pytest.raises(InvalidRequestError, match="expires_at"):
        create_url(expires_at=CREATED.replace(microsecond=0) + timedelta(microseconds=999_999))
