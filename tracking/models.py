"""What the tracking room keeps: the messages to applicants."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import Person


class Notice(models.Model):
    """One message to one person about one fact; mailed as well when they gave an address."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="notices", verbose_name="người nhận"
    )
    event_id = models.UUIDField("sự kiện")
    dossier_code = models.CharField("mã hồ sơ", max_length=40)
    title = models.CharField("tiêu đề", max_length=200)
    text = models.TextField("nội dung")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "person"],
                name="notice_is_one_per_fact_and_person",
                violation_error_message="Người này đã được thông báo về việc này.",
            ),
        ]

    def __str__(self) -> str:
        """What it is about; never who gets it."""
        return f"{self.title} ({self.dossier_code})"
