"""What people wrote with an action: reasons, notes, what is to be looked at again."""

from __future__ import annotations

from django.db import models

from procedures.dossiers.models.dossier import Dossier


class Remark(models.Model):
    """One text that an action asked for, kept beside the dossier and never in the journal."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="remarks")
    action = models.CharField("việc", max_length=40)
    label = models.CharField("mục", max_length=200)
    text = models.TextField("nội dung")
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = "nội dung kèm theo"
        verbose_name_plural = "nội dung kèm theo"
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        """What it is about."""
        return f"{self.label} ({self.dossier_id})"
