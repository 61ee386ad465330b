"""The applicant's journey: draft, answers, submission, and what follows."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.api.paging import Paging
from portal.api.pointers import below
from portal.api.resource import ON_BEHALF_OF, Resource, SeenVersion, listed
from portal.api.schema import paged, whole_list
from portal.api.shapes import Body
from portal.api.v1.dossier_shapes import (
    DossierBrief,
    DossierWhole,
    EntryShape,
    SavedShape,
    brief,
    whole,
)
from portal.core.errors import InvalidInput, Stale
from procedures.dossiers import actions, selectors
from tracking.selectors import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rest_framework.request import Request

    from procedures.dossiers.models import Dossier

DRAFT_MOVED = (
    "Bản nháp đã được lưu lần khác sau phiên bản mà bạn nêu. Hãy lấy lại bản nháp rồi gửi lại."
)
_OF_THE_BODY = frozenset({"/note", "/answers"})
_FOR_WHOM = OpenApiParameter(
    ON_BEHALF_OF,
    str,
    OpenApiParameter.HEADER,
    description="Mã số thuế của tổ chức, hoặc số định danh của người mà bạn đại diện",
)


class NewDossier(Body):
    """Which procedure, at which agency, for whom."""

    procedure = serializers.CharField(max_length=20)
    agency = serializers.CharField(max_length=16)
    on_behalf_of = serializers.CharField(
        required=False,
        default="",
        max_length=14,
        allow_blank=True,
        help_text="Như tiêu đề cùng tên",
    )


class NewAnswers(SeenVersion):
    """The whole answers of a draft; they replace the ones kept so far."""

    answers = serializers.DictField()


class Answer(SeenVersion):
    """What the applicant answers to a request for more."""

    note = serializers.CharField(required=False, default="", allow_blank=True)
    answers = serializers.DictField(
        required=False,
        default=dict,
        help_text="Con trỏ → câu trả lời mới; chỉ những mục được yêu cầu (`fields` của yêu cầu) và "
        "những mục mà câu trả lời mới đòi hỏi. Phí, lệ phí không thay đổi theo.",
    )


class Withdrawal(SeenVersion):
    """Why the applicant withdraws."""

    reason = serializers.CharField(allow_blank=True)


class DossierResource(Resource):
    """A resource of one dossier, named by its code or, from the draft on, by its id."""

    def dossier(self, name: str) -> Dossier:
        """Fetch the dossier if the caller may see it."""
        try:
            public_id = UUID(name)
        except ValueError:
            return selectors.get_dossier(name, viewer=self.actor)
        return selectors.get_by_public_id(public_id, viewer=self.actor)


@contextmanager
def draft_as_seen() -> Iterator[None]:
    """Say of a draft that moved what a program can do; nothing of it is in the journal yet."""
    try:
        yield
    except Stale as stale:
        if stale.extra.get("changes"):
            raise
        raise Stale(DRAFT_MOVED, extra={"version": stale.extra["version"]}) from stale


class DossierList(Resource):
    """The caller's own drafts and dossiers."""

    @extend_schema("dossiers_list", parameters=[Paging], responses=paged(DossierBrief))
    def get(self, request: Request) -> Response:
        """List them, the newest first."""
        asked = self.query(Paging)
        rows = selectors.my_dossiers(self.actor)
        return self.page(rows, DossierBrief, ordering="-id", limit=asked["limit"])

    @extend_schema(request=NewDossier, responses={201: DossierWhole}, parameters=[_FOR_WHOM])
    def post(self, request: Request) -> Response:
        """Start a draft, filled with what the account already knows."""
        wanted = self.body(NewDossier)
        actor = self.acting_for(wanted["on_behalf_of"]) if wanted["on_behalf_of"] else self.actor
        draft = actions.start_draft(wanted["procedure"], actor=actor, agency_code=wanted["agency"])
        return Response(
            whole(draft, actor=actor),
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api:dossier", args=[draft.public_id])},
        )


