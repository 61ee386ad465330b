from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.vnpay import InvalidRequestError, canonical_query, secure_hash

SECRET = "fake-secret"
KEYS = st.text("ABCxyz", min_size=1, max_size=6).map("vnp_".__add__)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"vnp_B": "2", "vnp_A": "1"}, "vnp_A=1&vnp_B=2"),
        ({"vnp_A": "", "vnp_B": None, "vnp_C": 0}, "vnp_C=0"),
        ({"vnp_A": "1", "vnp_SecureHash": "x", "vnp_SecureHashType": "SHA512"}, "vnp_A=1"),
        ({"vnp_A": "1", "utm_source": "x", "VNP_B": "2"}, "vnp_A=1"),
        ({"vnp_A": "a b~c*d"}, "vnp_A=a+b%7Ec*d"),
        ({"vnp_A": "!'()"}, "vnp_A=%21%27%28%29"),
        ({"vnp_A": "phí/+%"}, "vnp_A=ph%C3%AD%2F%2B%25"),
        ({}, ""),
    ],
)
def test_signed_text_is_sorted_and_encoded(params: dict[str, Any], text: str) -> None:
    assert canonical_query(params) == text


@pytest.mark.parametrize("value", [True, 1.5, b"x", ["1"], "\ud800"])
def test_unsignable_value_is_refused(value: Any) -> None:
    with pytest.raises(InvalidRequestError):
        secure_hash({"vnp_A": value}, SECRET)


@given(st.dictionaries(KEYS, TEXTS))
def test_signed_text_is_the_query_that_is_read_back(params: dict[str, str]) -> None:
    filled = {key: text for key, text in params.items() if text}
    assert dict(parse_qsl(canonical_query(params))) == filled


def test_hash_depends_on_the_secret() -> None:
    assert secure_hash({"vnp_A": "1"}, "a") != secure_hash({"vnp_A": "1"}, "b")
    assert len(secure_hash({"vnp_A": "1"}, "a")) == 128
