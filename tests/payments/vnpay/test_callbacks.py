import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.vnpay import (
    Ack,
    CallbackEvent,
    CallbackMismatchError,
    DuplicateParameterError,
    Expected,
    MalformedCallbackError,
    Outcome,
    SignatureVerificationError,
    VnpayClient,
    canonical_query,
)
from payments.vnpay.signing import sign
from payments.vnpay.testing import sign_callback

SECRET = "fake-secret"
PAID = {
    "vnp_Amount": "10000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14226112",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Nop le phi ho so",
    "vnp_PayDate": "20261122093112",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "FAKETMN1",
    "vnp_TransactionNo": "14226112",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "DVC2611220001",
}
CALLBACKS = VnpayClient(
    tmn_code="FAKETMN1", secret=SECRET, base_url="https://gateway.invalid"
).callbacks
QUERY = sign_callback(PAID, SECRET)


def construct(**changes: str | None) -> CallbackEvent:
    return CALLBACKS.construct_event(sign_callback({**PAID, **changes}, SECRET))


def test_verified_callback_is_read() -> None:
    event = CALLBACKS.construct_event(QUERY.encode())
    assert event.outcome is Outcome.SUCCEEDED
    assert (event.amount, event.amount_text) == (100_000, "10000000")
    assert event.transaction_no == "14226112"
    assert event.pay_date == datetime(2026, 11, 22, 9, 31, 12, tzinfo=timezone(timedelta(hours=7)))
    assert event.raw == {**PAID, "vnp_SecureHash": QUERY[-128:]}
    assert len(event.fingerprint) == 64


def test_cancelled_before_a_bank_was_chosen() -> None:
    event = construct(
        vnp_BankCode="VNPAY",
        vnp_BankTranNo=None,
        vnp_CardType="QRCODE",
        vnp_ResponseCode="24",
        vnp_TransactionNo="0",
        vnp_TransactionStatus="02",
    )
    assert event.outcome is Outcome.CANCELLED
    assert event.transaction_no is None
    assert event.bank_tran_no is None


@pytest.mark.parametrize("number", ["0", "", "abc", "-1", "1" * 16])
def test_success_without_a_number_is_not_believed(number: str) -> None:
    event = construct(vnp_TransactionNo=number)
    assert event.transaction_no is None
    assert event.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["+100", "1e7", "010000000", " 100", "１００", "-100", "1" * 13, "10000050", "100.0", "0x64"],
)
def test_amount_that_is_no_number_is_kept_as_text(text: str) -> None:
    event = construct(vnp_Amount=text)
    assert event.amount is None
    assert event.amount_text == text


def test_empty_amount_is_no_amount() -> None:
    query = sign_callback({**PAID, "vnp_Amount": ""}, SECRET)
    assert CALLBACKS.construct_event(f"vnp_Amount=&{query}").amount is None


@pytest.mark.parametrize("text", ["", "2026-11-22", "20261322093112", "99991231235959x", "0" * 14])
def test_unreadable_pay_date_is_kept_raw(text: str) -> None:
    event = construct(vnp_PayDate=text)
    assert event.pay_date is None
    assert event.raw.get("vnp_PayDate", "") == text


@pytest.mark.parametrize(
    "key",
    ["vnp_TmnCode", "vnp_TxnRef", "vnp_Amount", "vnp_ResponseCode", "vnp_TransactionStatus"],
)
def test_missing_signed_field_is_evidence_but_no_event(key: str) -> None:
    with pytest.raises(MalformedCallbackError, match=key) as refusal:
        construct(**{key: None})
    assert refusal.value.signed
    assert refusal.value.ack is Ack.ERROR
    assert refusal.value.raw["vnp_OrderInfo"] == "Nop le phi ho so"
    assert not refusal.value.outcome_known


HASH = QUERY[-128:]
UNSIGNED = QUERY[: -len("&vnp_SecureHash=") - 128]
OTHER_NIBBLE = "1" if HASH[0] == "0" else "0"


@pytest.mark.parametrize(
    "query",
    [
        UNSIGNED,
        f"{UNSIGNED}&vnp_SecureHash=",
        f"{UNSIGNED}&vnp_SecureHash={HASH[:-1]}",
        f"{UNSIGNED}&vnp_SecureHash={HASH}0",
        f"{UNSIGNED}&vnp_SecureHash={OTHER_NIBBLE}{HASH[1:]}",
        f"{UNSIGNED}&vnp_SecureHash={'x' * 128}",
        f"{UNSIGNED}&vnp_SecureHashType=MD5&vnp_SecureHash=d41d8cd98f00b204e9800998ecf8427e",
        QUERY.replace("10000000", "10000100"),
        QUERY.replace("DVC2611220001", "DVC2611220002"),
        QUERY.replace("vnp_Amount", "VNP_AMOUNT"),
        QUERY.replace("vnp_Amount", "vnp_Amount[]"),
        QUERY.replace("&", ";"),
        QUERY.replace("&", "&amp;"),
        QUERY.replace("+", "%252B"),
        f"{QUERY}&vnp_Extra=1",
        f"{QUERY}&vnp%5FPayer=1",
        f"{QUERY}&x=%ZZ",
        f"{QUERY}&x=%",
        f"{QUERY}&x=%FF",
        f"{QUERY}&x=%ED%A0%80",
        f"{QUERY}&x=%00",
        f"{QUERY}&x=\ud800",
    ],
)
def test_badly_signed_callback_is_refused(query: str) -> None:
    with pytest.raises(SignatureVerificationError) as refusal:
        CALLBACKS.construct_event(query)
    assert refusal.value.ack is Ack.BAD_SIGNATURE
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("value", ["10000000", "10000100"])
def test_parameter_that_comes_twice_is_refused(value: str) -> None:
    for query in (f"{QUERY}&vnp_Amount={value}", f"vnp_Amount={value}&{QUERY}"):
        with pytest.raises(DuplicateParameterError) as refusal:
            CALLBACKS.construct_event(query)
        assert refusal.value.param == "vnp_Amount"
        assert refusal.value.ack is Ack.BAD_SIGNATURE