class DossierItem(DossierResource):
    """One draft or dossier."""

    @extend_schema(responses=DossierWhole)
    def get(self, request: Request, dossier: str) -> Response:
        """Show it with what the caller may do now."""
        return Response(whole(self.dossier(dossier), actor=self.actor))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, dossier: str) -> Response:
        """Delete a draft with its files; what was submitted is never deleted."""
        actions.discard(self.dossier(dossier), actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DraftAnswers(DossierResource):
    """The answers of a draft."""

    @extend_schema(request=NewAnswers, responses=SavedShape)
    def patch(self, request: Request, dossier: str) -> Response:
        """Replace all answers; wrong ones are kept too, and named in the evaluation."""
        wanted = self.body(NewAnswers)
        with draft_as_seen():
            draft = actions.save_answers(self.dossier(dossier), actor=self.actor, **wanted)
        verdict = selectors.evaluation(draft).as_dict()
        return Response({"version": draft.version, "answers": draft.answers, "evaluation": verdict})


class _ApplicantAct(DossierResource):
    """One thing that applicants do with their dossier."""

    shape: ClassVar[type[Body]] = SeenVersion

    def answer(self, name: str) -> Response:
        """Take the action and show the dossier as it stands afterwards."""
        wanted = self.body(self.shape)
        done = self.act(self.dossier(name), **wanted)
        return Response(brief(done))

    def act(self, dossier: Dossier, **wanted: Any) -> Dossier:
        """Do it."""
        raise NotImplementedError


class Submit(_ApplicantAct):
    """Nộp hồ sơ."""

    @extend_schema(request=SeenVersion, responses=DossierBrief)
    def post(self, request: Request, dossier: str) -> Response:
        """Submit a complete draft; submitting it again gives the same dossier."""
        return self.answer(dossier)

    def act(self, dossier: Dossier, **wanted: Any) -> Dossier:
        """Submit."""
        with draft_as_seen():
            return actions.submit(dossier, actor=self.actor, **wanted)


class Supplement(_ApplicantAct):
    """Gửi bổ sung."""

    shape = Answer

    @extend_schema(request=Answer, responses=DossierBrief)
    def post(self, request: Request, dossier: str) -> Response:
        """Send what the desk asked for: new answers, new papers, a note."""
        return self.answer(dossier)

    def act(self, dossier: Dossier, **wanted: Any) -> Dossier:
        """Answer the request."""
        try:
            return actions.answer_supplement(dossier, actor=self.actor, **wanted)
        except InvalidInput as wrong:
            # Pointers lead into what was sent: answers are named by their own pointers.
            wrong.errors = [
                error
                if error.pointer in _OF_THE_BODY
                else replace(error, pointer=below("/answers", error.pointer))
                for error in wrong.errors
            ]
            raise


class Withdraw(_ApplicantAct):
    """Rút hồ sơ."""

    shape = Withdrawal

    @extend_schema(request=Withdrawal, responses=DossierBrief)
    def post(self, request: Request, dossier: str) -> Response:
        """Withdraw; once the dossier is accepted, this lays the wish before the agency's leader."""
        return self.answer(dossier)

    def act(self, dossier: Dossier, **wanted: Any) -> Dossier:
        """Withdraw."""
        return actions.withdraw(dossier, actor=self.actor, **wanted)


class TakeBackWithdrawal(_ApplicantAct):
    """Không rút hồ sơ nữa."""

    @extend_schema(request=SeenVersion, responses=DossierBrief)
    def post(self, request: Request, dossier: str) -> Response:
        """Take back the wish to withdraw, before it takes effect."""
        return self.answer(dossier)

    def act(self, dossier: Dossier, **wanted: Any) -> Dossier:
        """Take it back."""
        return actions.take_back_withdrawal(dossier, actor=self.actor, **wanted)


class Collect(_ApplicantAct):
    """Nhận kết quả trực tuyến."""

    @extend_schema(request=SeenVersion, responses=DossierBrief)
    def post(self, request: Request, dossier: str) -> Response:
        """Receive the result online."""
        return self.answer(dossier)

    def act(self, dossier: Dossier, **wanted: Any) -> Dossier:
        """Collect."""
        return actions.collect_result(dossier, actor=self.actor, **wanted)


class Timeline(DossierResource):
    """The dossier's story."""

    @extend_schema(responses=whole_list(EntryShape))
    def get(self, request: Request, dossier: str) -> Response:
        """List what happened, with date and unit, a bundle's legs included; running steps last."""
        return listed(timeline(self.dossier(dossier)), EntryShape)
