from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from payments.sandbox.terminal import PayRequest, RequestRefused, read_request
from payments.vnpay import VnpayClient
from payments.vnpay.testing import sign_callback
from portal.core import clock


def read(raw_query: str) -> PayRequest:
    return read_request(
        raw_query,
        tmn_code=settings.VNPAY_TMN_CODE,
        secret=settings.VNPAY_SECRET,
        moment=clock.now(),
    )


@pytest.fixture
def params(link: Callable[..., str]) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link()).query))


def test_link_of_the_sdk_is_understood(link: Callable[..., str]) -> None:
    request = read(urlsplit(link(bank_code="NCB")).query)
    assert (request.txn_ref, request.amount, request.bank_code) == ("DVC2611230001", 100_000, "NCB")
    assert request.expires_at == clock.now() + timedelta(minutes=15)


REFUSALS: list[tuple[str, dict[str, str]]] = [
    ("72", {"vnp_TmnCode": "OTHERTMN", "vnp_Amount": "x"}),
    ("03", {"vnp_Version": "2.0.0"}),
    ("03", {"vnp_Command": "genqr"}),
    ("03", {"vnp_CurrCode": "USD"}),
    ("03", {"vnp_Amount": "1e7", "vnp_ExpireDate": "20200101000000"}),
    ("03", {"vnp_Amount": "1" * 13}),
    ("03", {"vnp_CreateDate": "20261399000000"}),
    ("03", {"vnp_ExpireDate": ""}),
    ("03", {"vnp_IpAddr": "::1"}),
    ("03", {"vnp_Locale": "vi"}),
    ("03", {"vnp_OrderInfo": ""}),
    ("03", {"vnp_OrderInfo": "x" * 256}),
    ("03", {"vnp_OrderInfo": "a\x00b"}),
    ("03", {"vnp_TxnRef": "x" * 101}),
    ("03", {"vnp_ReturnUrl": "javascript:alert(1)"}),
    ("03", {"vnp_ReturnUrl": "https://x.example/" + "x" * 255}),
    ("03", {"vnp_BankCode": "NCB?"}),
    ("32", {"vnp_Amount": "499900", "vnp_ExpireDate": "20200101000000"}),
    ("32", {"vnp_Amount": "100000000000"}),
    ("32", {"vnp_Amount": "10000001"}),
    ("15", {"vnp_ExpireDate": "20261123090000"}),
]


@pytest.mark.parametrize(("code", "changes"), REFUSALS)
def test_signed_request_is_refused_in_order(
    code: str, changes: dict[str, str], params: dict[str, str]
) -> None:
    query = sign_callback({**params, **changes}, settings.VNPAY_SECRET)
    with pytest.raises(RequestRefused, match=f"code {code}"):
        read(query)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("70", lambda query: query.replace("10000000", "10000100")),
        ("70", lambda query: query[:-1] + ("1" if query[-1] == "0" else "0")),
        ("70", lambda query: query.partition("&vnp_SecureHash")[0]),
        ("70", lambda query: query + "&vnp_Extra=1"),
        ("70", lambda query: query + "&vnp_Amount=10000000"),
        ("70", lambda query: query.replace("=", "=é", 1)),
        ("03", lambda query: query + "&vnp_SecureHash=" + query[-128:]),
        ("72", lambda _: ""),
        ("72", lambda _: "%FF"),
        ("72", lambda query: query + "&x=%FF"),
        ("72", lambda query: query + "&a=1" * 64),
    ],
)
def test_tampered_request_is_refused(
    code: str, change: Callable[[str], str], link: Callable[..., str]
) -> None:
    with pytest.raises(RequestRefused, match=f"code {code}"):
        read(change(urlsplit(link()).query))


def test_upper_case_hash_is_accepted(link: Callable[..., str]) -> None:
    query = urlsplit(link()).query
    assert read(query[:-128] + query[-128:].upper()).amount == 100_000


def test_other_secret_is_a_wrong_signature(link: Callable[..., str]) -> None:
    query = urlsplit(link()).query
    with pytest.raises(RequestRefused, match="code 70"):
        read_request(query, tmn_code=settings.VNPAY_TMN_CODE, secret="other", moment=clock.now())


@given(amount=st.integers(5_000, 999_999_999), info=st.text(min_size=1).map("phi ".__add__))
def test_gateway_and_sdk_agree_on_every_link(amount: int, info: str) -> None:
    merchant = VnpayClient(
        tmn_code=settings.VNPAY_TMN_CODE,
        secret=settings.VNPAY_SECRET,
        base_url="https://gateway.invalid",
    )
    now = clock.now()
    details: dict[str, Any] = {"created_at": now, "expires_at": now + timedelta(minutes=1)}
    made = merchant.payments.create_url(
        txn_ref="A-1",
        amount=amount,
        order_info=info,
        return_url="https://portal.example/return?a=%C3%AD&b=1",
        ip_address="2001:db8::1",
        **details,
    )
    assert read(urlsplit(made.url).query).amount == amount
