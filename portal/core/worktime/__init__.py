"""Working time: calendars, durations and due moments that explain themselves. Pure Python.

Rules: docs/decisions/0007; sources in the calendar file. A day unit never counts the day of
receipt and ends at close of office; hours run inside office hours to the minute.
"""

from portal.core.worktime.calendar import Calendar, load_calendar
from portal.core.worktime.due import Due, Duration, Reason, due, parse_duration, pause, round_up

__all__ = [
    "Calendar",
    "Due",
    "Duration",
    "Reason",
    "due",
    "load_calendar",
    "parse_duration",
    "pause",
    "round_up",
]
