"""One question of the neutral page model as a GOV.UK component."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from frontend.components import question, render
from frontend.components.markup import element, join
from frontend.forms.communes import commune_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.safestring import SafeString

    from frontend.components.markup import Options
    from procedures.definition.forms import FormField

MANY = 15
DATE_PARTS = (("day", "Ngày", 2), ("month", "Tháng", 2), ("year", "Năm", 4))


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is wrong with its answer and what it reveals."""

    field: FormField
    error: str = ""
    heading: bool = False  # the question is the page's h1
    in_list: bool = False  # its item stands above it as a heading
    revealed: Mapping[str, SafeString] = dataclasses.field(
        default_factory=dict
    )  # option value → questions


def field_id(name: str) -> str:
    """The id of a question's first control."""
    return name.replace(".", "-")


def anchor(asked: FormField) -> str:
    """Where the error summary leads: the first control of the question."""
    first = f"{field_id(asked.name)}-day" if asked.widget == "date" else field_id(asked.name)
    return f"#{first}"


def draw(asked: Asked) -> SafeString:
    """The question as a component; questions with a condition are wrapped for the script."""
    return WIDGETS.get(asked.field.widget, _text)(asked)


def conditional(made: SafeString, asked: FormField) -> SafeString:
    """A question that several answers of another one reveal; without a script it stays shown."""
    if asked.shown_when is None:
        return made
    attributes = {
        "data-shown-when": asked.shown_when.name,
        "data-shown-values": " ".join(asked.shown_when.values),
    }
    return element("div", attributes, made)


def _common(asked: Asked, *, legend: bool = False) -> dict[str, Any]:
    """Label or legend, hint and error, as every component takes them."""
    the = asked.field
    said = the.label if asked.in_list else the.full_label
    label: dict[str, object] = dict(question(said, required=the.required))
    kind = "govuk-fieldset__legend" if legend else "govuk-label"
    label |= (
        {"isPageHeading": True, "classes": f"{kind}--l"}
        if asked.heading
        else {"classes": f"{kind}--s"}
    )
    return {
        "name": the.name,
        "hint": {"text": the.hint} if the.hint else None,
        "errorMessage": {"text": asked.error} if asked.error else None,
        **({"fieldset": {"legend": label}} if legend else {"label": label}),
    }


def _text(asked: Asked) -> SafeString:
    return _line(asked)


def _phone(asked: Asked) -> SafeString:
    return _line(asked, type="tel", classes="govuk-input--width-20")


def _number(asked: Asked) -> SafeString:
    return _line(asked, inputmode="numeric", classes="govuk-input--width-5", spellcheck=False)


def _tax_code(asked: Asked) -> SafeString:
    return _line(asked, inputmode="numeric", classes="govuk-input--width-20", spellcheck=False)


def _line(asked: Asked, **more: object) -> SafeString:
    the = asked.field
    options: dict[str, Any] = {
        "id": field_id(the.name),
        "value": the.text,
        "autocomplete": the.autocomplete or None,
    }
    return render("input", _common(asked) | options | more)


def _textarea(asked: Asked) -> SafeString:
    the = asked.field
    options = {
        "id": field_id(the.name),
        "value": the.text,
        "rows": 3,
        "autocomplete": the.autocomplete or None,
    }
    return render("textarea", _common(asked) | options)


def _radios(asked: Asked) -> SafeString:
    the = asked.field
    items: list[Options] = [
        {
            "value": option.value,
            "text": option.label,
            "hint": {"text": option.hint} if option.hint else None,
            "checked": option.selected,
            "conditional": {"html": asked.revealed.get(option.value)},
        }
        for option in the.options
    ]
    return render(
        "radios", _common(asked, legend=True) | {"idPrefix": field_id(the.name), "items": items}
    )


def _checkbox(asked: Asked) -> SafeString:
    """A single box: its label is the sentence that it affirms."""
    the = asked.field
    said = question(the.label, required=True if the.required else None)
    item = {"value": "true", "checked": the.value is True, **said}
    common = _common(asked)
    del common["label"]
    legend = {"text": "Xác nhận", "classes": "govuk-visually-hidden"}
    return render(
        "checkboxes",
        common
        | {
            "idPrefix": field_id(the.name),
            "items": [item],
            "fieldset": {"legend": legend},
        },
    )


def _select(asked: Asked) -> SafeString:
    the = asked.field
    if len(the.options) > MANY:
        return _typed(asked)
    options = [(option.value, option.label) for option in the.options]
    return _list(asked, options)


def _typed(asked: Asked) -> SafeString:
    """Too many choices to scroll through: a line to type in, with the labels as suggestions."""
    the = asked.field
    offered = f"{field_id(the.name)}-list"
    labels = (element("option", {"value": option.label}) for option in the.options)
    line = _line(asked, value=the.display or the.text, attributes={"list": offered})
    return join(line, element("datalist", {"id": offered}, *labels))


def _commune(asked: Asked) -> SafeString:
    return _list(asked, list(commune_names().items()))


def _list(asked: Asked, choices: Sequence[tuple[str, str]]) -> SafeString:
    the = asked.field
    items = [{"value": "", "text": "Hãy chọn"}]
    items += [{"value": value, "text": label} for value, label in choices]
    return render(
        "select", _common(asked) | {"id": field_id(the.name), "items": items, "value": the.text}
    )


def _date(asked: Asked) -> SafeString:
    the = asked.field
    born = "bday" if the.pointer.endswith("birth_date") and the.prefill else ""
    items = [
        {
            "name": f"{the.name}.{part}",
            "id": f"{field_id(the.name)}-{part}",
            "label": label,
            "value": value,
            "classes": f"govuk-input--width-{width}",
            "autocomplete": f"{born}-{part}" if born else None,
        }
        for (part, label, width), value in zip(DATE_PARTS, the.parts, strict=True)
    ]
    return render(
        "date-input", _common(asked, legend=True) | {"id": field_id(the.name), "items": items}
    )


WIDGETS: dict[str, Callable[[Asked], SafeString]] = {
    "text": _text,
    "textarea": _textarea,
    "date": _date,
    "radios": _radios,
    "select": _select,
    "checkbox": _checkbox,
    "number": _number,
    "commune": _commune,
    "tax_code": _tax_code,
    "phone": _phone,
}


def stacked(parts: Sequence[SafeString]) -> SafeString:
    """Questions one below the other."""
    return join(*parts)
