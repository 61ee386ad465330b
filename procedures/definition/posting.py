"""From the strings of one posted page to typed answers, and what is still wrong on that page."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from portal.core.errors import FieldError, NotFound
from portal.core.text import nfc
from procedures.definition import answers as answers_module
from procedures.definition import pointers, schema
from procedures.definition.evaluate import context

if TYPE_CHECKING:
    from procedures.definition.package import Field, Package, Page

DATE_PARTS = ("day", "month", "year")
CHECKED = frozenset({"on", "true", "1"})
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([. ]\d{3})+", re.ASCII)
_DIGITS = re.compile(r"\d{1,4}", re.ASCII)
_PHONE_MARKS = str.maketrans("", "", " .-()")


def page_of(package: Package, page_id: str) -> Page:
    """The page of that id; `NotFound` when the form has none."""
    for page in package.substance.pages:
        if page.id == page_id:
            return page
    raise NotFound("Biểu mẫu không có trang này.")


def parse_page(
    package: Package,
    page_id: str,
    data: Mapping[str, str],
    answers: dict[str, Any],
    *,
    groups: Collection[str] = (),
    at: datetime | None = None,
    channel: str = "online",
) -> tuple[dict[str, Any], list[FieldError]]:
    """The answers with this page's taken in, and the errors of this page's questions.

    What cannot be read as its type is kept as typed, so that the form can show it again.
    """
    compiled = schema.of(package)
    asked = [field for section in page_of(package, page_id).sections for field in section.fields]
    for field in asked:
        value = _read(field, compiled.node(field.pointer) or {}, data)
        if value is None:
            answers = pointers.drop(answers, field.pointer)
        else:
            answers = pointers.put(answers, field.pointer, value)
    start = context(at=at, channel=channel, groups=groups)
    judged = answers_module.judge(package, answers, start)
    here = {field.pointer for field in asked}
    return judged.answers, [error for error in judged.errors if error.pointer in here]


def parse_fields(
    package: Package, asked: Collection[str], data: Mapping[str, str]
) -> dict[str, Any]:
    """What was posted to some questions of the form, by pointer; None where nothing was."""
    compiled = schema.of(package)
    return {
        field.pointer: _read(field, compiled.node(field.pointer) or {}, data)
        for _, field in answers_module.fields_of(package.substance)
        if field.pointer in asked
    }


def _read(field: Field, node: dict[str, Any], data: Mapping[str, str]) -> Any:
    name = pointers.name_of(field.pointer)
    if field.widget == "date":
        return _date(name, data)
    text = nfc(data.get(name, ""))
    if field.widget == "checkbox":
        # A pledge that is not ticked is an unanswered question, any other box is a plain no.
        return True if text in CHECKED else (None if node.get("const") is True else False)
    if field.options:
        return _choice(field, text)
    if node.get("type") == "integer":
        return _integer(text)
    if field.widget in ("phone", "tax_code"):
        return _code(text, keep_dash=field.widget == "tax_code")
    return text or None


def _date(name: str, data: Mapping[str, str]) -> str | None:
    """An ISO date from its parts; parts that are no date stay as typed, joined by slashes."""
    typed = [nfc(data.get(f"{name}.{part}", "")) for part in DATE_PARTS]
    if not any(typed):
        return nfc(data.get(name, "")) or None
    if all(_DIGITS.fullmatch(part) for part in typed):
        day, month, year = (int(part) for part in typed)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass
    return "/".join(typed)


def _choice(field: Field, text: str) -> Any:
    for option in field.options:
        if posted(option.value) == text:
            return option.value
    return text or None


def _integer(text: str) -> int | str | None:
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(" ", "")
    return int(text) if _WHOLE.fullmatch(text) else text or None


def _code(text: str, *, keep_dash: bool) -> str | None:
    bare = text.translate(_PHONE_MARKS)
    return (re.sub(r"[ .()]", "", text) if keep_dash else bare) or None


def posted(value: Any) -> str:
    """The string that a form posts for a value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
