"""The journal recomputed from its primary rows: hashes, places, cursors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from portal.core.journal.models import Cursor, Event, EventPosition, PendingEvent, Sequence
from portal.core.journal.writing import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 2000


def prove() -> list[str]:
    """Name every difference between the journal and what its rows say it must be."""
    return [*_hashes(), *_places(), *_unplaced(), *_counters()]


def _hashes() -> Iterator[str]:
    """Events whose columns no longer give their hash."""
    for event in Event.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        if digest(event) != event.hash:
            yield f"event {event.pk} ({event.name} {event.subject}): its hash does not match"


def _places() -> Iterator[str]:
    """Places that leave a gap, and those whose event is no longer there."""
    expected = 1
    places = EventPosition.objects.order_by("position").values_list("position", flat=True)
    for position in places.iterator(chunk_size=_CHUNK):
        if position != expected:
            yield f"position {position} follows {expected - 1}: there is a gap"
        expected = position + 1
    # Over the ids, not over the relation: a join would pass over just these places.
    lost = EventPosition.objects.exclude(event_id__in=Event.objects.values("pk"))
    for position, pk in lost.order_by("position").values_list("position", "event_id"):
        yield f"position {position} belongs to event {pk}, which is not in the journal"


def _unplaced() -> Iterator[str]:
    """Events without a place that wait for none, placed ones that still wait, and absent ones."""
    waiting = PendingEvent.objects.values("event_id")
    lost = Event.objects.filter(place=None).exclude(pk__in=waiting)
    for pk in lost.values_list("pk", flat=True).iterator(chunk_size=_CHUNK):
        yield f"event {pk} has no position and does not wait for one"
    placed = PendingEvent.objects.filter(event_id__in=EventPosition.objects.values("event_id"))
    for pk in placed.values_list("event_id", flat=True):
        yield f"event {pk} has a position and still waits for one"
    absent = PendingEvent.objects.exclude(event_id__in=Event.objects.values("pk"))
    for pk in absent.values_list("event_id", flat=True):
        yield f"event {pk} waits for a position but is not in the journal"


def _counters() -> Iterator[str]:
    """The sequence and the cursors against the places given, while no sequencer runs."""
    with transaction.atomic():
        given = Sequence.objects.select_for_update(no_key=True).get(pk=1).last
        last = EventPosition.objects.aggregate(last=Max("position"))["last"] or 0
        ahead = list(Cursor.objects.filter(position__gt=last).order_by("reader"))
    if given != last:
        yield f"the sequence stands at {given}, the last position is {last}"
    for cursor in ahead:
        yield f"reader {cursor.reader} is at {cursor.position}, past the last position {last}"
