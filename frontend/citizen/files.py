"""Downloads: slips, results, receipts and papers, for those who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.session import actor_of
from payments import selectors as payments
from portal.core.errors import NotFound
from procedures.dossiers import access, selectors
from procedures.dossiers.uploads import CONTENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from procedures.dossiers.models import Dossier, Paper

PDF = CONTENT_TYPES["pdf"]


class Document(Protocol):
    """A document that the worker makes."""

    public_id: Any
    file: Any


Row = TypeVar("Row", bound=Document)


@never_cache
@require_safe
def slip_file(request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
    """A statutory form of a dossier."""
    dossier = _readable(request, code)
    slip = _find(selectors.slips(dossier, viewer=actor_of(request)), public_id)
    name = f"{slip.form.replace('_', '-')}_{dossier.code}.pdf"
    return _made(request, dossier, slip, name)


@never_cache
@require_safe
def result_file(request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
    """A result of a dossier."""
    dossier = _readable(request, code)
    result = _find(selectors.results(dossier, viewer=actor_of(request)), public_id)
    return _made(request, dossier, result, f"ket-qua_{dossier.code}.pdf")


@never_cache
@require_safe
def receipt_file(request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
    """A fee receipt of a dossier."""
    viewer = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=viewer)
    access.demand_party(dossier, viewer)
    receipt = _find(payments.receipts_for(dossier.pk), public_id)
    return _made(request, dossier, receipt, f"bien-lai_{dossier.code}_{receipt.number_text}.pdf")


@never_cache
@require_safe
def paper_file(request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
    """A paper that the applicant handed in."""
    return _sent(selectors.get_paper(_readable(request, code), public_id))


@never_cache
@require_safe
def draft_paper_file(request: HttpRequest, public_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A paper of a draft, which its owner alone can see."""
    draft = selectors.get_by_public_id(public_id, viewer=actor_of(request))
    if draft.code is not None:
        return redirect("frontend:paper_file", draft.code, paper_id)
    return _sent(selectors.get_paper(draft, paper_id))


def _sent(paper: Paper) -> FileResponse:
    return FileResponse(
        paper.file.open("rb"),
        as_attachment=True,
        filename=paper.name,
        content_type=CONTENT_TYPES[paper.kind],
    )


def _readable(request: HttpRequest, code: str) -> Dossier:
    """The dossier, if the reader may also see what it contains."""
    return selectors.get_readable(code, viewer=actor_of(request))


def _find(rows: Iterable[Row], public_id: UUID) -> Row:
    for row in rows:
        if row.public_id == public_id:
            return row
    raise NotFound("Không tìm thấy tệp này.")


def _made(
    request: HttpRequest, dossier: Dossier, document: Document, name: str
) -> HttpResponseBase:
    """The PDF, or the page that says that it is still being made."""
    if not document.file:
        return _being_made(request, dossier)
    return FileResponse(
        document.file.open("rb"), as_attachment=True, filename=name, content_type=PDF
    )


def _being_made(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return render(request, "frontend/citizen/being_made.html", {"dossier": dossier}, status=202)
