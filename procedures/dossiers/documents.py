"""The dossiers' documents as PDF: statutory forms and results. Run by the worker only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.template.loader import render_to_string

from portal.core import clock, journal, pdf
from procedures.dossiers import document_facts
from procedures.dossiers.models import Dossier, Result, Slip

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ACTOR = "system:worker"
Document = TypeVar("Document", Slip, Result)
_DOSSIER = (
    "procedure",
    "competent_agency",
    "owner",
    "organisation",
    "submitter",
)


def store_slip(pk: int) -> None:
    """Make and store the PDF of a slip, once."""
    slip = _fetch(Slip, pk)
    _store(
        slip,
        f"dossiers/pdf/{slip.form}.html",
        facts=lambda: document_facts.of_slip(slip),
        event="slip_ready",
        data={"slip": slip.pk, "form": slip.form},
    )


def draw_up_control_slip(dossier: int, *, version: int) -> None:
    """Make the Mẫu 06 of an act, told by its version, out of the journal; once, then its PDF."""
    with transaction.atomic():
        row = Dossier.objects.select_for_update(no_key=True).get(pk=dossier)
        drawn = row.slips.filter(form="mau_06")
        slip = drawn.filter(data__version=version).first()
        if slip is None:
            nth = drawn.count() + 1
            suffix = f"-{nth}" if nth > 1 else ""
            slip = Slip.objects.create(
                dossier=row,
                form="mau_06",
                number=f"{row.code}/06{suffix}",
                data={"until": clock.now().isoformat(), "version": version},
                created_at=clock.now(),
                created_by=ACTOR,
            )
    store_slip(slip.pk)


def store_result(pk: int) -> None:
    """Make and store the PDF of a result, once."""
    result = _fetch(Result, pk)
    _store(
        result,
        "dossiers/pdf/result.html",
        facts=lambda: document_facts.of_result(result),
        event="result_ready",
        data={"result": result.pk, "outcome": result.outcome},
    )


def _fetch(model: type[Document], pk: int) -> Document:
    """Read a row with what its document names."""
    related = ("dossier", *(f"dossier__{name}" for name in _DOSSIER))
    row: Document = model.objects.select_related(*related).get(pk=pk)
    return row


def _store(
    row: Document,
    template: str,
    *,
    facts: Callable[[], dict[str, Any]],
    event: str,
    data: dict[str, Any],
) -> None:
    """Make a document of its facts, keep it once, and tell the journal when it is there."""

    def content() -> bytes:
        return pdf.render(render_to_string(template, facts()), title=str(row))

    def tell() -> None:
        dossier = row.dossier
        journal.record(
            dossier.subject,
            f"dossier.{event}",
            actor=ACTOR,
            agency=dossier.competent_agency.code if dossier.competent_agency else "",
            procedure=dossier.procedure.code,
            data={"dossier": dossier.pk, **data},
        )

    pdf.store_once(row, content, tell=tell)
