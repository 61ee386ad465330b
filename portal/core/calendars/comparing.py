"""What differs between two calendars, and what a calendar lacks. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.core.calendars import week
from portal.core.worktime import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.core.worktime import Calendar

# Days of rest that the Labour Code fixes by date: month, day, first year.
_FIXED = ((1, 1, 0), (4, 30, 0), (5, 1, 0), (9, 2, 0), (11, 24, 2026))
_TET_DAYS = 5
KIND_WORDS = {"holiday": "nghỉ", "makeup": "làm bù", "closure": "đóng cửa"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that another calendar says otherwise; `moves_work` when a day's hours change."""

    subject: str
    before: str
    after: str
    moves_work: bool


def differences(before: Calendar, after: Calendar) -> list[Difference]:
    """Office hours first, then day by day."""
    weekdays = zip(WEEKDAYS, before.week, after.week, strict=True)
    hours = [
        Difference(name, week.words(old), week.words(new), moves_work=True)
        for name, old, new in weekdays
        if old != new
    ]
    days = sorted(before.exceptions.keys() | after.exceptions.keys())
    return hours + [
        Difference(
            f"{WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}",
            _said(before, day),
            _said(after, day),
            moves_work=before.hours(day) != after.hours(day),
        )
        for day in days
        if before.exceptions.get(day) != after.exceptions.get(day)
    ]


def faults(calendar: Calendar) -> list[str]:
    """Why a calendar cannot be published, in sentences; none when it can."""
    if not any(calendar.week):
        return ["Cả tuần không có giờ làm việc nào."]
    return [*_needless_makeup(calendar), *_missing(calendar)]


def digest(calendar: Calendar) -> str:
    """SHA-256 (hex) of all that the calendar says but its version."""
    days = {
        day.isoformat(): [rule.kind, rule.name, rule.source]
        for day, rule in calendar.exceptions.items()
    }
    hours = [week.stored(spans) for spans in calendar.week]
    text = json.dumps({"days": days, "hours": hours}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _said(calendar: Calendar, day: date) -> str:
    rule = calendar.exceptions.get(day)
    if rule is None:
        return f"như mọi {WEEKDAYS[day.weekday()]} ({week.words(calendar.hours(day))})"
    return f"{KIND_WORDS[rule.kind]}: {rule.name} ({rule.source})"


def _needless_makeup(calendar: Calendar) -> Iterator[str]:
    for day, rule in sorted(calendar.exceptions.items()):
        if rule.kind == "makeup" and calendar.week[day.weekday()] == calendar.full_day:
            yield (
                f"Ngày {day:%d/%m/%Y} ({rule.name}) vốn là {WEEKDAYS[day.weekday()]} làm việc "
                "cả ngày nên không thể là ngày làm bù."
            )


def _missing(calendar: Calendar) -> Iterator[str]:
    """Every year up to the last one names the days of rest that the law fixes, and its Tết."""
    rest = {day for day, rule in calendar.exceptions.items() if rule.kind == "holiday"}
    years = {day.year for day in calendar.exceptions}
    for year in range(min(years, default=1), max(years, default=0) + 1):
        lacking = [
            f"{day:02d}/{month:02d}"
            for month, day, since in _FIXED
            if year >= since and date(year, month, day) not in rest
        ]
        if lacking:
            yield f"Năm {year} thiếu ngày nghỉ theo Bộ luật Lao động: {', '.join(lacking)}."
        spring = [day for day in rest if date(year, 1, 15) <= day <= date(year, 2, 28)]
        if len(spring) < _TET_DAYS:
            yield f"Năm {year} chưa có đủ {_TET_DAYS} ngày nghỉ Tết Nguyên đán."
