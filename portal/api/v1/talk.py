"""Messages and notes on a dossier, the guide before a supplement, the draft to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.api.resource import SeenVersion, listed
from portal.api.schema import whole_list
from portal.api.shapes import Body
from portal.api.v1.beside_shapes import DraftShape, FindingShape, MessageShape, NoteShape
from portal.api.v1.dossier_shapes import DossierBrief, brief
from portal.api.v1.dossiers import DossierResource
from portal.core.errors import NotAllowed, Refused
from procedures.dossiers import access, actions, beside, guides, selectors, talk
from procedures.dossiers.common import CONFIRMATIONS

if TYPE_CHECKING:
    from rest_framework.request import Request


class Said(Body):
    """What somebody says."""

    text = serializers.CharField(
        allow_blank=True, help_text=f"Tối đa {talk.MAX_TEXT} ký tự; {talk.PER_HOUR} tin mỗi giờ"
    )


class Confirmation(SeenVersion):
    """What the applicant says of the draft."""

    answer = serializers.ChoiceField([(choice.value, choice.label) for choice in CONFIRMATIONS])
    note = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="Bắt buộc khi chưa đúng"
    )


class Messages(DossierResource):
    """What applicant and desk say to each other."""

    @extend_schema("messages_list", responses=whole_list(MessageShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List all messages, the oldest first; reading them here marks nothing."""
        found = self.dossier(dossier)
        if not talk.may(found, "message", self.actor):
            raise NotAllowed("Bạn không tham gia trao đổi về hồ sơ này.")
        return listed(talk.messages(found, viewer=self.actor), MessageShape)

    @extend_schema(request=Said, responses={201: MessageShape})
    def post(self, request: Request, dossier: str) -> Response:
        """Say something to the other side."""
        wanted = self.body(Said)
        message = talk.write_message(self.dossier(dossier), wanted["text"], actor=self.actor)
        return Response(MessageShape(message).data, status=status.HTTP_201_CREATED)


class MessagesRead(DossierResource):
    """The marks of what was read."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, dossier: str) -> Response:
        """Mark what the other side said as read."""
        talk.mark_read(self.dossier(dossier), actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Notes(DossierResource):
    """Internal notes of the caller's own agency."""

    @extend_schema("notes_list", responses=whole_list(NoteShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List them, the oldest first."""
        found = self.dossier(dossier)
        if not talk.may(found, "note", self.actor):
            raise NotAllowed("Bạn không đọc được ghi chú nội bộ của hồ sơ này.")
        return listed(talk.notes(found, viewer=self.actor), NoteShape)

    @extend_schema(request=Said, responses={201: NoteShape})
    def post(self, request: Request, dossier: str) -> Response:
        """Keep a note for colleagues."""
        wanted = self.body(Said)
        note = talk.write_note(self.dossier(dossier), wanted["text"], actor=self.actor)
        return Response(NoteShape(note).data, status=status.HTTP_201_CREATED)


class Guide(DossierResource):
    """The whole file against its package, so that everything is asked for at once."""

    @extend_schema("guide_list", responses=whole_list(FindingShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List what is missing or does not fit; for the desk that may ask for it."""
        found = self.dossier(dossier)
        if "request_supplement" not in access.kinds_for(found, self.actor):
            raise NotAllowed("Bạn không có quyền yêu cầu bổ sung hồ sơ này.")
        return listed(guides.findings(found), FindingShape)


class Confirm(DossierResource):
    """The draft that the applicant is asked to confirm."""

    @extend_schema(responses=DraftShape)
    def get(self, request: Request, dossier: str) -> Response:
        """Show the text of the draft."""
        found = self.dossier(dossier)
        if "confirm" not in access.kinds_for(found, self.actor):
            raise NotAllowed("Chỉ người nộp hồ sơ xác nhận dự thảo.")
        draft = beside.shown_draft(found, selectors.open_holds(found))
        if draft is None:
            raise Refused("Hồ sơ không có nội dung nào chờ xác nhận.", code="nothing_to_confirm")
        return Response(DraftShape(draft).data)

    @extend_schema(request=Confirmation, responses=DossierBrief)
    def post(self, request: Request, dossier: str) -> Response:
        """Agree, or say what is not right."""
        wanted: dict[str, Any] = self.body(Confirmation)
        done = actions.confirm(self.dossier(dossier), actor=self.actor, **wanted)
        return Response(brief(done))
