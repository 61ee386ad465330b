"""Everything the SDK can raise."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from payments.vnpay.codes import Ack

if TYPE_CHECKING:
    from payments.vnpay.callbacks import CallbackEvent


class VnpayError(Exception):
    """The root: what went wrong, what to tell people, and whether to try again."""

    retryable: ClassVar[bool] = False
    outcome_known: bool = True
    user_message_vi: ClassVar[str] = "Cổng thanh toán gặp lỗi. Vui lòng thử lại sau."
    user_message_en: ClassVar[str] = "The payment gateway failed. Please try again later."

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        vnp_message: str | None = None,
        request_id: str | None = None,
        response_id: str | None = None,
        http_status: int | None = None,
        body_excerpt: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.vnp_message = vnp_message
        self.request_id = request_id
        self.response_id = response_id
        self.http_status = http_status
        self.body_excerpt = body_excerpt


class ConfigurationError(VnpayError):
    """The client was built with an unusable terminal code, secret or address."""

    user_message_vi = "Thanh toán trực tuyến chưa sẵn sàng. Vui lòng chọn cách nộp khác."
    user_message_en = "Online payment is not available. Please choose another way to pay."


class InvalidRequestError(VnpayError):
    """A value was refused before anything was signed; `param` names it."""

    user_message_vi = "Không tạo được giao dịch thanh toán vì thông tin chưa hợp lệ."
    user_message_en = "The payment could not be created because some details are not valid."

    def __init__(self, message: str, *, param: str) -> None:
        super().__init__(f"{param}: {message}")
        self.param = param


class SignatureVerificationError(VnpayError):
    """The callback is not signed by the gateway; nothing in it may be believed."""

    outcome_known = False
    ack: Ack = Ack.BAD_SIGNATURE
    user_message_vi = (
        "Không xác minh được kết quả thanh toán. Hệ thống đang kiểm tra với cổng thanh toán."
    )
    user_message_en = "The result could not be verified. We are checking with the gateway."


class DuplicateParameterError(SignatureVerificationError):
    """A signed parameter came twice, so the signature cannot say which one is meant."""

    def __init__(self, message: str, *, param: str) -> None:
        super().__init__(message)
        self.param = param


class MalformedCallbackError(VnpayError):
    """The callback cannot be read as one; where `signed`, `raw` and `fingerprint` are evidence."""

    outcome_known = False
    user_message_vi = SignatureVerificationError.user_message_vi
    user_message_en = SignatureVerificationError.user_message_en

    def __init__(
        self,
        message: str,
        *,
        ack: Ack = Ack.ERROR,
        raw: Mapping[str, str] | None = None,
        fingerprint: str = "",
    ) -> None:
        super().__init__(message)
        self.ack = ack
        self.raw = raw or {}
        self.fingerprint = fingerprint

    @property
    def signed(self) -> bool:
        """Whether the gateway's signature was verified before the fault was found."""
        return bool(self.fingerprint)


class CallbackMismatchError(MalformedCallbackError):
    """A signed callback speaks of another terminal, order or amount than expected."""

    def __init__(self, message: str, *, ack: Ack, event: "CallbackEvent") -> None:
        super().__init__(message, ack=ack, raw=event.raw, fingerprint=event.fingerprint)
        self.event = event
