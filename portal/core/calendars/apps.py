"""App of the working calendars' tables."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Working calendars."""

    name = "portal.core.calendars"
    label = "calendars"
    verbose_name = "Lịch làm việc"
