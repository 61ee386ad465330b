"""The dossiers' documents as PDF: statutory forms and results. Run by the worker only.

Rendering and storing happen outside any transaction; then the row is locked, and whoever finds it
ready already throws their own copy away.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string

from portal.core import clock, journal, pdf
from procedures.dossiers import document_facts
from procedures.dossiers.models import Result, Slip

if TYPE_CHECKING:
    from typing import Any

ACTOR = "system:worker"
Document = TypeVar("Document", Slip, Result)
_DOSSIER = (
    "procedure",
    "procedure_version",
    "competent_agency",
    "owner",
    "organisation",
    "submitter",
)


def store_slip(pk: int) -> None:
    """Make and store the PDF of a slip, once."""
    slip = _fetch(Slip, pk)
    if slip.ready_at is None:
        facts = document_facts.of_slip(slip)
        data = {"slip": slip.pk, "form": slip.form}
        _store(slip, f"dossiers/pdf/{slip.form}.html", facts, "slip_ready", data)


def store_result(pk: int) -> None:
    """Make and store the PDF of a result, once."""
    result = _fetch(Result, pk)
    if result.ready_at is None:
        facts = document_facts.of_result(result)
        data = {"result": result.pk, "outcome": result.outcome}
        _store(result, "dossiers/pdf/result.html", facts, "result_ready", data)


def _fetch(model: type[Document], pk: int) -> Document:
    """Read a row with what its document names."""
    related = ("dossier", *(f"dossier__{name}" for name in _DOSSIER))
    row: Document = model.objects.select_related(*related).get(pk=pk)
    return row


def _store(
    row: Document, template: str, facts: dict[str, Any], event: str, data: dict[str, Any]
) -> None:
    content = pdf.render(render_to_string(template, facts), title=str(row))
    row.file.save(f"{secrets.token_hex(16)}.pdf", ContentFile(content), save=False)
    try:
        kept = _mark_ready(row, event, data)
    except BaseException:
        row.file.delete(save=False)
        raise
    if not kept:
        row.file.delete(save=False)


def _mark_ready(row: Document, event: str, data: dict[str, Any]) -> bool:
    """Point the row to its file and tell the journal; False when another run came first."""
    dossier = row.dossier
    with transaction.atomic():
        rows = type(row).objects.select_for_update()
        if rows.get(pk=row.pk).ready_at is not None:
            return False
        row.ready_at = clock.now()
        row.save(update_fields=["file", "ready_at"])
        journal.record(
            dossier.subject,
            f"dossier.{event}",
            actor=ACTOR,
            agency=dossier.competent_agency.code if dossier.competent_agency else "",
            procedure=dossier.procedure.code,
            data={"dossier": dossier.pk, **data},
        )
    return True
