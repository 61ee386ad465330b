"""A list of the form: its items below each other or as a table, with buttons that need no script.

Every item stands in a group of its own with its number as heading; a button adds an empty one or
takes one out, and posts what was typed along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontend.components import render
from frontend.components.markup import element, join
from frontend.forms.questions import field_id
from procedures.definition.pointers import name_of
from procedures.definition.posting import ADD, REMOVE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from procedures.definition.forms import FormItem, FormRepeat, FormSection

TABLE = "table"


def list_anchor(repeat: FormRepeat) -> str:
    """Where the error summary leads: the list as a whole."""
    return f"#{field_id(repeat.name)}"


def draw_list(
    section: FormSection,
    repeat: FormRepeat,
    drawn: Mapping[str, SafeString],
    error: str | None,
) -> SafeString:
    """The list with its items, of which `drawn` holds the questions by pointer."""
    rows = [
        (
            item,
            [
                drawn[one.pointer]
                for one in section.fields
                if one.item == item.pointer and one.pointer in drawn
            ],
        )
        for item in repeat.items
    ]
    made = _table(section, repeat, rows) if repeat.layout == TABLE else _items(repeat, rows)
    legend = {"text": repeat.title, "classes": "govuk-fieldset__legend--m"}
    anchor = field_id(repeat.name)
    said = render("error-message", {"text": error, "id": f"{anchor}-error"}) if error else None
    body = join(_count(repeat), said, made if rows else _empty(), _more(repeat))
    group = render(
        "fieldset",
        {
            "legend": legend,
            "html": body,
            "describedBy": f"{anchor}-error" if error else None,
            "attributes": {"id": anchor, "tabindex": "-1"},
        },
    )
    classes = "govuk-form-group govuk-form-group--error" if error else "govuk-form-group"
    return element("div", {"class": classes}, _default_button(), group)


def _default_button() -> SafeString:
    """What Enter presses: the first button of a form, which must not be one that removes."""
    return element(
        "button",
        {"class": "govuk-visually-hidden", "tabindex": "-1", "aria-hidden": "true"},
        "Lưu và tiếp tục",
    )


def _count(repeat: FormRepeat) -> SafeString:
    """How many items the page shows: an item of unticked boxes posts nothing else."""
    return element(
        "input", {"type": "hidden", "name": repeat.name, "value": str(len(repeat.items))}
    )


def _items(repeat: FormRepeat, rows: Sequence[tuple[FormItem, list[SafeString]]]) -> SafeString:
    return join(
        *(
            render(
                "fieldset",
                {
                    "legend": {"text": item.title, "classes": "govuk-fieldset__legend--s"},
                    "classes": "app-card",
                    "html": join(*questions, _remove(repeat, item)),
                    "attributes": {"id": _id(item), "tabindex": "-1"},
                },
            )
            for item, questions in rows
        )
    )


def _table(
    section: FormSection,
    repeat: FormRepeat,
    rows: Sequence[tuple[FormItem, list[SafeString]]],
) -> SafeString:
    """A row for every item; the labels of its questions are read, and seen on a narrow screen."""
    first = repeat.items[0].pointer if repeat.items else ""
    heads = ["Mục", *(one.label for one in section.fields if one.item == first), "Thao tác"]
    head = [
        element("th", {"scope": "col", "class": "govuk-table__header"}, label) for label in heads
    ]
    body = [
        element(
            "tr",
            {"class": "govuk-table__row", "id": _id(item), "tabindex": "-1"},
            element("th", {"scope": "row", "class": "govuk-table__header"}, item.title),
            *(element("td", {"class": "govuk-table__cell"}, one) for one in questions),
            element("td", {"class": "govuk-table__cell"}, _remove(repeat, item)),
        )
        for item, questions in rows
    ]
    return element(
        "table",
        {"class": "govuk-table app-cards app-list-table"},
        element(
            "thead",
            {"class": "govuk-table__head"},
            element("tr", {"class": "govuk-table__row"}, *head),
        ),
        element("tbody", {"class": "govuk-table__body"}, *body),
    )


def _remove(repeat: FormRepeat, item: FormItem) -> SafeString | None:
    if not repeat.can_remove:
        return None
    spoken = element("span", {"class": "govuk-visually-hidden"}, f" {item.title}")
    return render(
        "button",
        {
            "html": join("Xóa", spoken),
            "name": REMOVE,
            "value": item.pointer,
            "classes": "govuk-button--secondary app-list-remove",
        },
    )


def _more(repeat: FormRepeat) -> SafeString:
    if not repeat.add:
        text = f"Danh sách đã đủ {repeat.most} mục, nhiều nhất có thể khai."
        return element("p", {"class": "govuk-hint"}, text)
    return render(
        "button",
        {
            "text": repeat.add,
            "name": ADD,
            "value": repeat.pointer,
            "classes": "govuk-button--secondary",
        },
    )


def _empty() -> SafeString:
    return element("p", {"class": "govuk-hint"}, "Chưa khai mục nào.")


def _id(item: FormItem) -> str:
    return field_id(name_of(item.pointer))
