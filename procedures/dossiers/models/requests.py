"""Requests: acts that a superior releases before they take effect (drafted → released → sent)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.permissions import Role
from procedures.dossiers.models.dossier import Dossier


class Request(models.Model):
    """One drafted act: what it would do, who must release it, and how far it has come."""

    class State(models.TextChoices):
        """Where a request stands; the first two are open."""

        DRAFTED = "drafted", "Chờ duyệt"
        RELEASED = "released", "Đã duyệt, chờ gửi"
        SENT = "sent", "Đã gửi"
        RETURNED = "returned", "Bị trả lại"
        DROPPED = "dropped", "Không còn hiệu lực"

    OPEN = (State.DRAFTED, State.RELEASED)

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField("loại việc", max_length=24)
    action = models.CharField("việc trong quy trình", max_length=40)
    label = models.CharField("tên việc", max_length=200)
    step = models.CharField("bước khi dự thảo", max_length=40, blank=True, default="")
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    approver = models.CharField("người duyệt", max_length=12, choices=[(r, r.label) for r in Role])
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    released_by = models.CharField(max_length=80, blank=True, default="")
    released_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField("lý do trả lại", blank=True, default="")
    closed_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị"
        verbose_name_plural = "đề nghị"
        ordering = ["drafted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(state__in=["drafted", "released"]),
                name="request_of_a_kind_is_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["approver", "drafted_at"],
                condition=Q(state="drafted"),
                name="request_to_release",
            )
        ]

    def __str__(self) -> str:
        """What it would do, and to which dossier."""
        return f"{self.label} ({self.dossier_id})"
