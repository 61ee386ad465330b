"""What is read of what happened, and of how well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.permissions import kinds_for
from portal.accounts.selectors import standings_of
from portal.core.errors import NotAllowed
from tracking.figures import Dashboard, Drilled, Figure, dashboard, drill, drill_rows
from tracking.models import Notice
from tracking.timeline import Entry, timeline

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
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
    "scope_of",
    "timeline",
]


def scope_of(actor: Actor, *, kind: str = "view_dashboard") -> str:
    """Whose figures the actor may read: "" for the whole city, else their own agency's code.

    `kind` is the kind of reading: `view_dashboard`, or `view_figures` for the lists behind it.
    """
    if kind in kinds_for(standings_of(actor)):
        return ""
    own = actor.staff.agency.code if actor.staff else ""
    if kind not in kinds_for(standings_of(actor, agency=own)):
        raise NotAllowed("Số liệu dành cho lãnh đạo và cán bộ kiểm soát thủ tục hành chính.")
    return own


def notices(person: Person) -> QuerySet[Notice]:
    """The messages to a person, the newest first."""
    return Notice.objects.filter(person=person)
