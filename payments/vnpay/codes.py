"""The gateway's codes and what we read in them."""

from enum import Enum, StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What a signed pair of codes says about one payment."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUSPECTED = "suspected"
    REVERSED = "reversed"
    PENDING = "pending"
    UNKNOWN = "unknown"


class Ack(Enum):
    """The merchant's answer to an IPN: the code, then the message VNPAY's demos send."""

    OK = ("00", "Confirm Success")
    ALREADY = ("02", "Order already confirmed")
    NOT_FOUND = ("01", "Order not Found")
    BAD_AMOUNT = ("04", "Invalid amount")
    BAD_SIGNATURE = ("97", "Invalid signature")
    ERROR = ("99", "Unknown error")

    @property
    def code(self) -> str:
        """The `RspCode` on the wire."""
        return self.value[0]

    @property
    def message(self) -> str:
        """The `Message` on the wire."""
        return self.value[1]


class ResponseText(NamedTuple):
    """A response code in words for people."""

    vi: str
    en: str


SUCCESS = "00"
SUSPECTED = "07"

STATUS_PENDING = "01"
STATUS_FAILED = "02"
STATUS_REVERSED = "04"

# Rows of a refund. They never say anything about the payment itself.
REFUND_STATUSES = frozenset({"05", "06", "09"})

RESPONSE_TEXTS = {
    "00": ResponseText("Giao dịch thành công", "Success"),
    "05": ResponseText("Tài khoản không đủ số dư để thực hiện giao dịch", "Insufficient funds"),
    "06": ResponseText("Nhập sai mật khẩu xác thực giao dịch (OTP)", "Wrong OTP"),
    "07": ResponseText(
        "Trừ tiền thành công; giao dịch bị nghi ngờ, đang được kiểm tra",
        "Debited; the transaction is suspected and being checked",
    ),
    "08": ResponseText("Ngân hàng đang bảo trì", "The bank is under maintenance"),
    "09": ResponseText(
        "Thẻ hoặc tài khoản chưa đăng ký dịch vụ InternetBanking tại ngân hàng",
        "The card or account is not registered for Internet banking",
    ),
    "10": ResponseText(
        "Xác thực thông tin thẻ hoặc tài khoản không đúng quá 3 lần",
        "Wrong card or account details more than 3 times",
    ),
    "11": ResponseText("Đã hết hạn chờ thanh toán", "The payment window has expired"),
    "12": ResponseText("Thẻ hoặc tài khoản bị khóa", "The card or account is locked"),
    "13": ResponseText("Nhập sai mật khẩu xác thực giao dịch (OTP)", "Wrong OTP"),
    "24": ResponseText("Khách hàng hủy giao dịch", "Cancelled by the customer"),
    "51": ResponseText("Tài khoản không đủ số dư để thực hiện giao dịch", "Insufficient funds"),
    "65": ResponseText(
        "Tài khoản đã vượt quá hạn mức giao dịch trong ngày", "The daily limit is exceeded"
    ),
    "75": ResponseText("Ngân hàng thanh toán đang bảo trì", "The paying bank is under maintenance"),
    "79": ResponseText(
        "Nhập sai mật khẩu thanh toán quá số lần quy định",
        "Wrong payment password too many times",
    ),
    "99": ResponseText("Lỗi khác", "Other error"),
}

_UNLISTED = ResponseText("Chưa xác định được kết quả", "The outcome is not known")

# With status 02 only: a code alone never proves that nothing was debited.
_READ_WITH_FAILED_STATUS = {
    "11": Outcome.EXPIRED,
    "24": Outcome.CANCELLED,
    **dict.fromkeys(
        ("05", "06", "08", "09", "10", "12", "13", "51", "65", "75", "79", "99"), Outcome.FAILED
    ),
}


def response_text(code: str) -> ResponseText:
    """Put a response code in words; an unlisted code says that the outcome is not known."""
    return RESPONSE_TEXTS.get(code, _UNLISTED)


def read_outcome(response_code: str, transaction_status: str) -> Outcome:
    """Read both codes together; where they contradict each other the outcome is unknown."""
    if transaction_status in REFUND_STATUSES:
        return Outcome.UNKNOWN
    if transaction_status == STATUS_REVERSED:
        return Outcome.REVERSED
    if SUSPECTED in (response_code, transaction_status):
        return Outcome.SUSPECTED
    if transaction_status == STATUS_FAILED:
        return _READ_WITH_FAILED_STATUS.get(response_code, Outcome.UNKNOWN)
    if response_code != SUCCESS:
        return Outcome.UNKNOWN
    if transaction_status == SUCCESS:
        return Outcome.SUCCEEDED
    return Outcome.PENDING if transaction_status == STATUS_PENDING else Outcome.UNKNOWN
