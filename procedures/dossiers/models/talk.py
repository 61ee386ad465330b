"""What people say about a dossier: messages between applicant and desk, notes inside the agency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import Agency
from procedures.dossiers.models.dossier import Dossier


class Message(models.Model):
    """One message on a dossier; the other side has read it at `read_at`."""

    class Side(models.TextChoices):
        """Who speaks."""

        APPLICANT = "applicant", "Người nộp hồ sơ"
        AGENCY = "agency", "Cơ quan giải quyết"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.TextField("nội dung")
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(
                fields=["dossier", "side"],
                condition=Q(read_at__isnull=True),
                name="message_unread",
            )
        ]

    def __str__(self) -> str:
        """Who spoke about which dossier."""
        return f"{self.get_side_display()} ({self.dossier_id})"


class Note(models.Model):
    """An internal note of one agency; no applicant and no other agency ever reads it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="notes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("nội dung")
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = "ghi chú nội bộ"
        verbose_name_plural = "ghi chú nội bộ"
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        """On which dossier it stands."""
        return f"Ghi chú ({self.dossier_id})"
