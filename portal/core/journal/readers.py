"""Readers: how a higher room learns of a lower one.

A reader names a pattern of event names and a handler; each matching event becomes one job with the
key `reader:event`, so that a handler that fails is retried alone and holds nobody up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from portal.core.jobs import Priority, job
from portal.core.journal.models import Cursor, Event, EventPosition

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Reader:
    """A registered reader: its name, the event names it wants, what it does with one."""

    name: str
    pattern: str
    handle: Callable[[Event], None]


READERS: dict[str, Reader] = {}


def reader(name: str, pattern: str) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register `handle(event)` for events whose name matches the glob `pattern`."""

    def register(handle: Callable[[Event], None]) -> Callable[[Event], None]:
        if name in READERS:
            raise ValueError(f"two readers are called {name}")
        READERS[name] = Reader(name, pattern, handle)
        return handle

    return register


# A reader only turns a fact into other jobs, money's too: those can be told apart then.
@job("journal.read", retries=8, priority=Priority.MONEY)
def read(*, reader: str, event: str) -> None:
    """Hand one event to one reader."""
    READERS[reader].handle(Event.objects.get(pk=UUID(event)))


def dispatch(*, limit: int = 500) -> int:
    """Move every reader's cursor on by up to `limit` places; returns how many places were read."""
    last = EventPosition.objects.order_by("-position").values_list("position", flat=True).first()
    if last is None:
        return 0
    known = {cursor.reader: cursor.position for cursor in Cursor.objects.all()}
    return sum(
        _advance(entry, limit=limit)
        for entry in READERS.values()
        if known.get(entry.name, 0) < last
    )


def _advance(entry: Reader, *, limit: int) -> int:
    """Enqueue a job for each matching event after the cursor, and move the cursor, as one."""
    with transaction.atomic():
        Cursor.objects.get_or_create(reader=entry.name)
        cursor = Cursor.objects.select_for_update(no_key=True).get(reader=entry.name)
        places = list(
            EventPosition.objects.filter(position__gt=cursor.position)
            .order_by("position")
            .values_list("position", "event_id", "event__name")[:limit]
        )
        if not places:
            return 0
        wanted = [event for _, event, name in places if fnmatchcase(name, entry.pattern)]
        for event in wanted:
            read.enqueue(key=f"{entry.name}:{event}", reader=entry.name, event=str(event))
        cursor.position = places[-1][0]
        cursor.save(update_fields=["position"])
        return len(places)
