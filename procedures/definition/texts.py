"""Answers as people read them, and texts with safe placeholders.

A placeholder is `{name}` or `{answers./a/b}`; nothing else is looked up or executed. One without a
value becomes `BLANK`, so that a document never shows a raw placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from procedures.definition import answers as answers_module
from procedures.definition import pointers
from procedures.definition.operators import as_date

if TYPE_CHECKING:
    from procedures.definition.package import Field, Package

BLANK = "…"
_PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.(?:/[a-z0-9_]+)+)?)\}")


def fill(template: str, facts: Mapping[str, str]) -> str:
    """The text with its placeholders replaced by facts."""
    return _PLACEHOLDER.sub(lambda match: facts.get(match[1]) or BLANK, template)


def placeholders(template: str) -> Iterator[str]:
    """The names of the placeholders in a text."""
    return iter(_PLACEHOLDER.findall(template))


def display(field: Field, value: Any, names: Mapping[str, str] | None = None) -> str:
    """One answer in words: labels of choices, dates as day/month/year, Có and Không.

    `names` gives the names of codes that the package does not know, such as communes.
    """
    for option in field.choices:
        if type(option.value) is type(value) and option.value == value:
            return option.label
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    day = as_date(value) if field.widget == "date" else None
    if day is not None:
        return f"{day:%d/%m/%Y}"
    return (names or {}).get(value, str(value)) if isinstance(value, str) else str(value)


def answer_facts(
    package: Package, answers: dict[str, Any], names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Placeholder name → words, for every question that has an answer."""
    return {
        f"answers.{field.pointer}": display(field, value, names)
        for _, field in answers_module.asked_of(package.substance, answers)
        if (value := pointers.get(answers, field.pointer)) is not None
    }
