"""A page of a package's form as questions on a page, with its errors linked to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontend.forms.questions import Asked, anchor, conditional, draw, stacked
from portal.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.safestring import SafeString

    from portal.core.errors import FieldError
    from procedures.definition.forms import FormField, FormPage


# Sentences of these kinds are written for one question and say which.
NAMING = frozenset({"required", "const", "check", "identity"})


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A headed group of drawn questions."""

    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What a template needs to show one page of a form."""

    id: str
    title: str
    intro: str
    sections: tuple[DrawnSection, ...]
    errors: tuple[dict[str, Any], ...]  # for the error summary: text, href
    is_heading_in_form: bool  # a single question stands as the page's h1


def draw_page(
    page: FormPage, errors: Iterable[FieldError] = (), *, alone: bool = True
) -> DrawnPage:
    """Draw a page; what one answer alone reveals is nested below that answer.

    Where several pages stand on one screen (`alone` is false), none of them is its heading.
    """
    wrong = {error.pointer: error for error in errors}
    messages = {pointer: error.message for pointer, error in wrong.items()}
    nested = _nested(page.fields)
    top = [field for field in page.fields if field.name not in nested]
    single = alone and len(top) == 1 and top[0].widget != "checkbox"
    sections = []
    for section in page.sections:
        drawn = [
            _drawn(field, page.fields, messages, heading=single)
            for field in section.fields
            if field.name not in nested
        ]
        if drawn:
            sections.append(DrawnSection(section.title, stacked(drawn)))
    return DrawnPage(
        id=page.id,
        title=page.title,
        intro=page.intro,
        sections=tuple(sections),
        errors=tuple(_summary(page.fields, wrong)),
        is_heading_in_form=single,
    )


def _nested(fields: Sequence[FormField]) -> frozenset[str]:
    """The questions that exactly one answer of a radio question on the page reveals."""
    radios = {field.name for field in fields if field.widget == "radios"}
    return frozenset(
        field.name
        for field in fields
        if field.shown_when
        and field.shown_when.name in radios
        and len(field.shown_when.values) == 1
    )


def _drawn(
    field: FormField,
    fields: Sequence[FormField],
    messages: dict[str, str],
    *,
    heading: bool = False,
) -> SafeString:
    nested = _nested(fields)
    revealed: dict[str, list[SafeString]] = {}
    for other in fields:
        if other.name in nested and other.shown_when and other.shown_when.name == field.name:
            made = draw(Asked(other, messages.get(other.pointer, "")))
            revealed.setdefault(other.shown_when.values[0], []).append(made)
    asked = Asked(
        field,
        messages.get(field.pointer, ""),
        heading=heading,
        revealed={value: stacked(parts) for value, parts in revealed.items()},
    )
    return conditional(draw(asked), field)


def named(field: FormField, error: FieldError) -> str:
    """The sentence of an error with the name of its question, where it does not say that itself."""
    says_which = error.code in NAMING or fold(field.label) in fold(error.message)
    return error.message if says_which else f"{field.label}: {error.message}"


def _summary(fields: Sequence[FormField], wrong: Mapping[str, FieldError]) -> list[dict[str, Any]]:
    return [
        {"text": named(field, wrong[field.pointer]), "href": anchor(field)}
        for field in fields
        if field.pointer in wrong
    ]