def test_escaped_key_cannot_ride_along_unsigned() -> None:
    # The text as received is the fallback; a key hidden from it must not be believed.
    cancelled = sign_callback({**PAID, "vnp_BankTranNo": None}, SECRET)
    with pytest.raises(SignatureVerificationError):
        CALLBACKS.construct_event(f"{cancelled}&vnp%5FBankTranNo=FORGED")


@pytest.mark.parametrize(
    "query",
    [
        f"{UNSIGNED}&vnp_SecureHash={HASH.upper()}",
        f"utm_source=x&utm_source=y&fbclid=z&{QUERY}",
        f"{QUERY}&order_id=1;2&&flag",
        f"{QUERY}&vnp_SecureHashType=SHA256",
        "&".join(reversed(QUERY.split("&"))),
        QUERY.replace("+", "%20"),
    ],
)
def test_harmless_variation_is_the_same_event(query: str) -> None:
    event = CALLBACKS.construct_event(query)
    assert event.fingerprint == CALLBACKS.construct_event(QUERY).fingerprint


@pytest.mark.parametrize("text", ["emoji 💰", "Nộp lệ phí", "\u202ebidi", "a~b*c'(d)!", "<b>'--"])
def test_order_text_is_taken_as_it_is(text: str) -> None:
    assert construct(vnp_OrderInfo=text).order_info == text


def test_other_encoder_is_understood_from_the_text_as_received() -> None:
    params = {**PAID, "vnp_OrderInfo": "le phi (lan 1)~*"}
    text = canonical_query(params).replace("%28", "(").replace("%29", ")").replace("%7E", "~")
    event = CALLBACKS.construct_event(f"{text}&vnp_SecureHash={sign(text, SECRET)}")
    assert event.order_info == "le phi (lan 1)~*"


@pytest.mark.parametrize(
    "query",
    [
        "",
        b"",
        "x" * 8_193,
        "&".join(f"a{n}=1" for n in range(65)),
        "&" * 64,
    ],
)
def test_empty_or_oversized_query_is_refused_unread(query: str | bytes) -> None:
    with pytest.raises(MalformedCallbackError) as refusal:
        CALLBACKS.construct_event(query)
    assert not refusal.value.signed


def test_largest_query_is_read() -> None:
    assert CALLBACKS.construct_event(f"{QUERY}&x=".ljust(8_192, "x")).amount == 100_000


@pytest.mark.parametrize(
    ("expected", "ack"),
    [
        (Expected(txn_ref="DVC2611220002"), Ack.NOT_FOUND),
        (Expected(txn_ref="DVC2611220001", amount=101_000), Ack.BAD_AMOUNT),
    ],
)
def test_other_order_than_expected_is_refused(expected: Expected, ack: Ack) -> None:
    with pytest.raises(CallbackMismatchError) as refusal:
        CALLBACKS.construct_event(QUERY, expected=expected)
    assert refusal.value.ack is ack
    assert refusal.value.signed
    assert refusal.value.event.amount == 100_000


def test_expected_order_is_accepted() -> None:
    expected = Expected(txn_ref="DVC2611220001", amount=100_000)
    assert CALLBACKS.construct_event(QUERY, expected=expected).outcome is Outcome.SUCCEEDED


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Ack.OK, "00"),
        (Ack.ALREADY, "02"),
        (Ack.NOT_FOUND, "01"),
        (Ack.BAD_AMOUNT, "04"),
        (Ack.BAD_SIGNATURE, "97"),
        (Ack.ERROR, "99"),
    ],
)
def test_answer_is_json_with_both_fields(decision: Ack, code: str) -> None:
    status, headers, body = CALLBACKS.acknowledge(decision)
    answer = json.loads(body)
    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert set(answer) == {"RspCode", "Message"}
    assert answer["RspCode"] == code


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@given(st.fixed_dictionaries({key: TEXTS.filter(bool) for key in PAID}), TEXTS.filter(str.strip))
def test_what_is_signed_verifies(params: dict[str, str], secret: str) -> None:
    client = VnpayClient(tmn_code="FAKETMN1", secret=secret, base_url="https://gateway.invalid")
    # The client drops the line end a secret file brings along.
    query = sign_callback(params, secret.rstrip("\r\n"))
    raw = client.callbacks.construct_event(query).raw
    assert {key: raw[key] for key in PAID} == params


@given(st.integers(0, len(QUERY) - 1), st.integers(0, 255))
@settings(max_examples=400)
def test_changed_byte_never_changes_a_signed_value(position: int, byte: int) -> None:
    changed = bytearray(QUERY.encode())
    changed[position] = byte
    try:
        event = CALLBACKS.construct_event(bytes(changed))
    except (SignatureVerificationError, MalformedCallbackError):
        return
    assert {key: event.raw[key] for key in PAID} == PAID
    assert event.raw["vnp_SecureHash"].lower() == HASH


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300),
        st.text("vnp_SecureHash=&%0+;aF", max_size=200).map(lambda tail: f"{QUERY}&{tail}"),
    )
)
def test_any_input_gives_an_event_or_a_declared_error(raw: Any) -> None:
    try:
        event = CALLBACKS.construct_event(raw)
    except (SignatureVerificationError, MalformedCallbackError):
        return
    assert {key: event.raw[key] for key in PAID} == PAID
