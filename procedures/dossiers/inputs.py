"""What an action asks of the person who takes it, cleaned and checked against the plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from portal.core.errors import FieldError, InvalidInput
from portal.core.text import nfc
from procedures.definition.shape import INPUT_WIDGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from procedures.definition.package import Action, Input

# What all dossiers share asks for more than a plan may: questions and papers of the form, answers.
WIDGETS = (*INPUT_WIDGETS, "fields", "answers")
MAX_TEXT = 4000
MAX_ITEMS = 30
MAX_FIELDS = 100
_MISSING = "Hãy điền mục này."
_NOT_TEXT = "Mục này phải là chữ."
_NO_DATE = "Hãy ghi một ngày có thật, ví dụ 2026-12-31."


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
    clean_value: Callable[[Input, Any], Any] = _CLEANERS.get(wanted.widget, _text)
    return clean_value(wanted, value)


def _text(wanted: Input, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise ValueError(_NOT_TEXT)
    text = nfc(value or "")
    if wanted.required and not text:
        raise ValueError(_MISSING)
    if len(text) > MAX_TEXT:
        raise ValueError(f"Mục này dài quá {MAX_TEXT} ký tự.")
    allowed = {option.value for option in wanted.options}
    if text and allowed and text not in allowed:
        raise ValueError("Hãy chọn một giá trị trong danh sách.")
    return text


def _date(wanted: Input, value: Any) -> str:
    """A day, kept in ISO form; what it must lie after is the effect's to say."""
    text = _text(wanted, value)
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_NO_DATE) from None


def _items(wanted: Input, value: Any) -> list[str]:
    """Lines of text, from a list or from one text with a line each."""
    return _lines(wanted, value, most=MAX_ITEMS)


def _fields(wanted: Input, value: Any) -> list[str]:
    """Pointers of questions and papers, each once; which ones exist is the package's to say."""
    found = list(dict.fromkeys(_lines(wanted, value, most=MAX_FIELDS)))
    if not all(pointer.startswith("/") for pointer in found):
        raise ValueError("Mỗi mục là một con trỏ, ví dụ /port/name hoặc /papers/design.")
    return found


def _lines(wanted: Input, value: Any, *, most: int) -> list[str]:
    lines = value.splitlines() if isinstance(value, str) else value
    if lines is None:
        lines = []
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError("Mục này là danh sách các dòng chữ.")
    items = [text for line in lines if (text := nfc(line))]
    if wanted.required and not items:
        raise ValueError(_MISSING)
    if len(items) > most or any(len(item) > MAX_TEXT for item in items):
        raise ValueError(f"Tối đa {most} dòng, mỗi dòng {MAX_TEXT} ký tự.")
    return items


def _answers(wanted: Input, value: Any) -> dict[str, Any]:
    """Answers by pointer; whether they are right is judged with the whole form."""
    given = {} if value is None else value
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given):
        raise ValueError("Mục này là câu trả lời theo con trỏ của từng câu hỏi.")
    if wanted.required and not given:
        raise ValueError(_MISSING)
    if len(given) > MAX_FIELDS:
        raise ValueError(f"Tối đa {MAX_FIELDS} câu trả lời.")
    return dict(given)


_CLEANERS: dict[str, Callable[[Input, Any], Any]] = {
    "date": _date,
    "supplement_items": _items,
    "fields": _fields,
    "answers": _answers,
}
