"""Working time: calendars, durations and due moments that explain themselves. Pure Python.

Rules: docs/decisions/0007; sources in the calendar file. A day unit never counts the day of
receipt and ends at close of office; hours run inside office hours to the minute.
"""

from portal.core.worktime.calendar import (
    OFFICE_WEEK,
    SHIPPED,
    WEEKDAYS,
    Calendar,
    DayRule,
    Spans,
    load_calendar,
)
from portal.core.worktime.due import Due, Duration, Reason, due, parse_duration, pause, round_up

__all__ = [
    "OFFICE_WEEK",
    "SHIPPED",
    "WEEKDAYS",
    "Calendar",
    "DayRule",
    "Due",
    "Duration",
    "Reason",
    "Spans",
    "due",
    "load_calendar",
    "parse_duration",
    "pause",
    "round_up",
]
