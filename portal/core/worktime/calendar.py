"""The working calendar as a value: office hours of the week, rest days, make-up days."""

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
SHIPPED = "2026-11"

Spans = tuple[tuple[time, time], ...]
"""The office hours of one day: pairs of opening and close, in order."""

OFFICE_HOURS: Spans = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
OFFICE_WEEK: tuple[Spans, ...] = (*[OFFICE_HOURS] * 5, (), ())
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day that differs from its weekday: a holiday, a make-up day or a closure."""

    kind: str  # holiday | makeup | closure
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days work, and when: the hours of the week (Monday first) and the days that differ."""

    version: str
    exceptions: dict[date, DayRule]
    week: tuple[Spans, ...] = OFFICE_WEEK

    @property
    def last_year(self) -> int:
        """The last year whose holidays are known; a calendar without any says nothing of years."""
        return max(self.exceptions).year if self.exceptions else MAXYEAR

    @property
    def full_day(self) -> Spans:
        """The hours of the week's longest day."""
        return max(self.week, key=_length)

    def hours(self, day: date) -> Spans:
        """The office hours of that day, none on a rest day; a make-up day is a full one."""
        rule = self.exceptions.get(day)
        if rule is None:
            return self.week[day.weekday()]
        return self.full_day if rule.kind == "makeup" else ()

    def works(self, day: date) -> bool:
        """Whether offices are open on that day, be it for the morning only."""
        return bool(self.hours(day))

    def why_rest(self, day: date) -> str:
        """Why that day does not work, in words."""
        rule = self.exceptions.get(day)
        return rule.name if rule is not None else WEEKDAYS[day.weekday()]

    def close_of(self, day: date) -> datetime:
        """The end of the last office hour of that day; of a rest day, when a full one closes."""
        hours = self.hours(day) or self.full_day
        return datetime.combine(day, hours[-1][1], VIETNAM)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        following = day + timedelta(days=1)
        while not self.works(following):
            following += timedelta(days=1)
        return following

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        weeks, rest = divmod(max((end - start).days, 0), 7)
        tail = [start + timedelta(days=weeks * 7 + number) for number in range(1, rest + 1)]
        days = weeks * sum(map(bool, self.week)) + sum(
            bool(self.week[day.weekday()]) for day in tail
        )
        for day in self.exceptions:
            if start < day <= end:
                days += self.works(day) - bool(self.week[day.weekday()])
        return days

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
        for start, end in self.hours(day):
            yield datetime.combine(day, start, VIETNAM), datetime.combine(day, end, VIETNAM)

    def spans_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Office spans of `day` and all days after it, without end."""
        while True:
            yield from self.spans(day)
            day += timedelta(days=1)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two moments; 0 when `end` is not later."""
        return int(self.time_between(start, end).total_seconds() // 60)

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; none when `end` is not later."""
        start, end = start.astimezone(VIETNAM), end.astimezone(VIETNAM)
        total = timedelta()
        for opens, closes in self.spans_from(start.date()):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment `minutes` of working time after `start`."""
        return self.add(start, timedelta(minutes=minutes))

    def add(self, start: datetime, left: timedelta) -> datetime:
        """The moment that much working time after `start`."""
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
    """The calendar that ships with the portal: one row per day that differs, with its source."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    exceptions = {
        date.fromisoformat(row["date"]): DayRule(row["kind"], row["name"], row["source"])
        for row in rows
    }
    return Calendar(version=SHIPPED, exceptions=exceptions)


def _length(spans: Spans) -> int:
    """Minutes of office in these spans."""
    return sum((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in spans)
