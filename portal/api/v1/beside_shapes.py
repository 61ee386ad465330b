"""How what stands beside a dossier's step looks from outside: requests, tasks, legs, talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.v1.catalogue_shapes import AgencyRef, ProcedureRef, Reason, Shape
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind, Stage, TaskKind
from procedures.dossiers import by_hand
from procedures.dossiers.models import Message, Request, SideTask

if TYPE_CHECKING:
    from procedures.definition.package import Leg
    from procedures.dossiers.models import Dossier


class RequestShape(Shape):
    """An act that a superior must release before it takes effect."""

    id = serializers.IntegerField(source="pk", help_text="Số trong tên việc: release_request.7 …")
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(Request.State.choices)
    approver = serializers.CharField(help_text="Vai trò của người duyệt")
    data = serializers.DictField(help_text="Nội dung dự thảo, theo `name` của từng mục")  # type: ignore[assignment]
    drafted_by = serializers.CharField()
    drafted_at = serializers.DateTimeField()
    released_by = serializers.CharField()
    released_at = serializers.DateTimeField(allow_null=True)
    returned_reason = serializers.CharField()


class TaskShape(Shape):
    """Work beside the step: who does it, until when, what came of it."""

    id = serializers.IntegerField(source="pk", help_text="Số trong tên việc: report_task.12 …")
    kind = serializers.ChoiceField([kind.value for kind in TaskKind])
    label = serializers.CharField()  # type: ignore[assignment]
    question = serializers.CharField()
    agency = AgencyRef(allow_null=True)
    assignee = serializers.CharField(source="assignee.code", default=None, allow_null=True)
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    derivation = Reason(many=True)
    silence_consents = serializers.SerializerMethodField()
    blocking = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(SideTask.Outcome.choices, allow_blank=True)
    report = serializers.CharField()
    by_hand = serializers.SerializerMethodField(
        help_text="Người ghi thay cho cơ sở dữ liệu không trả lời"
    )
    waiting = serializers.SerializerMethodField(
        help_text="Cơ sở dữ liệu chưa kết nối được, và lúc cổng hỏi lại"
    )

    def get_by_hand(self, task: SideTask) -> bool:
        """Whether somebody wrote down what a register did not give."""
        return by_hand.is_written(task)

    def get_waiting(self, task: SideTask) -> str:
        """How a look-up stands whose register could not be reached."""
        return by_hand.waiting_words(task.dossier, task)

    def get_silence_consents(self, task: SideTask) -> bool:
        """Whether no answer in time is taken for consent."""
        return task.silence == "consent"


class LegShape(Shape):
    """One procedure of a bundle; `code` and what follows are null until its dossier is open."""

    id = serializers.CharField()
    name = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    procedure = ProcedureRef(allow_null=True)
    agency = AgencyRef(allow_null=True)
    stage = serializers.ChoiceField([stage.value for stage in Stage], allow_null=True)
    status = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)


class ChangeShape(Shape):
    """One answer before and after a supplement; null where there was or is none."""

    pointer = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class SupplementShape(Shape):
    """One request to supplement with what came of it."""

    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    content = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()
    guidance = serializers.CharField()
    fields = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="Con trỏ của mục, hoặc /papers/<mã giấy tờ>"
    )
    changes = ChangeShape(many=True)
    fee_would_be = serializers.IntegerField(
        allow_null=True,
        help_text="Phí, lệ phí theo nội dung đã sửa, nếu khác; khoản phải nộp không tự thay đổi",
    )


class FindingShape(Shape):
    """One thing that is missing in a file or does not fit its package."""

    place = serializers.CharField(help_text="Con trỏ của mục, hoặc /papers/<mã giấy tờ>")
    text = serializers.CharField()


class LabelledText(Shape):
    """One labelled fact."""

    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class DraftShape(Shape):
    """The text of a result before it is issued."""

    name = serializers.CharField()
    title = serializers.CharField()
    subject = serializers.ListField(child=serializers.CharField())
    grounds = serializers.ListField(child=serializers.CharField())
    details = serializers.SerializerMethodField()
    paragraphs = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(LabelledText(many=True))
    def get_details(self, draft: Any) -> list[dict[str, str]]:
        """The facts that it states."""
        return [{"label": label, "text": text} for label, text in draft.details]


class MessageShape(Shape):
    """One message; who of an agency wrote it stays inside the agency."""

    id = serializers.IntegerField(source="pk")
    side = serializers.ChoiceField(Message.Side.choices)
    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoteShape(Shape):
    """One internal note."""

    id = serializers.IntegerField(source="pk")
    text = serializers.CharField()
    written_by = serializers.CharField(help_text="staff:…")
    written_at = serializers.DateTimeField()


def supplement_lines(dossier: Dossier) -> list[dict[str, Any]]:
    """The requests to supplement as `SupplementShape` reads them."""
    return [
        {
            "asked_at": hold.opened_at,
            "answered_at": hold.closed_at,
            "content": hold.data.get("content", []),
            "reason": hold.data.get("reason", ""),
            "guidance": hold.data.get("guidance", ""),
            "fields": hold.data.get("fields", []),
            "changes": hold.data.get("changes", []),
            "fee_would_be": hold.data.get("fee_would_be"),
        }
        for hold in dossier.holds.filter(kind=HoldKind.SUPPLEMENT)
    ]


def leg_line(leg: Leg, dossier: Dossier | None) -> dict[str, Any]:
    """A leg as `LegShape` reads it."""
    return {
        "id": leg.id,
        "name": leg.name,
        "code": dossier.code if dossier else None,
        "procedure": dossier.procedure if dossier else None,
        "agency": dossier.competent_agency if dossier else None,
        "stage": dossier.stage if dossier else None,
        "status": NATIONAL_CODES.get(dossier.national_code or 0) if dossier else None,
        "due_at": dossier.due_at if dossier else None,
    }
