"""An SDK for the VNPAY payment gateway, protocol 2.1.0: plain Python, no framework."""

from payments.vnpay.callbacks import CallbackEvent, CallbackService, Expected
from payments.vnpay.client import VnpayClient
from payments.vnpay.codes import Ack, Outcome, read_outcome, response_text
from payments.vnpay.errors import (
    CallbackMismatchError,
    ConfigurationError,
    DuplicateParameterError,
    InvalidRequestError,
    MalformedCallbackError,
    SignatureVerificationError,
    VnpayError,
)
from payments.vnpay.links import BankCode, PaymentLink, PaymentService
from payments.vnpay.order_info import sanitise_order_info
from payments.vnpay.signing import canonical_query, secure_hash

__all__ = [
    "Ack",
    "BankCode",
    "CallbackEvent",
    "CallbackMismatchError",
    "CallbackService",
    "ConfigurationError",
    "DuplicateParameterError",
    "Expected",
    "InvalidRequestError",
    "MalformedCallbackError",
    "Outcome",
    "PaymentLink",
    "PaymentService",
    "SignatureVerificationError",
    "VnpayClient",
    "VnpayError",
    "canonical_query",
    "read_outcome",
    "response_text",
    "sanitise_order_info",
    "secure_hash",
]
