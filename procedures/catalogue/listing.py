"""Keeps the lines of the public list: the city's procedures, then the national catalogue's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.core.text import fold
from procedures.catalogue.entry_models import CatalogueEntry, CatalogueLine
from procedures.catalogue.national.identity import AUDIENCES
from procedures.catalogue.national.superseded import REPLACED_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procedures.catalogue.models import Procedure

_WORDS = 2000  # characters of an entry that are searched

# At which level of government an agency of the city's classes stands.
_LEVEL_OF_CLASS = {"commune": "commune", "department": "city", "city": "city"}
_CITY, _NATIONAL = CatalogueLine.Source.CITY, CatalogueLine.Source.NATIONAL


def put_procedure(procedure: Procedure) -> None:
    """Bring the line of one of the city's procedures up to date; it hides an entry's line."""
    earlier = type(procedure).objects.filter(replaced_by=procedure.code)
    replaced = earlier.values_list("code", flat=True)
    CatalogueLine.objects.update_or_create(
        code=procedure.code,
        defaults={
            "source": _CITY,
            "place": f"0:{procedure.code}",
            "name": procedure.name,
            "summary": procedure.summary,
            "field_code": procedure.field_code,
            "field_name": procedure.field_name,
            "level": procedure.level,
            "agency_class": procedure.agency_class,
            "agency_levels": [_LEVEL_OF_CLASS[procedure.agency_class]],
            "audiences": procedure.audiences,
            "life_event": procedure.life_event,
            "search_text": f"{procedure.search_text} {codes_of(procedure.code, replaced)}",
        },
    )
    successor = procedure.replaced_by
    if successor:
        _add_code(successor, procedure.code)
    # One field of law has one code, whoever wrote of it first.
    CatalogueLine.objects.filter(source=_NATIONAL, field_name=procedure.field_name).exclude(
        field_code=procedure.field_code
    ).update(field_code=procedure.field_code)


def put_entries(entries: Iterable[CatalogueEntry]) -> None:
    """Bring the lines of entries up to date; the city's own procedures keep theirs."""
    shown = {one.code: one for one in entries}
    if not shown:
        return
    kept = CatalogueLine.objects.filter(code__in=shown)
    own = set(kept.filter(source=_CITY).values_list("code", flat=True))
    kept.filter(source=_NATIONAL).delete()
    cities = CatalogueLine.objects.filter(source=_CITY)
    known = dict(cities.values_list("field_name", "field_code"))
    CatalogueLine.objects.bulk_create(
        _line(one, known)
        for code, one in shown.items()
        if code not in own and one.is_shown and one.vanished_at is None
    )


def codes_of(code: str, replaced: Iterable[str] = ()) -> str:
    """The codes under which a procedure is looked for: its own, old ones, with and without dot."""
    old = [before for before, now in REPLACED_CODES.items() if now == code]
    known = dict.fromkeys((code, *old, *replaced))
    return " ".join(form for one in known for form in (one, one.replace(".", "")))


def _add_code(successor: str, code: str) -> None:
    """Let a line be found by a code that it replaces."""
    for line in CatalogueLine.objects.filter(code=successor).exclude(search_text__contains=code):
        line.search_text += f" {code} {code.replace('.', '')}"
        line.save(update_fields=["search_text"])


def entry_words(entry: CatalogueEntry) -> str:
    """What an entry is found by, folded."""
    agencies: list[dict[str, Any]] = entry.facts.get("agencies") or [{}]
    results = [one["name"] for one in entry.facts.get("results", [])]
    performing = agencies[0].get("performing", ())
    told = [entry.name, entry.field_name, *performing, *results]
    return f"{fold(' '.join(told))[:_WORDS]} {codes_of(entry.code)}"


def _line(entry: CatalogueEntry, known: dict[str, str]) -> CatalogueLine:
    agencies: list[dict[str, Any]] = entry.facts.get("agencies") or [{}]
    named = (AUDIENCES.get(word, "") for word in entry.facts.get("audiences", ()))
    return CatalogueLine(
        code=entry.code,
        source=_NATIONAL,
        place=f"1:{entry.code}",
        name=entry.name,
        field_code=known.get(entry.field_name) or field_code(entry.field_name),
        field_name=entry.field_name,
        level="info",
        agency_levels=list(agencies[0].get("levels", ())),
        audiences=[word for word in dict.fromkeys(named) if word],
        search_text=entry.search_text,
    )


def field_code(name: str) -> str:
    """The code of a field of law that none of the city's procedures has named."""
    return "_".join("".join(char if char.isalnum() else " " for char in fold(name)).split())
