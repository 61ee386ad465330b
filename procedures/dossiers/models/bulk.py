"""One act on many dossiers: what was asked for, and what became of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import StaffMember
from portal.core.uuid7 import uuid7
from procedures.dossiers.models.dossier import Dossier


class BulkRun(models.Model):
    """One kind of act that somebody asked for on many dossiers at once."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="bulk_runs")
    kind = models.CharField("loại việc", max_length=24)
    data = models.JSONField(default=dict)
    # What the asker calls the run, so that asking twice makes one.
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "xử lý hàng loạt"
        verbose_name_plural = "xử lý hàng loạt"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "key"], name="bulk_run_is_asked_for_once"),
        ]

    def __str__(self) -> str:
        """What is done."""
        return f"{self.kind} {self.public_id}"


class BulkItem(models.Model):
    """One dossier of a run; its result is written in the transaction of the act itself."""

    class State(models.TextChoices):
        """How far it has come."""

        PENDING = "pending", "Đang chờ"
        DONE = "done", "Đã thực hiện"
        REFUSED = "refused", "Không thực hiện được"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    seen_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    message = models.TextField("kết quả", blank=True, default="")
    # What happened since the asker looked, as names and moments of the journal.
    changes = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "hồ sơ xử lý hàng loạt"
        verbose_name_plural = "hồ sơ xử lý hàng loạt"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "dossier"], name="bulk_item_is_one"),
        ]
        indexes = [
            models.Index(
                fields=["run", "tries", "id"],
                condition=Q(state="pending"),
                name="bulk_item_pending",
            )
        ]

    def __str__(self) -> str:
        """Which dossier, and how far."""
        return f"{self.dossier_id}: {self.state}"
