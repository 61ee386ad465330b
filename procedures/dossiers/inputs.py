"""What an action asks of the person who takes it, cleaned and checked against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.core.errors import FieldError, InvalidInput
from portal.core.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from procedures.definition.package import Action, Input

MAX_TEXT = 4000
MAX_ITEMS = 30
_MISSING = "Hãy điền mục này."


def clean(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    """The action's values out of what was sent; every wrong one is named."""
    cleaned: dict[str, Any] = {}
    errors: list[FieldError] = []
    for wanted in action.inputs:
        try:
            cleaned[wanted.name] = _clean_one(wanted, data.get(wanted.name))
        except ValueError as wrong:
            errors.append(FieldError(f"/{wanted.name}", "input", str(wrong)))
    if errors:
        raise InvalidInput("Thông tin xử lý chưa đủ.", errors=errors)
    return cleaned


def _clean_one(wanted: Input, value: Any) -> Any:
    if wanted.widget == "supplement_items":
        return _items(wanted, value)
    if value is not None and not isinstance(value, str):
        raise ValueError("Mục này phải là chữ.")
    text = nfc(value or "")
    if wanted.required and not text:
        raise ValueError(_MISSING)
    if len(text) > MAX_TEXT:
        raise ValueError(f"Mục này dài quá {MAX_TEXT} ký tự.")
    allowed = {option.value for option in wanted.options}
    if text and allowed and text not in allowed:
        raise ValueError("Hãy chọn một giá trị trong danh sách.")
    return text


def _items(wanted: Input, value: Any) -> list[str]:
    """Lines of text, from a list or from one text with a line each."""
    lines = value.splitlines() if isinstance(value, str) else value
    if lines is None:
        lines = []
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError("Mục này là danh sách các dòng chữ.")
    items = [text for line in lines if (text := nfc(line))]
    if wanted.required and not items:
        raise ValueError(_MISSING)
    if len(items) > MAX_ITEMS or any(len(item) > MAX_TEXT for item in items):
        raise ValueError(f"Tối đa {MAX_ITEMS} dòng, mỗi dòng {MAX_TEXT} ký tự.")
    return items
