"""The dossier (hồ sơ): one stage for every procedure, one active step, a cache of the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django_fsm import FSMField, FSMModelMixin

from portal.accounts.models import Agency, Organisation, Person, StaffMember
from portal.core.uuid7 import uuid7
from procedures.catalogue.models import Procedure, ProcedureVersion
from procedures.definition.lifecycle import Stage
from procedures.dossiers.moves import StageMoves

if TYPE_CHECKING:
    from collections.abc import Iterable

STAGES = {
    Stage.DRAFT: "Bản nháp",
    Stage.SUBMITTED: "Đã nộp",
    Stage.ACCEPTED: "Đã tiếp nhận",
    Stage.SETTLED: "Đã có kết quả",
    Stage.DELIVERED: "Đã trả kết quả",
    Stage.REFUSED_INTAKE: "Không được tiếp nhận",
    Stage.WITHDRAWN: "Đã rút",
    Stage.STOPPED: "Dừng xử lý",
}


# Where a stopped clock stands in a queue: behind every running one.
NO_DEADLINE = datetime(9999, 1, 1, tzinfo=UTC)
_IN_QUEUE = Q(closed_at__isnull=True, archived_at__isnull=True, code__isnull=False)
_ENGINE_COLUMNS = frozenset({"stage", "step", "step_desk", "version", "national_code", "code"})


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Reads freely; refuses to write around the engine what the engine alone may move."""

    def update(self, **kwargs: Any) -> int:
        """Update columns, the engine's excepted."""
        _refuse_engine_columns(kwargs)
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Update rows, the engine's columns excepted."""
        _refuse_engine_columns(fields)
        return super().bulk_update(objs, fields, batch_size)


def _refuse_engine_columns(fields: Iterable[str]) -> None:
    if taken := _ENGINE_COLUMNS & set(fields):
        raise AttributeError(f"{', '.join(sorted(taken))}: written by engine.fire alone")


