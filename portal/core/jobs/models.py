"""The table of jobs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.core.jobs.registry import Priority
from portal.core.uuid7 import uuid7


class State(models.TextChoices):
    """Where a job stands; `parked` ones have used up their tries and wait for a person."""

    READY = "ready", "Chờ chạy"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    PARKED = "parked", "Tạm gác"


class JobRow(models.Model):
    """One call to make, at least once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    kwargs = models.JSONField(default=dict)
    priority = models.PositiveSmallIntegerField(default=Priority.MESSAGE.value)
    run_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    tries = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "run_at", "id"],
                name="job_first",
                condition=Q(state=State.READY),
            ),
            models.Index(fields=["run_at", "id"], name="job_ready", condition=Q(state=State.READY)),
            models.Index(
                fields=["lease_until"], name="job_running", condition=Q(state=State.RUNNING)
            ),
        ]

    def __str__(self) -> str:
        """Name and key."""
        return f"{self.name} {self.key}"
