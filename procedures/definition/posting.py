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
    from procedures.definition.package import Field, Package, Page, Repeat, Section

DATE_PARTS = ("day", "month", "year")
ADD, REMOVE = "add", "remove"  # the names of the buttons of a list
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
    compiled, page = schema.of(package), page_of(package, page_id)
    for section in page.sections:
        if section.repeat is not None:
            answers = _put_items(section, section.repeat, compiled, data, answers)
            continue
        for field in section.fields:
            value = _read(field, compiled, data)
            if value is None:
                answers = pointers.drop(answers, field.pointer)
            else:
                answers = pointers.put(answers, field.pointer, value)
    start = context(at=at, channel=channel, groups=groups)
    judged = answers_module.judge(package, answers, start)
    here = {field.pointer for section in page.sections for field in section.fields}
    here |= {section.repeat.pointer for section in page.sections if section.repeat}
    return judged.answers, [
        error for error in judged.errors if pointers.general(error.pointer) in here
    ]


def pressed(package: Package, page_id: str, data: Mapping[str, str]) -> str:
    """The list or item to return to when an add or a remove button was pressed; "" when none."""
    compiled = schema.of(package)
    for section in page_of(package, page_id).sections:
        if section.repeat is None:
            continue
        group = section.repeat.pointer
        if data.get(ADD) == group:
            return f"{group}/{_shown(section.repeat, compiled, data)}"
        if data.get(REMOVE, "").startswith(f"{group}/"):
            return group
    return ""


def _put_items(
    section: Section,
    repeat: Repeat,
    compiled: schema.Schema,
    data: Mapping[str, str],
    answers: dict[str, Any],
) -> dict[str, Any]:
    """The answers with a list as it was posted, then made longer or shorter by its buttons."""
    kept = [item for _, item in pointers.items(answers, repeat.pointer)]
    listed = []
    for at in range(_shown(repeat, compiled, data)):
        item = kept[at] if at < len(kept) and isinstance(kept[at], dict) else {}
        for field in section.fields:
            asked = answers_module.at_item(field, repeat, at)
            inside = field.pointer.partition(pointers.EVERY)[2]
            value = _read(asked, compiled, data)
            if value is None:
                item = pointers.drop(item, inside)
            else:
                item = pointers.put(item, inside, value)
        listed.append(item)
    if data.get(ADD) == repeat.pointer:
        listed.append({})
    removed = data.get(REMOVE, "").removeprefix(f"{repeat.pointer}/")
    listed = [item for at, item in enumerate(listed) if str(at) != removed]
    if not listed:
        return pointers.drop(answers, repeat.pointer)
    return pointers.put(answers, repeat.pointer, listed)


def _shown(repeat: Repeat, compiled: schema.Schema, data: Mapping[str, str]) -> int:
    """How many items the posted page had: as it says, or by the names of its answers."""
    name = pointers.name_of(repeat.pointer)
    most: int = compiled.groups[repeat.pointer].get("maxItems", 0) + 1
    said = nfc(data.get(name, ""))
    if _DIGITS.fullmatch(said):
        return min(int(said), most)
    places = (key.removeprefix(f"{name}.").partition(".")[0] for key in data if _of(key, name))
    return min(
        max((int(place) + 1 for place in places if _DIGITS.fullmatch(place)), default=0), most
    )


def _of(key: str, name: str) -> bool:
    return key.startswith(f"{name}.")


def parse_fields(
    package: Package, asked: Collection[str], data: Mapping[str, str]
) -> dict[str, Any]:
    """What was posted to some questions of the form, by pointer; None where nothing was."""
    compiled = schema.of(package)
    return {
        pointer: _read(field, compiled, data)
        for pointer in asked
        if (field := answers_module.question_at(package.substance, pointer)) is not None
    }


def _read(field: Field, compiled: schema.Schema, data: Mapping[str, str]) -> Any:
    name, node = pointers.name_of(field.pointer), compiled.node(field.pointer) or {}
    if field.widget == "date":
        return _date(name, data)
    text = nfc(data.get(name, ""))
    if field.widget == "checkbox":
        # A pledge that is not ticked is an unanswered question, any other box is a plain no.
        return True if text in CHECKED else (None if node.get("const") is True else False)
    if field.listed:
        listed = compiled.list_at(field.pointer)
        return (listed.code_of(text) if listed else text) or None
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
