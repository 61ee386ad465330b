from datetime import timedelta
from typing import Any

import pytest

from payments.vnpay import ConfigurationError, SignatureVerificationError, VnpayClient, VnpayError
from payments.vnpay.client import utcnow
from payments.vnpay.testing import sign_callback

GOOD: dict[str, Any] = {
    "tmn_code": "FAKETMN1",
    "secret": "fake-secret",
    "base_url": "https://gateway.invalid",
}
EVENT = {
    "vnp_TmnCode": "FAKETMN1",
    "vnp_TxnRef": "A1",
    "vnp_Amount": "500000",
    "vnp_ResponseCode": "24",
    "vnp_TransactionStatus": "02",
}


@pytest.mark.parametrize(
    ("base_url", "pay_url"),
    [
        ("https://gateway.invalid", "https://gateway.invalid/paymentv2/vpcpay.html"),
        ("https://gateway.invalid/", "https://gateway.invalid/paymentv2/vpcpay.html"),
        ("https://gateway.invalid/vpcpay.html", "https://gateway.invalid/vpcpay.html"),
        (
            "http://127.0.0.1:8000/sandbox/vnpay",
            "http://127.0.0.1:8000/sandbox/vnpay/paymentv2/vpcpay.html",
        ),
        ("http://localhost/vpcpay.html", "http://localhost/vpcpay.html"),
    ],
)
def test_address_is_the_root_or_the_pay_page(base_url: str, pay_url: str) -> None:
    assert VnpayClient(**{**GOOD, "base_url": base_url}).pay_url == pay_url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("tmn_code", code) for code in ("", "SHORT", "TOOLONG99", "FAKE-MN1", "FAKETMN1\n")],
        *[("secret", secret) for secret in ("", "\n", "  ", [], ["good", ""])],
        *[
            ("base_url", url)
            for url in (
                "",
                "gateway.invalid",
                "http://gateway.invalid",
                "ftp://gateway.invalid",
                "https://",
                "https://[gateway.invalid",
                "https://gateway.invalid/?a=b",
            )
        ],
    ],
)
def test_unusable_setting_is_refused(name: str, value: object) -> None:
    with pytest.raises(ConfigurationError, match=name):
        VnpayClient(**{**GOOD, name: value})


def test_secret_never_shows() -> None:
    client = VnpayClient(**GOOD)
    shown = f"{client!r} {client.payments!r} {client.callbacks!r} {client}"
    assert "FAKETMN1" in shown
    assert "fake-secret" not in shown


def test_every_secret_verifies_and_the_first_signs() -> None:
    client = VnpayClient(**{**GOOD, "secret": ["new", "old"]})
    for secret in ("new", "old"):
        assert client.callbacks.construct_event(sign_callback(EVENT, secret)).txn_ref == "A1"
    with pytest.raises(SignatureVerificationError):
        client.callbacks.construct_event(sign_callback(EVENT, "older"))
    only_new = VnpayClient(**{**GOOD, "secret": "new"})
    link: dict[str, Any] = {
        "txn_ref": "A1",
        "amount": 5_000,
        "order_info": "phi",
        "return_url": "https://portal.example/",
        "ip_address": "203.0.113.1",
        "created_at": utcnow(),
        "expires_at": utcnow() + timedelta(minutes=15),
    }
    assert client.payments.create_url(**link) == only_new.payments.create_url(**link)


def test_line_end_of_a_secret_file_is_dropped() -> None:
    client = VnpayClient(**{**GOOD, "secret": "fake-secret\r\n"})
    assert client.callbacks.construct_event(sign_callback(EVENT, "fake-secret")).amount == 5_000


def test_clock_is_the_machines_unless_given() -> None:
    link = VnpayClient(**GOOD).payments.create_url(
        txn_ref="A1",
        amount=5_000,
        order_info="phi",
        return_url="https://portal.example/",
        ip_address="203.0.113.1",
        expires_at=utcnow() + timedelta(minutes=15),
    )
    assert link.created_at <= utcnow()


def test_every_error_speaks_to_people() -> None:
    error = VnpayError("no", code="99", vnp_message="busy", request_id="r", http_status=503)
    assert (error.code, error.vnp_message, error.request_id, error.http_status) == (
        "99",
        "busy",
        "r",
        503,
    )
    assert error.user_message_vi
    assert error.user_message_en
