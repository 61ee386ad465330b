"""How drafts and dossiers look from outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.v1.beside_shapes import (
    LegShape,
    RequestShape,
    SupplementShape,
    TaskShape,
    leg_line,
    supplement_lines,
)
from portal.api.v1.catalogue_shapes import (
    AgencyRef,
    FrozenLine,
    Option,
    ProcedureRef,
    Reason,
    Shape,
    Verdict,
)
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind, Stage
from procedures.dossiers import access, beside, choices, engine, selectors, talk
from procedures.dossiers.inputs import MAX_ITEMS, MAX_TEXT, WIDGETS
from procedures.dossiers.models import Dossier, Hold, Remark, Request, SideTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.accounts.actors import Actor
    from procedures.dossiers.selectors import AvailableAction, PaperSlot


class ClockShape(Shape):
    """How the legal deadline stands."""

    state = serializers.ChoiceField(("none", "paused", "ok", "soon", "late"))
    words = serializers.CharField()


@extend_schema_field(
    {
        "type": "object",
        "description": "fee: `amount`, `lines`; supplement: điều đã yêu cầu, theo `name` của từng "
        "mục trong hành động yêu cầu bổ sung",
        "properties": {
            "amount": {"type": "integer"},
            "lines": {"type": "array", "items": {"$ref": "#/components/schemas/FrozenLine"}},
        },
        "additionalProperties": {
            "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
        },
    }
)
class HoldData(serializers.DictField):
    """What a hold asks for, as its kind has it."""


class HoldShape(Shape):
    """One reason to wait, with what it asks for."""

    kind = serializers.ChoiceField([kind.value for kind in HoldKind])
    words = serializers.SerializerMethodField()
    opened_at = serializers.DateTimeField()
    lapses_at = serializers.DateTimeField(
        allow_null=True, help_text="Hạn bổ sung hoặc trả lời; null khi không có"
    )
    data = HoldData()  # type: ignore[assignment]

    def get_words(self, hold: Hold) -> str:
        """What it waits for."""
        return engine.hold_sentence(hold)


class DossierBrief(Shape):
    """A draft or dossier as lists and answers to actions show it."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    procedure = ProcedureRef()
    agency = AgencyRef(source="competent_agency", allow_null=True)
    owner = serializers.CharField(source="owner_name")
    stage = serializers.ChoiceField([stage.value for stage in Stage])
    step = serializers.CharField()
    national_code = serializers.IntegerField(allow_null=True)
    status = serializers.SerializerMethodField()
    clock = serializers.SerializerMethodField()
    holds = serializers.SerializerMethodField()
    channel = serializers.CharField()
    delivery = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()

    def get_status(self, dossier: Dossier) -> str:
        """The national status in words; a draft's stage."""
        return NATIONAL_CODES.get(dossier.national_code or 0, dossier.get_stage_display())

    @extend_schema_field(ClockShape)
    def get_clock(self, dossier: Dossier) -> Any:
        """How its running deadline stands."""
        waiting = any(hold.stops_clock for hold in holds_of(dossier))
        return ClockShape(selectors.clock_of(dossier, waiting=waiting)).data

    @extend_schema_field(HoldShape(many=True))
    def get_holds(self, dossier: Dossier) -> Any:
        """What it waits for now."""
        return HoldShape(holds_of(dossier), many=True).data


