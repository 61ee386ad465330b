"""What is read of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from portal.core.errors import NotFound
from portal.core.text import fold
from procedures.catalogue.models import (
    CatalogueEntry,
    CatalogueLine,
    Procedure,
    ProcedureVersion,
)
from procedures.catalogue.national.superseded import REPLACED_CODES
from procedures.definition import loader

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from procedures.definition.package import Package


@dataclass(frozen=True, slots=True)
class FactReport:
    """One fact of a row: what is certain, and the doubts (code, place, excerpt, why)."""

    name: str
    state: str  # certain | doubtful | absent
    values: tuple[Any, ...]
    doubts: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryReport:
    """What was read of a row, fact by fact, and the doubts about the row as a whole."""

    entry: CatalogueEntry
    facts: tuple[FactReport, ...]
    others: tuple[dict[str, str], ...]


def get_procedure(code: str) -> Procedure:
    """Fetch the procedure with this code."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise NotFound(f"Không có thủ tục mang mã {code}.")
    return procedure


def in_force(code: str, *, on: date) -> ProcedureVersion:
    """Fetch the version of a procedure in force on a day."""
    version = (
        ProcedureVersion.objects.filter(procedure__code=code, effective_from__lte=on)
        .filter(Q(effective_until__isnull=True) | Q(effective_until__gte=on))
        .select_related("procedure")
        .order_by("-number")
        .first()
    )
    if version is None:
        raise NotFound(f"Thủ tục {code} không có phiên bản đang có hiệu lực.")
    return version


@lru_cache(maxsize=512)
def package(version_id: int) -> Package:
    """The package of a version; loaded once per process, for a version never changes."""
    version = ProcedureVersion.objects.select_related("procedure").get(pk=version_id)
    return loader.load_parts(version.substance, version.plan, version.procedure.code)


def unreadable_versions() -> list[str]:
    """Load every stored version afresh; one sentence for each that this code cannot read."""
    found = []
    for version in ProcedureVersion.objects.select_related("procedure").iterator(chunk_size=50):
        code = version.procedure.code
        try:
            loader.load_parts(version.substance, version.plan, code)
        except loader.PackageError as fault:
            found.append(f"Không đọc được thủ tục {code}, phiên bản {version.number}: {fault}")
    return found


def search(
    text: str = "", *, audience: str = "", field: str = "", level: str = ""
) -> QuerySet[Procedure]:
    """Find procedures: every word of `text` must occur, diacritics and case aside."""
    found = Procedure.objects.all()
    for word in fold(text).split():
        found = found.filter(search_text__contains=word)
    if audience:
        found = found.filter(audiences__icontains=f'"{audience}"')
    if field:
        found = found.filter(field_code=field)
    if level:
        found = found.filter(level=level)
    return found.order_by("field_name", "name")


def fields() -> list[tuple[str, str]]:
    """The fields of law that have procedures, as (code, name)."""
    return list(
        Procedure.objects.order_by("field_name").values_list("field_code", "field_name").distinct()
    )


def lines(
    text: str = "",
    *,
    audience: str = "",
    field: str = "",
    agency_level: str = "",
    level: str = "",
    event: str = "",
) -> QuerySet[CatalogueLine]:
    """Find in the public list: the city's procedures first, then the national catalogue's.

    Every word of `text` must occur, diacritics and case aside; old codes find what replaced them.
    """
    found = CatalogueLine.objects.all()
    for word in fold(text).split():
        found = found.filter(search_text__contains=word)
    if audience:
        found = found.filter(audiences__icontains=f'"{audience}"')
    if agency_level:
        found = found.filter(agency_levels__icontains=f'"{agency_level}"')
    same = {"field_code": field, "level": level, "life_event": event}
    found = found.filter(**{name: wanted for name, wanted in same.items() if wanted})
    return found.defer("search_text").order_by("source", "field_name", "name", "code")


def line_fields() -> list[tuple[str, str]]:
    """The fields of law in the public list, as (code, name), each code once."""
    told = CatalogueLine.objects.exclude(field_code="").order_by("field_name", "-source")
    return list(dict(told.values_list("field_code", "field_name").distinct()).items())


def get_entry(code: str) -> CatalogueEntry:
    """Fetch what the national catalogue says under this code, where it may be shown."""
    entry = CatalogueEntry.objects.filter(code=code).first()
    if entry is None or not entry.is_shown:
        raise NotFound(f"Không có thủ tục mang mã {code}.")
    return entry


def successor(code: str) -> str:
    """The code that took this one's place; "" when none is known."""
    known = Procedure.objects.filter(code=code).values_list("replaced_by", flat=True).first()
    return known or REPLACED_CODES.get(code, "")


def entry_report(code: str) -> EntryReport:
    """What was read of a row of the national catalogue, and what was doubtful and why."""
    entry = CatalogueEntry.objects.filter(code=code).first()
    if entry is None:
        raise NotFound(f"Danh mục quốc gia đã nhập không có mã {code}.")
    by_fact: dict[str, list[dict[str, str]]] = {}
    for one in entry.doubts:
        fact = one["place"].partition("[")[0].partition(".")[0]
        by_fact.setdefault(fact, []).append(one)
    return EntryReport(
        entry=entry,
        facts=tuple(
            FactReport(
                name=name,
                state=state,
                values=tuple(entry.facts.get(name, ())),
                doubts=tuple(by_fact.pop(name, ())),
            )
            for name, state in entry.states.items()
        ),
        others=tuple(one for rest in by_fact.values() for one in rest),
    )
