"""What is read of what happened, and of how well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracking.figures import Dashboard, Drilled, Figure, dashboard, drill, drill_rows
from tracking.models import Notice
from tracking.timeline import Entry, timeline

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import Person

__all__ = [
    "Dashboard",
    "Drilled",
    "Entry",
    "Figure",
    "dashboard",
    "drill",
    "drill_rows",
    "notices",
    "timeline",
]


def notices(person: Person) -> QuerySet[Notice]:
    """The messages to a person, the newest first."""
    return Notice.objects.filter(person=person)
