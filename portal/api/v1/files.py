"""Papers in; slips, results and receipts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from payments import selectors as payments
from portal.api.bodies import UploadBody
from portal.api.resource import listed
from portal.api.schema import whole_list
from portal.api.shapes import Body
from portal.api.v1.catalogue_shapes import Shape
from portal.api.v1.dossier_shapes import PaperShape, ResultShape, SlipShape
from portal.api.v1.dossiers import DossierResource
from portal.api.v1.money_shapes import ReceiptShape
from portal.core.errors import NotFound
from procedures.dossiers import access, actions, selectors
from procedures.dossiers.uploads import CONTENT_TYPES
from procedures.registers.port import Outcome
from procedures.registers.questions import REGISTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http.response import HttpResponseBase
    from rest_framework.request import Request

    from payments.models import FeeReceipt
    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier, Result, Slip


class PendingShape(Shape):
    """A file that is being made."""

    status = serializers.ChoiceField(("pending",))
    detail = serializers.CharField()


PDF = CONTENT_TYPES["pdf"]
RETRY_AFTER_SECONDS = 2
_PDF_OR_LATER = {
    (200, PDF): OpenApiTypes.BINARY,
    (202, "application/json"): OpenApiResponse(
        PendingShape, description="Đang lập; hỏi lại sau số giây trong Retry-After"
    ),
}
_ANY_FILE = {(200, kind): OpenApiTypes.BINARY for kind in CONTENT_TYPES.values()}


class Upload(Body):
    """One file for one component of the dossier."""

    code = serializers.CharField(max_length=60)
    file = serializers.FileField(allow_empty_file=True)


class Papers(DossierResource):
    """The uploaded files of a dossier."""

    parser_classes = (UploadBody,)

    @extend_schema(request={"multipart/form-data": Upload}, responses={201: PaperShape})
    def post(self, request: Request, dossier: str) -> Response:
        """Add a PDF, JPEG or PNG, judged by its content, to a draft or to a supplement."""
        wanted = self.body(Upload)
        paper = actions.add_paper(
            self.dossier(dossier), wanted["code"], wanted["file"], actor=self.actor
        )
        return Response(PaperShape(paper).data, status=status.HTTP_201_CREATED)


class PaperLookUpShape(Shape):
    """How the look-up of one component ended."""

    code = serializers.CharField(help_text="Mã thành phần hồ sơ")
    register = serializers.ChoiceField(tuple(REGISTERS))
    outcome = serializers.ChoiceField(tuple(outcome.value for outcome in Outcome))
    found = serializers.BooleanField(help_text="Đúng: không phải tải lên")
    sentence = serializers.CharField()


class LookUpPapers(DossierResource):
    """The components that registers can vouch for."""

    @extend_schema(request=None, responses=whole_list(PaperLookUpShape))
    def post(self, request: Request, dossier: str) -> Response:
        """Ask the registers for what a draft still lacks; a register that fails is an answer."""
        found = actions.look_up_papers(self.dossier(dossier), actor=self.actor)
        return listed(found, PaperLookUpShape)


class PaperItem(DossierResource):
    """One uploaded file."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, dossier: str, paper: UUID) -> Response:
        """Take a file out of a draft, or out of what is being supplemented."""
        actions.remove_paper(self.dossier(dossier), paper, actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReadableFile(DossierResource):
    """Files of a dossier, for whoever may read its papers."""

    def readable(self, name: str) -> Dossier:
        """Fetch the dossier; refuse who may see that it exists, but not read it."""
        dossier = self.dossier(name)
        # A draft is seen by its owner alone.
        return selectors.get_readable(dossier.code, viewer=self.actor) if dossier.code else dossier


class PaperFile(ReadableFile):
    """The bytes of an uploaded file."""

    @extend_schema(responses=_ANY_FILE)
    def get(self, request: Request, dossier: str, paper: UUID) -> HttpResponseBase:
        """Download it."""
        found = selectors.get_paper(self.readable(dossier), paper)
        return _download(found.file, found.name, CONTENT_TYPES[found.kind])


class Slips(ReadableFile):
    """The statutory forms of a dossier."""

    @extend_schema(responses=whole_list(SlipShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List them, the oldest first."""
        return listed(selectors.slips(self.readable(dossier), viewer=self.actor), SlipShape)


class SlipFile(ReadableFile):
    """One statutory form as PDF."""

    @extend_schema(responses=_PDF_OR_LATER)
    def get(self, request: Request, dossier: str, slip: UUID) -> HttpResponseBase:
        """Download it, or hear that it is being made."""
        found = _one(selectors.slips(self.readable(dossier), viewer=self.actor), slip)
        return _document(found, f"{found.form}-{found.number}")


class Results(ReadableFile):
    """The results of a dossier."""

    @extend_schema(responses=whole_list(ResultShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List those in force; an applicant has them once they are handed out."""
        return listed(selectors.results(self.readable(dossier), viewer=self.actor), ResultShape)


class ResultFile(ReadableFile):
    """One result as PDF."""

    @extend_schema(responses=_PDF_OR_LATER)
    def get(self, request: Request, dossier: str, result: UUID) -> HttpResponseBase:
        """Download it, or hear that it is being made."""
        found = _one(selectors.results(self.readable(dossier), viewer=self.actor), result)
        return _document(found, f"ket-qua-{found.number}")


class Receipts(DossierResource):
    """The fee receipts of a dossier."""

    @extend_schema(responses=whole_list(ReceiptShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List them; cancelled ones say so."""
        return listed(_receipts(self.dossier(dossier), self.actor), ReceiptShape)


class ReceiptFile(DossierResource):
    """One fee receipt as PDF."""

    @extend_schema(responses=_PDF_OR_LATER)
    def get(self, request: Request, dossier: str, receipt: UUID) -> HttpResponseBase:
        """Download it, or hear that it is being made."""
        found = _one(_receipts(self.dossier(dossier), self.actor), receipt)
        return _document(found, f"bien-lai-{found.number_text}")


def _receipts(dossier: Dossier, actor: Actor) -> list[FeeReceipt]:
    access.demand_party(dossier, actor)
    return payments.receipts_for(dossier.pk)


def _one(rows: Iterable[Any], public_id: UUID) -> Any:
    found = next((row for row in rows if row.public_id == public_id), None)
    if found is None:
        raise NotFound("Không tìm thấy tệp này.")
    return found


def _document(document: Slip | Result | FeeReceipt, name: str) -> HttpResponseBase:
    """The document's PDF; 202 while the worker still makes it."""
    if document.ready_at is None:
        return Response(
            {"status": "pending", "detail": "Tệp đang được lập."},
            status=status.HTTP_202_ACCEPTED,
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    return _download(document.file, f"{name.replace('/', '-')}.pdf", PDF)


def _download(file: Any, name: str, content_type: str) -> FileResponse:
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
