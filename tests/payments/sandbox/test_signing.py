from hypothesis import given
from hypothesis import strategies as st

from payments.sandbox.signing import is_signed_by_merchant, signed_query
from payments.vnpay import VnpayClient
from payments.vnpay.testing import sign_callback

SECRET = "fake-secret"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
PARAMS = st.fixed_dictionaries(
    {
        "vnp_TmnCode": TEXTS,
        "vnp_TxnRef": TEXTS,
        "vnp_Amount": TEXTS,
        "vnp_ResponseCode": TEXTS,
        "vnp_TransactionStatus": TEXTS,
        "vnp_OrderInfo": TEXTS,
    }
)
MERCHANT = VnpayClient(tmn_code="FAKETMN1", secret=SECRET, base_url="https://gateway.invalid")


@given(PARAMS)
def test_merchant_believes_the_gateway(params: dict[str, str]) -> None:
    query = signed_query(params, secret=SECRET)
    assert query == sign_callback(params, SECRET)
    assert MERCHANT.callbacks.construct_event(query).order_info == params["vnp_OrderInfo"]


@given(PARAMS)
def test_gateway_believes_the_merchant(params: dict[str, str]) -> None:
    assert is_signed_by_merchant(sign_callback(params, SECRET), secret=SECRET)
    assert not is_signed_by_merchant(sign_callback(params, "other"), secret=SECRET)


def test_empty_values_are_not_sent() -> None:
    assert signed_query({"vnp_A": "1", "vnp_B": ""}, secret=SECRET).startswith("vnp_A=1&vnp_Secure")


def test_values_are_encoded_as_java_does() -> None:
    query = signed_query({"vnp_A": "a b~c*d(e)/ф"}, secret=SECRET)
    assert query.startswith("vnp_A=a+b%7Ec*d%28e%29%2F%D1%84&vnp_SecureHash=")
