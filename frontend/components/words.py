"""The few words that components say of their own accord, in the language of the page."""

from django.utils.translation import get_language

VIETNAMESE = {
    "Back": "Quay lại",
    "Breadcrumb": "Đường dẫn trang",
    "Choose file": "Chọn tệp",
    "Day": "Ngày",
    "Entered drop zone": "Đã vào vùng thả tệp",
    "Error": "Lỗi",
    "Hide": "Ẩn",
    "Hide password": "Ẩn mật khẩu",
    "Important": "Thông báo",
    "Left drop zone": "Đã rời vùng thả tệp",
    "Menu": "Trình đơn",
    "Month": "Tháng",
    "Next": "Sau",
    "No file chosen": "Chưa chọn tệp nào",
    "Page": "Trang",
    "Pagination": "Phân trang",
    "Previous": "Trước",
    "Service information": "Thông tin dịch vụ",
    "Show": "Hiện",
    "Show password": "Hiện mật khẩu",
    "Success": "Thành công",
    "Warning": "Lưu ý",
    "Year": "Năm",
    "Your password is hidden": "Mật khẩu đang được ẩn",
    "Your password is visible": "Mật khẩu đang hiện rõ",
    "or drop file": "hoặc thả tệp vào đây",
    "page": "trang",
    "{count} files chosen": "Đã chọn %{count} tệp",
}


def translation(english: str) -> str | None:
    """The word for the page's language, None on an English page, where the default stands."""
    if (get_language() or "vi").startswith("en"):
        return None
    return VIETNAMESE[english]


def word(english: str) -> str:
    """The word for the page's language."""
    return translation(english) or english
