"""What the reader is told about a wrong or missing answer, in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procedures.definition.package import Field

LIST = "list"  # the widget of a list as a question of its own: how many items it needs
_CHOICES = {"radios", "select", "commune"}
_FORMATS = {
    "date": "Hãy nhập một ngày có thật, ví dụ 27/03/1990.",
    "email": "Hãy nhập địa chỉ thư điện tử đúng dạng, ví dụ ten@example.com.",
    "phone-vn": "Hãy nhập số điện thoại tại Việt Nam, ví dụ 0912 345 678.",
    "personal-number": "Số định danh cá nhân gồm đúng 12 chữ số.",
    "tax-code": "Mã số thuế không đúng; hãy kiểm tra lại từng chữ số.",
    "commune-code": "Hãy chọn xã, phường hoặc đặc khu trong danh sách.",
}
_TYPES = {
    "integer": "Hãy nhập một số nguyên, ví dụ 12.",
    "boolean": "Hãy chọn có hoặc không.",
    "string": "Hãy nhập bằng chữ.",
    "array": "Hãy gửi một danh sách.",
    "object": "Hãy gửi một nhóm thông tin.",
}
_LIMITS = {
    "minimum": "Hãy nhập số không nhỏ hơn {limit}.",
    "maximum": "Hãy nhập số không lớn hơn {limit}.",
    "minLength": "Hãy nhập ít nhất {limit} ký tự.",
    "maxLength": "Hãy nhập không quá {limit} ký tự.",
    "minItems": "Cần ít nhất {limit} mục.",
    "maxItems": "Không được quá {limit} mục.",
}
_PLAIN = {
    "enum": "Hãy chọn một trong các phương án đã cho.",
    "pattern": "Thông tin này chưa đúng mẫu.",
    "additionalProperties": "Biểu mẫu không có thông tin này.",
    "size": "Thông tin gửi lên nhiều hơn mọi biểu mẫu.",
    "depth": "Thông tin gửi lên lồng nhau quá sâu.",
}


def sentence(field: Field | None, keyword: str, limit: Any = None) -> str:
    """The sentence for a broken keyword; a field's own message wins."""
    if field is not None:
        for key, text in field.messages:
            if key == keyword:
                return text
    if keyword in ("required", "const"):
        return _missing(field)
    if keyword == "format":
        return _FORMATS.get(limit, _PLAIN["pattern"])
    if keyword == "type":
        kind = limit[0] if isinstance(limit, list) else limit
        return _TYPES.get(kind, _PLAIN["pattern"])
    if keyword in _LIMITS:
        return _LIMITS[keyword].format(limit=limit)
    return _PLAIN.get(keyword, _PLAIN["pattern"])


def _missing(field: Field | None) -> str:
    if field is None:
        return "Thiếu thông tin bắt buộc."
    label = field.label.rstrip("?:. ")
    if field.widget == "checkbox":
        return f"Hãy đánh dấu vào ô “{label}”."
    if field.widget == LIST:
        return f"Hãy khai ít nhất một mục trong “{label}”."
    verb = "chọn" if field.widget in _CHOICES else "nhập"
    return f"Hãy {verb} “{label}”."
