"""A page of a package's form as questions on a page, with its errors linked to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontend.forms.questions import Asked, anchor, conditional, draw, stacked
from frontend.forms.repeats import draw_list, list_anchor
from portal.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.utils.safestring import SafeString

    from portal.core.errors import FieldError
    from procedures.definition.forms import FormField, FormPage


# Sentences of these kinds are written for one question and say which.
NAMING = frozenset({"required", "const", "check", "identity"})


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A headed group of drawn questions."""

    title: str  # "" where the drawn section has its own
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
    single = alone and len(top) == 1 and top[0].widget != "checkbox" and not page.repeats
    sections = []
    for section in page.sections:
        drawn = {
            field.pointer: _drawn(
                field, page.fields, messages, heading=single, in_list=section.repeat is not None
            )
            for field in section.fields
            if field.name not in nested
        }
        if section.repeat is not None:
            made = draw_list(section, section.repeat, drawn, messages.get(section.repeat.pointer))
            sections.append(DrawnSection("", made))
        elif drawn:
            sections.append(DrawnSection(section.title, stacked(list(drawn.values()))))
    return DrawnPage(
        id=page.id,
        title=page.title,
        intro=page.intro,
        sections=tuple(sections),
        errors=tuple(_summary(page, wrong)),
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
    in_list: bool = False,
) -> SafeString:
    nested = _nested(fields)
    revealed: dict[str, list[SafeString]] = {}
    for other in fields:
        if other.name in nested and other.shown_when and other.shown_when.name == field.name:
            said = messages.get(other.pointer, "")
            made = draw(Asked(other, said, in_list=in_list))
            revealed.setdefault(other.shown_when.values[0], []).append(made)
    asked = Asked(
        field,
        messages.get(field.pointer, ""),
        heading=heading,
        in_list=in_list,
        revealed={value: stacked(parts) for value, parts in revealed.items()},
    )
    return conditional(draw(asked), field)


def named(field: FormField, error: FieldError) -> str:
    """The sentence of an error with the name of its question, where it does not say that itself."""
    says_which = error.code in NAMING or fold(field.label) in fold(error.message)
    return error.message if says_which else f"{field.full_label}: {error.message}"


def links(page: FormPage, wrong: Mapping[str, FieldError]) -> Iterator[tuple[str, str, str]]:
    """What is wrong on a page in its order: pointer, sentence, where it is mended."""
    for section in page.sections:
        repeat = section.repeat
        if repeat is not None and repeat.pointer in wrong:
            yield repeat.pointer, wrong[repeat.pointer].message, list_anchor(repeat)
        for field in section.fields:
            if field.pointer in wrong:
                yield field.pointer, named(field, wrong[field.pointer]), anchor(field)


def _summary(page: FormPage, wrong: Mapping[str, FieldError]) -> list[dict[str, Any]]:
    return [{"text": text, "href": href} for _, text, href in links(page, wrong)]
