"""Side tasks: work beside the step, with its own limit and, where the law says so, silence rule."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import Agency, StaffMember
from procedures.definition.lifecycle import TaskKind
from procedures.dossiers.models.dossier import Dossier

TASK_LABELS = {
    TaskKind.CONSULT: "Lấy ý kiến cơ quan phối hợp",
    TaskKind.INSPECT: "Kiểm tra thực tế",
    TaskKind.EXPERT: "Lấy ý kiến chuyên gia",
    TaskKind.REGISTER: "Tra cứu cơ sở dữ liệu",
    TaskKind.SIGN_OUTSIDE: "Ký số ngoài hệ thống",
}


class SideTask(models.Model):
    """One piece of parallel work: who does it, until when, and what came of it."""

    class Outcome(models.TextChoices):
        """How a task ended."""

        DONE = "done", "Đã thực hiện"
        AGREED = "agreed", "Đồng ý"
        OBJECTED = "objected", "Không đồng ý"
        SILENCE = "silence", "Hết hạn không trả lời, được coi là đồng ý"
        FAILED = "failed", "Không thực hiện được"
        CANCELLED = "cancelled", "Đã hủy"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(
        max_length=16, choices=[(kind.value, label) for kind, label in TASK_LABELS.items()]
    )
    action = models.CharField("việc trong quy trình", max_length=40)
    label = models.CharField("tên việc", max_length=200)
    question = models.TextField("nội dung yêu cầu", blank=True, default="")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    assignee = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="side_tasks", null=True, blank=True
    )
    step = models.CharField("bước khi mở", max_length=40)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    due_at = models.DateTimeField(null=True, blank=True)
    derivation = models.JSONField(default=list)
    gives = models.CharField("dữ kiện cần lấy", max_length=40, blank=True, default="")
    silence = models.CharField("quy tắc im lặng", max_length=10, blank=True, default="")
    blocking = models.BooleanField("bước phải chờ", default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    report = models.TextField("kết quả", blank=True, default="")

    class Meta:
        verbose_name = "việc phối hợp"
        verbose_name_plural = "việc phối hợp"
        ordering = ["opened_at", "id"]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="task_queue",
            ),
            models.Index(
                fields=["assignee", "due_at", "id"],
                condition=Q(closed_at__isnull=True, assignee__isnull=False),
                name="task_assigned",
            ),
        ]

    def __str__(self) -> str:
        """What is to be done, and for which dossier."""
        return f"{self.label} ({self.dossier_id})"
