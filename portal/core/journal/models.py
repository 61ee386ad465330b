"""The journal's tables; `Event` refuses UPDATE and DELETE by trigger (migration 0002)."""

from __future__ import annotations

from django.db import models

from portal.core.uuid7 import uuid7


class Event(models.Model):
    """One fact: what happened to whom, by whom, when it held and when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    agency = models.CharField(max_length=40, blank=True)
    procedure = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "recorded_at"], name="event_subject"),
            models.Index(fields=["name", "occurred_at"], name="event_name_time"),
        ]

    def __str__(self) -> str:
        """Name and subject."""
        return f"{self.name} {self.subject}"


class PendingEvent(models.Model):
    """A committed event without a place yet; a trigger adds it, the sequencer takes it away."""

    event_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        """The event's id."""
        return str(self.event_id)


class EventPosition(models.Model):
    """The gapless place of an event, given in order of commitment."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="place")

    def __str__(self) -> str:
        """Place and event."""
        return f"{self.position}: {self.event_id}"


class Sequence(models.Model):
    """The single row whose lock orders sequencers; holds the last place given."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """The last place."""
        return str(self.last)


class Cursor(models.Model):
    """How far one reader has read."""

    reader = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Reader and place."""
        return f"{self.reader} @ {self.position}"
