"""What is read of the catalogue."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q

from portal.core.errors import NotFound
from portal.core.text import fold
from procedures.catalogue.models import Procedure, ProcedureVersion
from procedures.definition import loader

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from procedures.definition.package import Package


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