class PaperShape(Shape):
    """One uploaded file, or what a register vouches for in its place."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="upload | register:<tên>; giấy tờ tra cứu điện tử không có tệp để tải về"
    )
    kind = serializers.CharField(help_text="pdf | jpeg | png; trống nếu không có tệp")
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    uploaded_at = serializers.DateTimeField()


class PaperSlotShape(Shape):
    """One component of the file that these answers call for, with its files."""

    code = serializers.CharField(source="need.rule.code")
    name = serializers.CharField(source="need.rule.name")
    hint = serializers.CharField(source="need.rule.hint")
    required = serializers.BooleanField(source="need.required")  # type: ignore[assignment]
    uploadable = serializers.BooleanField(source="need.uploadable")
    files = PaperShape(many=True)


VALUES = (
    f"Giá trị gửi trong `data`: text, textarea, select, date là một chuỗi dài tối đa {MAX_TEXT} ký "
    "tự (select: `value` của một phương án); supplement_items là danh sách chuỗi, hoặc một chuỗi "
    f"mỗi dòng một mục, tối đa {MAX_ITEMS} mục; date là ngày ISO (2026-12-31); staff và fields: "
    "`value` của `options` (fields là danh sách); agency là mã của một cơ quan trong /agencies/"
)
# The API has a list of agencies of its own; 114 of them in each answer would help nobody.
_LISTED_ELSEWHERE = frozenset({"agency"})


class InputShape(Shape):
    """One value that an action asks for."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    widget = serializers.ChoiceField(WIDGETS, help_text=VALUES)
    required = serializers.BooleanField()  # type: ignore[assignment]
    options = Option(many=True)
    hint = serializers.CharField()


class ActionShape(Shape):
    """What the caller may do now; `blocked_by` says what it still waits for."""

    id = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    inputs = InputShape(many=True)
    blocked_by = serializers.CharField()
    approver = serializers.CharField(
        help_text="Khác rỗng: thực hiện việc này chỉ lập đề nghị, vai trò này phải duyệt"
    )


class RemarkShape(Shape):
    """What somebody wrote with an action."""

    action = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    written_by = serializers.CharField(help_text="person:… | staff:…")
    written_at = serializers.DateTimeField()


@dataclass(frozen=True, slots=True)
class Detail:
    """What one reader may know of a dossier beyond its brief; None for what they may not read."""

    dossier: Dossier
    actions: Sequence[AvailableAction]
    step_name: str
    reads_papers: bool
    is_only_asked: bool
    verdict: dict[str, Any] | None
    papers: Sequence[PaperSlot] | None
    remarks: Sequence[Remark] | None
    requests: Sequence[Request]
    tasks: Sequence[SideTask]
    legs: Sequence[dict[str, Any]]
    supplements: Sequence[dict[str, Any]] | None
    unread_messages: int

    @property
    def parent(self) -> str | None:
        """The bundle that it is a leg of."""
        return self.dossier.parent.code if self.dossier.parent else None

    @property
    def answers(self) -> dict[str, Any] | None:
        """The answers, for whoever reads the file."""
        return self.dossier.answers if self.reads_papers else None

    @property
    def secret(self) -> str:
        """The second secret of public tracking, as it stands on the slips."""
        return self.dossier.secret if self.reads_papers and not self.is_only_asked else ""


class DetailShape(Shape):
    """What a dossier's own page adds to its brief."""

    step_name = serializers.CharField()
    answers = serializers.DictField(allow_null=True)
    evaluation = Verdict(source="verdict", allow_null=True, help_text="Chỉ có ở bản nháp")
    papers = PaperSlotShape(many=True, allow_null=True)
    remarks = RemarkShape(many=True, allow_null=True)
    fee_total = serializers.IntegerField(source="dossier.fee_total")
    fee_lines = FrozenLine(source="dossier.fee_lines", many=True)
    due_derivation = serializers.SerializerMethodField()
    secret = serializers.CharField()
    actions = ActionShape(many=True)
    requests = RequestShape(many=True)
    tasks = TaskShape(many=True)
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="Mã hồ sơ liên thông mà hồ sơ này là một phần"
    )
    legs = LegShape(many=True, help_text="Các phần của hồ sơ liên thông")
    supplements = SupplementShape(many=True, allow_null=True)
    unread_messages = serializers.IntegerField()

    @extend_schema_field(Reason(many=True))
    def get_due_derivation(self, detail: Detail) -> Any:
        """How the due date came about."""
        return detail.dossier.due_derivation


class DossierWhole(DossierBrief, DetailShape):
    """A draft or dossier with all that the reader may know and do."""


