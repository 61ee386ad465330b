"""Who is away, from when to when, and who stands in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from portal.accounts.models.staff import StaffMember


class Absence(models.Model):
    """Whole days on which somebody's posts are held by a colleague of the same agency."""

    class Reason(models.TextChoices):
        """Why; a closed list, since a reason in words could say too much of a person."""

        LEAVE = "leave", "Nghỉ phép"
        DUTY = "duty", "Đi công tác"
        TRAINING = "training", "Học tập, tập huấn"
        HEALTH = "health", "Nghỉ theo chế độ bảo hiểm xã hội"
        OTHER = "other", "Lý do khác"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="absences", verbose_name="người vắng"
    )
    substitute = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        related_name="stands_in",
        verbose_name="người làm thay",
        null=True,
        blank=True,
    )
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=10, choices=Reason.choices)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "vắng mặt"
        verbose_name_plural = "vắng mặt"
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="absence_ends_after_it_begins",
                violation_error_message="Ngày cuối không được trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("staff")),
                name="absence_is_stood_in_by_another",
                violation_error_message="Không ai làm thay cho chính mình.",
            ),
        ]
        indexes = [
            models.Index(fields=["substitute", "ends"], name="absence_stand_in"),
            models.Index(fields=["staff", "ends"], name="absence_staff"),
        ]

    def __str__(self) -> str:
        """Who is away and when."""
        return f"{self.staff}: {self.starts:%d/%m/%Y} – {self.ends:%d/%m/%Y}"
