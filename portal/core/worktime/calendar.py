"""The working calendar as a value: office hours, rest days, make-up days."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from portal.core.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data" / "calendar.csv"
OFFICE_HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day that differs from its weekday: a holiday, a make-up day or a closure."""

    kind: str  # holiday | makeup | closure
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days work, and the office hours of a working day (pairs of opening and close)."""

    version: str
    exceptions: dict[date, DayRule]
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS

    @property
    def last_year(self) -> int:
        """The last year whose holidays are known; a calendar without any says nothing of years."""
        return max(self.exceptions).year if self.exceptions else MAXYEAR

    def works(self, day: date) -> bool:
        """Whether offices are open on that day."""
        rule = self.exceptions.get(day)
        if rule is not None:
            return rule.kind == "makeup"
        return day.weekday() < _SATURDAY

    def why_rest(self, day: date) -> str:
        """Why that day does not work, in words."""
        rule = self.exceptions.get(day)
        if rule is not None:
            return rule.name
        return "Thứ Bảy" if day.weekday() == _SATURDAY else "Chủ nhật"

    def close_of(self, day: date) -> datetime:
        """The end of the last office hour of that day."""
        return datetime.combine(day, self.hours[-1][1], VIETNAM)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        following = day + timedelta(days=1)
        while not self.works(following):
            following += timedelta(days=1)
        return following

    def opening(self, moment: datetime) -> datetime:
        """The moment itself inside office hours, else the next opening: receipt in law."""
        local = moment.astimezone(VIETNAM)
        for start, end in self.spans(local.date()):
            if local < start:
                return start
            if local < end:
                return local
        return next(self.spans_from(self.next_working_day(local.date())))[0]

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The office spans of one day; none on a rest day."""
        if self.works(day):
            for start, end in self.hours:
                yield datetime.combine(day, start, VIETNAM), datetime.combine(day, end, VIETNAM)

    def spans_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Office spans of `day` and all days after it, without end."""
        while True:
            yield from self.spans(day)
            day += timedelta(days=1)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes between two moments; 0 when `end` is not later."""
        start, end = start.astimezone(VIETNAM), end.astimezone(VIETNAM)
        total = timedelta()
        for opens, closes in self.spans_from(start.date()):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return int(total.total_seconds() // 60)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment `minutes` of working time after `start`."""
        left = timedelta(minutes=minutes)
        start = self.opening(start)
        for opens, closes in self.spans_from(start.date()):
            begin = max(opens, start)
            if begin >= closes:
                continue
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        raise AssertionError("office spans never end")


@cache
def load_calendar() -> Calendar:
    """The city's calendar from its data file; one row per day that differs, with its source."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    exceptions = {
        date.fromisoformat(row["date"]): DayRule(row["kind"], row["name"], row["source"])
        for row in rows
    }
    return Calendar(version="2026-11", exceptions=exceptions)
