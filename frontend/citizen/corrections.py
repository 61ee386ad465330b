"""The questions that a desk asked to have answered anew: as a page, and out of what was posted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from frontend.forms.communes import commune_names
from procedures.definition import forms, pointers
from procedures.definition.posting import parse_fields
from procedures.dossiers import access, selectors, supplements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from procedures.definition.forms import FormField, FormPage
    from procedures.dossiers.models import Dossier, Hold

PAGE = "supplement"


def posted(dossier: Dossier, hold: Hold, data: Mapping[str, str]) -> dict[str, Any]:
    """The new answers by pointer, to what was asked and to what those answers call for.

    An answer that was posted as it stands is no new answer.
    """
    package = selectors.package_of(dossier)
    given = parse_fields(package, supplements.asked_questions(hold), data)
    answers = supplements.put_all(dossier.answers, given)
    more = supplements.open_questions(dossier, hold, answers) - set(given)
    given |= {
        pointer: value
        for pointer, value in parse_fields(package, more, data).items()
        if value is not None
    }
    return {
        pointer: value
        for pointer, value in given.items()
        if value != pointers.get(dossier.answers, pointer)
    }


def page(dossier: Dossier, hold: Hold, given: Mapping[str, Any]) -> FormPage | None:
    """The questions that are open, with what was typed; None where only papers were asked for."""
    answers = supplements.put_all(dossier.answers, given)
    opened = supplements.open_questions(dossier, hold, answers)
    if not opened:
        return None
    pages = forms.page_model(
        selectors.package_of(dossier),
        answers,
        groups=access.groups_of(dossier),
        at=dossier.submitted_at or dossier.created_at,
        channel=dossier.channel,
        names=commune_names(),
    )
    asked = {pointers.name_of(pointer) for pointer in opened}
    wanted = {pointers.name_of(pointer) for pointer in supplements.asked_questions(hold)}
    sections = [
        replace(
            section,
            title="",
            repeat=None,
            fields=tuple(
                _open(field, asked, wanted) for field in section.fields if _is_open(field, asked)
            ),
        )
        for model in pages
        for section in model.sections
    ]
    kept = tuple(section for section in sections if section.fields)
    return forms.FormPage(PAGE, "Mục cần sửa", "", kept)


def _is_open(field: FormField, asked: set[str]) -> bool:
    return field.name in asked or (
        field.shown_when is not None and field.shown_when.name in asked and not field.visible
    )


def _open(field: FormField, asked: set[str], wanted: set[str]) -> FormField:
    """The question, which whoever is asked it answers; revealed only by one on the same page."""
    field = replace(field, required=field.required or field.name in wanted)
    if field.shown_when is None or field.shown_when.name in asked:
        return field
    return replace(field, shown_when=None)
