"""Vectors made by an independent implementation; see the file's own `generator` and `notes`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from payments.vnpay import (
    Expected,
    InvalidRequestError,
    Outcome,
    SignatureVerificationError,
    VnpayClient,
    VnpayError,
    canonical_query,
    sanitise_order_info,
    secure_hash,
)
from payments.vnpay.wire import WIRE_ZONE

VECTORS = json.loads((Path(__file__).parents[1] / "vectors.json").read_text())
PAY = VECTORS["pay"]
CALLBACKS = VECTORS["return_ipn"]
HASH_MARK = "&vnp_SecureHash="


def ids(vectors: list[dict[str, Any]]) -> list[str]:
    return [vector["id"] for vector in vectors]


def client_of(vector: dict[str, Any]) -> VnpayClient:
    return VnpayClient(
        tmn_code=vector["tmn_code"],
        secret=vector["secret"],
        base_url="https://gateway.invalid/paymentv2/vpcpay.html",
    )


def wire_params(vector: dict[str, Any]) -> dict[str, str | int]:
    given = vector["input"]
    return {
        **given,
        "vnp_Version": "2.1.0",
        "vnp_Command": "pay",
        "vnp_CurrCode": "VND",
        "vnp_TmnCode": vector["tmn_code"],
        "vnp_Amount": given["vnp_Amount"] * 100,
    }


def create_url(vector: dict[str, Any]) -> str:
    given = vector["input"]
    moments = {
        name: datetime.strptime(str(given[key]), "%Y%m%d%H%M%S").replace(tzinfo=WIRE_ZONE)
        for name, key in (("created_at", "vnp_CreateDate"), ("expires_at", "vnp_ExpireDate"))
    }
    link = client_of(vector).payments.create_url(
        txn_ref=given["vnp_TxnRef"],
        amount=given["vnp_Amount"],
        order_info=given["vnp_OrderInfo"],
        return_url=given["vnp_ReturnUrl"],
        ip_address=given["vnp_IpAddr"],
        bank_code=given.get("vnp_BankCode"),
        locale=given["vnp_Locale"],
        order_type=given["vnp_OrderType"],
        **moments,
    )
    return link.url


def is_refused(vector: dict[str, Any]) -> bool:
    amount = vector["input"]["vnp_Amount"]
    return not isinstance(amount, int) or not 5_000 <= amount < 1_000_000_000


def is_plain(vector: dict[str, Any]) -> bool:
    text = vector["input"]["vnp_OrderInfo"]
    return bool(sanitise_order_info(text) == text)


SIGNABLE = [vector for vector in PAY if "status" not in vector]
REFUSED = [vector for vector in PAY if is_refused(vector)]
PAYABLE = [vector for vector in PAY if not is_refused(vector)]


@pytest.mark.parametrize("vector", SIGNABLE, ids=ids(SIGNABLE))
def test_text_and_hash_equal_the_witness(vector: dict[str, Any]) -> None:
    params = wire_params(vector)
    assert canonical_query(params) == vector["expected_sign_data"]
    assert secure_hash(params, vector["secret"]) == vector["expected_hash"]


@pytest.mark.parametrize("vector", REFUSED, ids=ids(REFUSED))
def test_unpayable_amount_is_refused_before_signing(vector: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError, match="amount"):
        create_url(vector)


@pytest.mark.parametrize("vector", PAYABLE, ids=ids(PAYABLE))
def test_link_equals_the_witness_once_the_order_text_is_plain(vector: dict[str, Any]) -> None:
    url = create_url(vector)
    if is_plain(vector):
        assert url == vector["expected_url"]
    else:
        clean = wire_params(vector) | {
            "vnp_OrderInfo": sanitise_order_info(vector["input"]["vnp_OrderInfo"])
        }
        query, _, signature = url.partition("?")[2].partition(HASH_MARK)
        assert query == canonical_query(clean)
        assert signature == secure_hash(clean, vector["secret"])


def test_refusals_cover_every_defect_of_the_witness() -> None:
    defects = {vector["id"] for vector in PAY if vector.get("status") == "witness_defect"}
    assert defects <= set(ids(REFUSED))


# Where the witness is wrong, what `right_behaviour` asks for; else its own verdict.
RIGHT = {
    "ret-005": (True, Outcome.PENDING, 100_000),
    "ret-017": (True, Outcome.SUCCEEDED, None),
    "ret-019": (True, Outcome.SUCCEEDED, 100_000),
}


@pytest.mark.parametrize("vector", CALLBACKS, ids=ids(CALLBACKS))
def test_callback_is_judged_rightly(vector: dict[str, Any]) -> None:
    witness = vector["witness"]
    verified, outcome, amount = RIGHT.get(
        vector["id"],
        (
            witness["isVerified"],
            Outcome.SUCCEEDED if witness["isSuccess"] else None,
            witness["amount_vnd"],
        ),
    )
    assert ("status" in vector) == (vector["id"] in RIGHT)
    callbacks = client_of(vector).callbacks
    if not verified:
        with pytest.raises(SignatureVerificationError):
            callbacks.construct_event(vector["raw_query"])
        return
    event = callbacks.construct_event(vector["raw_query"])
    assert canonical_query(event.raw) == vector["sign_data"]
    assert event.amount == amount
    if outcome is None:
        assert event.outcome is not Outcome.SUCCEEDED
    else:
        assert event.outcome is outcome


def test_other_terminal_is_named_when_expectations_are_given() -> None:
    vector = next(vector for vector in CALLBACKS if vector["id"] == "ret-019")
    callbacks = client_of(vector).callbacks
    assert callbacks.construct_event(vector["raw_query"]).tmn_code == "OTHERTMN"
    with pytest.raises(VnpayError, match="another terminal"):
        callbacks.construct_event(vector["raw_query"], expected=Expected())
