"""What an action asks, as fields: the plan's inputs become GOV.UK components."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from frontend.components import question, render
from frontend.components.fields import described, fieldset, form_group
from frontend.components.markup import join, option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict
    from django.utils.safestring import SafeString

    from frontend.components.markup import Options
    from portal.core.errors import FieldError
    from procedures.definition.package import Input

    Typed = str | list[str]

PREFIX = "input-"
ROWS = {"textarea": 5, "supplement_items": 6}
DATE_PARTS = (("day", "Ngày", 2), ("month", "Tháng", 2), ("year", "Năm", 4))
LISTS = {"select", "agency", "staff"}


def typed_values(inputs: Iterable[Input], posted: QueryDict) -> dict[str, Typed]:
    """What was typed for each input; a day as ISO, or as typed where it is no day."""
    return {wanted.name: _typed(wanted, posted) for wanted in inputs}


def shown(value: Typed) -> str:
    """What was typed, as one text."""
    return value if isinstance(value, str) else "\n".join(value)


def errors_of(errors: Iterable[FieldError]) -> dict[str, str]:
    """The sentence of each wrong input, by its name."""
    return {error.pointer.removeprefix("/"): error.message for error in errors}


def summary_of(inputs: Iterable[Input], errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The error summary: each sentence names its input and leads to it."""
    return [
        {"text": f"{wanted.label}: {errors[wanted.name]}", "href": f"#{_first_id(wanted)}"}
        for wanted in inputs
        if wanted.name in errors
    ]


def rendered(
    inputs: Iterable[Input], values: Mapping[str, Typed], errors: Mapping[str, str]
) -> list[SafeString]:
    """Each input as a component with its value and its error."""
    return [
        _rendered(wanted, values.get(wanted.name, ""), errors.get(wanted.name, ""))
        for wanted in inputs
    ]


def _typed(wanted: Input, posted: QueryDict) -> Typed:
    if wanted.widget == "fields":
        return posted.getlist(wanted.name)
    if wanted.widget == "date" and wanted.name not in posted:
        return _iso([posted.get(f"{wanted.name}-{part}", "").strip() for part, _, _ in DATE_PARTS])
    return posted.get(wanted.name, "")


def _iso(parts: list[str]) -> str:
    """Day, month and year as ISO; what is no day keeps its parts, so that they are shown again."""
    if not any(parts):
        return ""
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        return "/".join(parts)


def _first_id(wanted: Input) -> str:
    return f"{PREFIX}{wanted.name}-day" if wanted.widget == "date" else f"{PREFIX}{wanted.name}"


def _rendered(wanted: Input, value: Typed, error: str) -> SafeString:
    options: dict[str, object] = {
        "id": f"{PREFIX}{wanted.name}",
        "name": wanted.name,
        **({"hint": {"text": wanted.hint}} if wanted.hint else {}),
        **({"errorMessage": {"text": error}} if error else {}),
    }
    asked = question(wanted.label, required=wanted.required)
    if wanted.widget in {"date", "fields"}:
        options["fieldset"] = {"legend": {**asked, "classes": "govuk-fieldset__legend--s"}}
        if wanted.widget == "date":
            return _date(options, shown(value))
        return _boxes(wanted, options, value)
    options["label"] = {**asked, "classes": "govuk-label--s"}
    if wanted.widget in LISTS:
        items = _choices(wanted, shown(value))
        return render("select", {**options, "items": items, "classes": "govuk-!-width-full"})
    if wanted.widget in ROWS:
        rows = ROWS[wanted.widget]
        return render("textarea", {**options, "value": shown(value), "rows": rows})
    return render("input", {**options, "value": shown(value)})


def _date(options: Mapping[str, object], value: str) -> SafeString:
    typed = value.split("/") if "/" in value else value.split("-")[::-1]
    parts = typed if len(typed) == len(DATE_PARTS) else ["", "", ""]
    name = options["name"]
    items = [
        {
            "name": f"{name}-{part}",
            "id": f"{options['id']}-{part}",
            "label": label,
            "value": text,
            "classes": f"govuk-input--width-{width}",
        }
        for (part, label, width), text in zip(DATE_PARTS, parts, strict=True)
    ]
    return render("date-input", {**options, "items": items})


def _boxes(wanted: Input, options: Mapping[str, object], value: Typed) -> SafeString:
    """Boxes to tick, below the page of the form that each stands on, as its hint says."""
    ticked = set(value) if isinstance(value, list) else set(value.splitlines())
    pages: dict[str, list[Options]] = {}
    for choice in wanted.options:
        box = {
            "value": choice.value,
            "text": choice.label,
            "checked": choice.value in ticked,
        }
        pages.setdefault(choice.hint, []).append(box)
    about, ids = described(options, options["id"], None)
    groups = join(
        *(
            _page_of_boxes(page, items, options, number)
            for number, (page, items) in enumerate(pages.items(), start=1)
        )
    )
    frame = option(options, "fieldset")
    inner = fieldset({**frame, "describedBy": ids, "html": join(about, groups)})
    return form_group(options, inner)


def _page_of_boxes(
    page: str, items: list[Options], options: Mapping[str, object], number: int
) -> SafeString:
    """The boxes of one page, folded until one is ticked or an error leads there."""
    legend = {"text": page, "classes": "govuk-visually-hidden"}
    boxes = render(
        "checkboxes",
        {
            "name": options["name"],
            "idPrefix": options["id"] if number == 1 else f"{options['id']}-page-{number}",
            "classes": "govuk-checkboxes--small",
            "fieldset": {"legend": legend},
            "items": items,
        },
    )
    count = sum(bool(item["checked"]) for item in items)
    chosen = f", đã chọn {count}" if count else ""
    return render(
        "details",
        {
            "summaryText": f"{page} ({len(items)} mục{chosen})",
            "html": boxes,
            "open": bool(count) or (number == 1 and "errorMessage" in options),
            "classes": "govuk-!-margin-bottom-2",
        },
    )


def _choices(wanted: Input, chosen: str) -> list[Options]:
    first: Options = {"value": "", "text": "Chọn"}
    given = [
        {"value": choice.value, "text": choice.label, "selected": choice.value == chosen}
        for choice in wanted.options
    ]
    return [first, *given]