class QueueLine(Shape):
    """One line of a desk's queue."""

    id = serializers.UUIDField(source="dossier.public_id")
    code = serializers.CharField(source="dossier.code")
    version = serializers.IntegerField(source="dossier.version")
    procedure = ProcedureRef(source="dossier.procedure")
    owner = serializers.CharField(source="dossier.owner_name")
    stage = serializers.ChoiceField([stage.value for stage in Stage], source="dossier.stage")
    step = serializers.CharField(source="dossier.step")
    step_name = serializers.CharField()
    desk = serializers.CharField(source="dossier.step_desk")
    national_code = serializers.IntegerField(source="dossier.national_code")
    clock = ClockShape()
    deadline_at = serializers.DateTimeField(source="dossier.deadline_at", allow_null=True)
    due_at = serializers.DateTimeField(source="dossier.due_at", allow_null=True)
    submitted_at = serializers.DateTimeField(source="dossier.submitted_at", allow_null=True)
    channel = serializers.CharField(source="dossier.channel")
    assignee = serializers.CharField(source="assignee_name")
    is_returned = serializers.BooleanField(help_text="Lãnh đạo trả lại bước này")
    has_message = serializers.BooleanField(help_text="Người nộp có tin nhắn chưa đọc")
    holds = HoldShape(many=True)


class SlipShape(Shape):
    """One statutory form."""

    id = serializers.UUIDField(source="public_id")
    form = serializers.CharField(help_text="mau_01 | mau_02 | mau_03")
    name = serializers.CharField(source="get_form_display")
    number = serializers.CharField()
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class ResultShape(Shape):
    """One result."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()
    outcome = serializers.CharField(help_text="grant | refuse")
    number = serializers.CharField()
    signer_name = serializers.CharField()
    signer_title = serializers.CharField()
    issued_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class EntryShape(Shape):
    """One entry of a timeline."""

    title = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    unit = serializers.CharField()
    text = serializers.CharField()
    by = serializers.CharField()
    leg = serializers.CharField(
        help_text="phần của hồ sơ liên thông mà mục này nói đến; rỗng với chính hồ sơ"
    )
    current = serializers.BooleanField()


class SavedShape(Shape):
    """A draft's answers after they were saved."""

    version = serializers.IntegerField()
    answers = serializers.DictField()
    evaluation = Verdict()


def holds_of(dossier: Dossier) -> list[Hold]:
    """The open holds: those fetched with the dossier, else fetched once."""
    known: list[Hold] | None = getattr(dossier, "open_holds", None)
    if known is None:
        known = selectors.open_holds(dossier)
        dossier.open_holds = known  # type: ignore[attr-defined]
    return known


def brief(dossier: Dossier) -> dict[str, Any]:
    """A dossier as lists show it."""
    return dict(DossierBrief(dossier).data)


def whole(dossier: Dossier, *, actor: Actor) -> dict[str, Any]:
    """A dossier with all that this actor may know and do."""
    return {**brief(dossier), **DetailShape(_detail(dossier, actor)).data}


def _detail(dossier: Dossier, actor: Actor) -> Detail:
    step = selectors.step_of(dossier)
    reads_papers = "view_papers" in access.kinds_for(dossier, actor)
    verdict = selectors.evaluation(dossier) if reads_papers else None
    return Detail(
        dossier=dossier,
        actions=_actions(dossier, actor),
        step_name=step.name if step else "",
        reads_papers=reads_papers,
        is_only_asked=access.is_only_asked(dossier, actor),
        verdict=verdict.as_dict() if verdict and dossier.stage == Stage.DRAFT else None,
        papers=selectors.paper_slots(dossier, verdict) if reads_papers else None,
        remarks=selectors.remarks(dossier, viewer=actor) if reads_papers else None,
        requests=beside.requests(dossier, viewer=actor),
        tasks=beside.tasks(dossier, viewer=actor),
        legs=[leg_line(leg, row) for leg, row in beside.legs(dossier)],
        supplements=supplement_lines(dossier) if reads_papers else None,
        unread_messages=talk.unread(dossier, viewer=actor),
    )


def _actions(dossier: Dossier, actor: Actor) -> list[AvailableAction]:
    """What may be done, with the choices that this dossier gives."""
    return [
        replace(
            offer,
            inputs=choices.filled(offer.inputs, offer.kind, dossier, without=_LISTED_ELSEWHERE),
        )
        for offer in selectors.available_actions(dossier, actor=actor)
    ]
