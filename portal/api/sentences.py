"""The framework's findings about fields, in the reader's language."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"-?\d+")

# The framework's code -> our sentence; {limit} is the number that its own sentence names.
_SENTENCES = {
    "blank": "Hãy điền mục này.",
    "empty": "Mục này không được để trống.",
    "invalid": "Giá trị không đúng kiểu hoặc không đúng dạng.",
    "invalid_choice": "Giá trị này không có trong danh sách được chọn.",
    "max_length": "Mục này dài quá giới hạn {limit}.",
    "max_string_length": "Giá trị này dài quá giới hạn.",
    "max_value": "Giá trị này phải nhỏ hơn hoặc bằng {limit}.",
    "min_length": "Mục này phải dài ít nhất {limit}.",
    "min_value": "Giá trị này phải lớn hơn hoặc bằng {limit}.",
    "no_name": "Tệp phải có tên.",
    "not_a_dict": "Mục này phải là một đối tượng JSON.",
    "not_a_list": "Mục này phải là một danh sách.",
    "null": "Mục này không được là null.",
    "null_characters_not_allowed": "Giá trị này chứa ký tự không lưu được.",
    "required": "Thiếu mục này.",
}
_ANY = "Giá trị không hợp lệ."


def sentence(code: str, text: str) -> str:
    """The finding as it is shown: `text` where it is Vietnamese already, else by its code."""
    if not text.isascii():
        return text
    number = _NUMBER.search(text)
    return _SENTENCES.get(code, _ANY).format(limit=number.group() if number else "")