class Dossier(FSMModelMixin, StageMoves, models.Model):
    """One matter of one applicant under one frozen procedure version."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField("mã hồ sơ", max_length=40, unique=True, null=True)  # noqa: DJ001 - null until submitted
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="dossiers")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)

    stage = FSMField(
        "giai đoạn",
        max_length=16,
        choices=[(stage.value, label) for stage, label in STAGES.items()],
        default=Stage.DRAFT.value,
        protected=True,
    )
    step = models.CharField("bước", max_length=40, blank=True, default="")
    step_desk = models.CharField("bộ phận của bước", max_length=12, blank=True, default="")
    step_since = models.DateTimeField(null=True, blank=True)
    # The agency whose desk the step stands at: the receiving one's counter, else the competent one.
    step_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    step_due_at = models.DateTimeField("hạn của bước", null=True, blank=True)
    assignee = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="assigned", null=True, blank=True
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField("đề xuất", max_length=10, blank=True, default="")
    outcome_reason = models.TextField("lý do đề xuất", blank=True, default="")
    # Whom it comes back to when the leader sends it back; nobody asks for dossiers by it.
    proposer = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
    )
    signer = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    handed_over = models.BooleanField(default=False)
    national_code = models.PositiveSmallIntegerField("mã trạng thái", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    submitter = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="dossiers_submitted"
    )
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="dossiers", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="dossiers", null=True, blank=True
    )
    receiving_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    competent_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="dossiers",
        # Its indexes below begin with the agency; another one misleads PostgreSQL's planner.
        db_index=False,
        null=True,
        blank=True,
    )

    support_point = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # The bundle that this dossier is a leg of, and which leg.
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="legs", null=True, blank=True
    )
    leg = models.CharField("phần việc liên thông", max_length=40, blank=True, default="")

    channel = models.CharField("kênh nộp", max_length=10, default="online")
    delivery = models.CharField("cách nhận kết quả", max_length=10, default="online")
    ticket = models.CharField("số thứ tự tại quầy", max_length=20, blank=True, default="")
    answers = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict)
    # What registers gave in the course of processing, by the name of the fact.
    register_facts = models.JSONField(default=dict)
    owner_key = models.CharField("tên chủ hồ sơ để tìm", max_length=200, blank=True, default="")
    fee_total = models.BigIntegerField("phí, lệ phí (đồng)", default=0)
    fee_lines = models.JSONField(default=list)
    duration = models.CharField("thời hạn", max_length=10, blank=True, default="")
    secret = models.CharField("mã tra cứu", max_length=12, blank=True, default="")

    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    first_check_due_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    received_by_competent_at = models.DateTimeField(null=True, blank=True)
    calendar_version = models.CharField("lịch làm việc", max_length=40, blank=True, default="")
    duration_from = models.DateTimeField("thời hạn tính từ", null=True, blank=True)
    due_at = models.DateTimeField("hẹn trả", null=True, blank=True)
    due_derivation = models.JSONField(default=list)
    extended_at = models.DateTimeField("đã gia hạn lúc", null=True, blank=True)
    # The legal deadline that runs now: first check, then settlement; empty while the clock stops.
    deadline_at = models.DateTimeField("hạn đang tính", null=True, blank=True)
    # A queue's order; never empty, so that one comparison finds the next page at any depth.
    urgency = models.GeneratedField(
        expression=Coalesce("deadline_at", Value(NO_DEADLINE)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    rests = models.JSONField("các lần dừng giải quyết", default=list)
    settled_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField("lưu kết quả chưa nhận", null=True, blank=True)
    # How much hangs on the dossier, so that an action asks for tasks and requests only then; and
    # how many holds it ever had, for closed ones count too.
    all_holds = models.PositiveSmallIntegerField(default=0)
    open_tasks = models.PositiveSmallIntegerField(default=0)
    open_requests = models.PositiveSmallIntegerField(default=0)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        indexes = [
            models.Index(
                fields=["step_agency", "step_desk", "urgency", "id"],
                name="dossier_queue",
                condition=_IN_QUEUE,
            ),
            # For whoever works at several desks.
            models.Index(
                fields=["step_agency", "urgency", "id"],
                name="dossier_agency_queue",
                condition=_IN_QUEUE,
            ),
            models.Index(
                fields=["step_agency", "step_desk", "submitted_at", "id"],
                name="dossier_queue_by_age",
                condition=_IN_QUEUE,
            ),
            models.Index(
                fields=["assignee", "urgency", "id"],
                name="dossier_assigned",
                condition=_IN_QUEUE & Q(assignee__isnull=False),
            ),
            # The names beside them, so that a search reads the newest ones from the index alone.
            # PostgreSQL's index of pairs of words stands in the migration.
            models.Index(
                fields=["competent_agency", "-submitted_at", "-id", "owner_key"],
                name="dossier_of_agency",
                condition=Q(code__isnull=False),
            ),
            models.Index(fields=["submitter", "-updated_at"], name="dossier_submitter"),
            models.Index(
                fields=["receiving_agency", "-updated_at"],
                name="dossier_counter_drafts",
                condition=Q(code__isnull=True) & ~Q(channel="online"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="dossier_has_one_owner",
                condition=Q(owner__isnull=False, organisation__isnull=True)
                | Q(owner__isnull=True, organisation__isnull=False),
                violation_error_message="Hồ sơ có đúng một chủ: cá nhân hoặc tổ chức.",
            ),
            models.CheckConstraint(
                name="dossier_has_code_once_submitted",
                condition=Q(stage=Stage.DRAFT.value) | Q(code__isnull=False),
                violation_error_message="Hồ sơ đã nộp phải có mã hồ sơ.",
            ),
            models.UniqueConstraint(
                fields=["parent", "leg"],
                name="leg_of_a_bundle_is_one",
                condition=Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="accepted_has_due_at",
                condition=~Q(stage__in=[Stage.ACCEPTED.value, Stage.SETTLED.value])
                | Q(accepted_at__isnull=False, due_at__isnull=False),
                violation_error_message="Hồ sơ đã tiếp nhận phải có ngày hẹn trả.",
            ),
            models.CheckConstraint(
                name="settled_has_settled_at",
                condition=~Q(stage__in=[Stage.SETTLED.value, Stage.DELIVERED.value])
                | Q(settled_at__isnull=False),
                violation_error_message="Hồ sơ đã giải quyết phải có thời điểm giải quyết.",
            ),
        ]

    def __str__(self) -> str:
        """The code, or that it is a draft."""
        return self.code or f"Bản nháp {self.public_id}"

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"dossier:{self.code}"

    @property
    def owner_name(self) -> str:
        """The name of whose matter it is (reads the owner's row)."""
        return str(self.organisation or self.owner)
