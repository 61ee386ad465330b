"""Gives committed events their gapless places; safe to run in any number of workers.

An insert trigger leaves a `PendingEvent` in the event's own transaction, so that an event that
commits late is seen late and never lost (docs/decisions/0003).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Min

from portal.core import clock
from portal.core.journal.models import Event, EventPosition, PendingEvent, Sequence


def sequence(*, limit: int = 2000) -> int:
    """Place up to `limit` waiting events; returns how many were placed."""
    if not PendingEvent.objects.exists():
        return 0
    with transaction.atomic():
        row = Sequence.objects.select_for_update(no_key=True).get(pk=1)
        waiting = list(
            PendingEvent.objects.order_by("event_id").values_list("event_id", flat=True)[:limit]
        )
        ordered = list(
            Event.objects.filter(pk__in=waiting)
            .order_by("recorded_at", "id")
            .values_list("pk", flat=True)
        )
        EventPosition.objects.bulk_create(
            EventPosition(position=row.last + number, event_id=pk)
            for number, pk in enumerate(ordered, start=1)
        )
        PendingEvent.objects.filter(pk__in=ordered).delete()
        row.last += len(ordered)
        row.save(update_fields=["last"])
        return len(ordered)


def lag() -> int:
    """How many committed events have no place yet."""
    return PendingEvent.objects.count()


def oldest_seconds() -> int:
    """How long the oldest committed event has waited for its place."""
    waiting = Event.objects.filter(pk__in=PendingEvent.objects.values("event_id"))
    oldest = waiting.aggregate(at=Min("recorded_at"))["at"]
    return int((clock.now() - oldest).total_seconds()) if oldest else 0
