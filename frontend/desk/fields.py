"""What an action asks, as fields: the plan's inputs become GOV.UK components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontend.components import question, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.safestring import SafeString

    from frontend.components.markup import Options
    from portal.core.errors import FieldError
    from procedures.definition.package import Input

PREFIX = "input-"
ROWS = {"textarea": 5, "supplement_items": 6}


def typed_values(inputs: Iterable[Input], posted: Mapping[str, str]) -> dict[str, str]:
    """What was typed for each input."""
    return {wanted.name: posted.get(wanted.name, "") for wanted in inputs}


def errors_of(errors: Iterable[FieldError]) -> dict[str, str]:
    """The sentence of each wrong input, by its name."""
    return {error.pointer.removeprefix("/"): error.message for error in errors}


def summary_of(inputs: Iterable[Input], errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The error summary: each sentence names its input and leads to it."""
    return [
        {"text": f"{wanted.label}: {errors[wanted.name]}", "href": f"#{PREFIX}{wanted.name}"}
        for wanted in inputs
        if wanted.name in errors
    ]


def rendered(
    inputs: Iterable[Input], values: Mapping[str, str], errors: Mapping[str, str]
) -> list[SafeString]:
    """Each input as a component with its value and its error."""
    return [
        _rendered(wanted, values.get(wanted.name, ""), errors.get(wanted.name, ""))
        for wanted in inputs
    ]


def _rendered(wanted: Input, value: str, error: str) -> SafeString:
    options: dict[str, object] = {
        "id": f"{PREFIX}{wanted.name}",
        "name": wanted.name,
        "label": {**question(wanted.label, required=wanted.required), "classes": "govuk-label--s"},
        **({"hint": {"text": wanted.hint}} if wanted.hint else {}),
        **({"errorMessage": {"text": error}} if error else {}),
    }
    if wanted.widget == "select":
        return render("select", {**options, "items": _choices(wanted, value)})
    if wanted.widget in ROWS:
        return render("textarea", {**options, "value": value, "rows": ROWS[wanted.widget]})
    kind = {"type": "date"} if wanted.widget == "date" else {}
    return render("input", {**options, "value": value, **kind})


def _choices(wanted: Input, chosen: str) -> list[Options]:
    first: Options = {"value": "", "text": "Chọn"}
    given = [
        {"value": choice.value, "text": choice.label, "selected": choice.value == chosen}
        for choice in wanted.options
    ]
    return [first, *given]
