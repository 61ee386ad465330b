"""What is read of the working calendars; `current` and `of` are remembered by the process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from portal.core.calendars import week
from portal.core.calendars.models import WorkCalendar
from portal.core.errors import NotFound
from portal.core.worktime import SHIPPED, Calendar, DayRule, load_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

FRESH_SECONDS = 60.0
_COLUMNS = ("version", "hours", "days__date", "days__kind", "days__name", "days__source")


class _Memory:
    """What this process has read: published versions for ever, which one is current for a while."""

    def __init__(self) -> None:
        self.frozen: dict[str, Calendar] = {}
        self.current: tuple[Calendar, float] | None = None


_memory = _Memory()


def current() -> Calendar:
    """The newest published calendar, at most a minute old; one query when that has passed.

    Where nothing is published yet, the calendar that ships with the portal.
    """
    seen = _memory.current
    # The machine's own clock: a pinned or shifted one says nothing of how long ago we looked.
    now = time.monotonic()
    if seen is not None and now - seen[1] < FRESH_SECONDS:
        return seen[0]
    newest = published().order_by("-published_at", "-pk").values("pk")[:1]
    found = _read(WorkCalendar.objects.filter(pk__in=newest)) or load_calendar()
    remember(found)
    return found


def of(version: str) -> Calendar:
    """The published calendar of that version, never read twice; "" is the current one."""
    if not version:
        return current()
    known = _memory.frozen.get(version)
    if known is not None:
        return known
    found = _read(published().filter(version=version))
    if found is None and version == SHIPPED:
        found = load_calendar()
    if found is None:
        raise NotFound("Không có lịch làm việc mang số phiên bản này.")
    _memory.frozen[version] = found
    return found


def remember(calendar: Calendar) -> None:
    """Take this published calendar as the current one from now on."""
    _memory.frozen[calendar.version] = calendar
    _memory.current = (calendar, time.monotonic())


def forget() -> None:
    """Read anew at the next question: after publishing, and between tests."""
    _memory.frozen.clear()
    _memory.current = None


def published() -> QuerySet[WorkCalendar]:
    """The frozen versions."""
    return WorkCalendar.objects.filter(published_at__isnull=False)


def find(version: str) -> WorkCalendar:
    """Fetch a version, draft or published."""
    found = WorkCalendar.objects.filter(version=version).first()
    if found is None:
        raise NotFound("Không có lịch làm việc mang số phiên bản này.")
    return found


def value_of(row: WorkCalendar) -> Calendar:
    """The calendar of a version as it stands, draft or published; not remembered."""
    rules = row.days.values_list("date", "kind", "name", "source")
    return _value(row.version, row.hours, rules)


def _read(rows: QuerySet[WorkCalendar]) -> Calendar | None:
    """The calendar of the one version among `rows`, in a single query."""
    found = list(rows.order_by("days__date").values_list(*_COLUMNS))
    if not found:
        return None
    version, hours = found[0][:2]
    return _value(version, hours, (row[2:] for row in found if row[2] is not None))


def _value(version: str, hours: week.Stored, rules: Iterable[Sequence[Any]]) -> Calendar:
    exceptions = {day: DayRule(kind, name, source) for day, kind, name, source in rules}
    return Calendar(version, exceptions, week.values(hours))
