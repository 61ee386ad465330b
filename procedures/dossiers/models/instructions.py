"""Instructions: what a leader asks for on one dossier, of whom and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import Agency, Desk, StaffMember
from procedures.dossiers.models.dossier import Dossier


class Instruction(models.Model):
    """One instruction with its limit; to a colleague, or to whoever works at a desk."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="instructions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    desk_kind = models.CharField(
        "bộ phận", max_length=12, choices=Desk.Kind.choices, blank=True, default=""
    )
    staff = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        related_name="instructions",
        verbose_name="người thực hiện",
        null=True,
        blank=True,
    )
    text = models.TextField("nội dung chỉ đạo")
    due_at = models.DateTimeField("hạn báo cáo")
    given_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="instructed")
    given_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answer = models.TextField("kết quả thực hiện", blank=True, default="")

    class Meta:
        verbose_name = "chỉ đạo"
        verbose_name_plural = "chỉ đạo"
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, desk_kind="")
                | Q(staff__isnull=True) & ~Q(desk_kind=""),
                name="instruction_is_to_somebody_or_a_desk",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, answer="")
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="instruction_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(done_at__isnull=True),
                name="instruction_open",
            ),
        ]

    def __str__(self) -> str:
        """On which dossier, until when."""
        return f"Chỉ đạo ({self.dossier_id})"

    @property
    def to(self) -> str:
        """Who is to carry it out, in words (reads the colleague's row)."""
        return str(self.staff) if self.staff else self.get_desk_kind_display()
