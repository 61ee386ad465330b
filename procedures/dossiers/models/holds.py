"""Holds: reasons to wait that never move the stage."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from procedures.definition.lifecycle import HoldKind
from procedures.dossiers.models.dossier import Dossier

HOLD_LABELS = {
    HoldKind.SUPPLEMENT: "Chờ bổ sung hồ sơ",
    HoldKind.FEE: "Chờ nộp phí, lệ phí",
    HoldKind.CONFIRMATION: "Chờ người nộp xác nhận",
}


class Hold(models.Model):
    """One wait: opened by an act, closed by another, blocking the named steps meanwhile."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(
        max_length=16, choices=[(kind.value, label) for kind, label in HOLD_LABELS.items()]
    )
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    opened_in = models.CharField("giai đoạn khi mở", max_length=16)
    lapses_at = models.DateTimeField("hết hạn chờ", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    blocks = models.JSONField("các bước phải chờ", default=list)
    stops_clock = models.BooleanField(default=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "điểm chờ"
        verbose_name_plural = "điểm chờ"
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(closed_at__isnull=True),
                name="hold_of_a_kind_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        """Kind and dossier."""
        return f"{self.get_kind_display()} ({self.dossier_id})"
