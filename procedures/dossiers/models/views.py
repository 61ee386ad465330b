"""Saved views: a staff member's own ways to look at the queue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import StaffMember

LONGEST_NAME = 60


class SavedView(models.Model):
    """One filter of the queue under a name; the default one opens with the queue."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("tên khung nhìn", max_length=LONGEST_NAME)
    query = models.JSONField("điều kiện lọc", default=dict)
    is_default = models.BooleanField("mở cùng hàng đợi", default=False)

    class Meta:
        verbose_name = "khung nhìn đã lưu"
        verbose_name_plural = "khung nhìn đã lưu"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"],
                name="saved_view_name_is_one",
                violation_error_message="Bạn đã có khung nhìn mang tên này.",
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(is_default=True),
                name="saved_view_default_is_one",
                violation_error_message="Chỉ một khung nhìn mở cùng hàng đợi.",
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
