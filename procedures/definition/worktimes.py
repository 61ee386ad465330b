"""Legal times as working hours, to compare them with what the desks need."""

from __future__ import annotations

from portal.core.worktime import parse_duration

DAY_HOURS = 8


def legal_hours(duration: str) -> int:
    """The working hours that a legal time surely holds; calendar days hold five of seven days."""
    limit = parse_duration(duration)
    if limit.unit == "wh":
        return limit.number
    if limit.number == 0:
        return DAY_HOURS
    days = limit.number if limit.unit == "wd" else limit.number * 5 // 7
    return days * DAY_HOURS
