"""Nothing waits for somebody who is away: their dossiers pass to whoever is there."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from portal.accounts import presence
from portal.accounts.actors import system
from portal.accounts.models import Absence
from portal.core import clock
from portal.core.errors import PortalError
from portal.core.jobs import job
from portal.core.jobs.registry import Priority
from portal.core.journal.readers import reader
from procedures.dossiers import routing
from procedures.dossiers.engine import fire
from procedures.dossiers.models import Dossier

if TYPE_CHECKING:
    from portal.accounts.models import StaffMember
    from portal.core.journal.models import Event

PORTAL = system("portal")


@reader("dossiers.absences", "absence.recorded")
def plan_cover(event: Event) -> None:
    """Have the work passed on when an absence begins."""
    begins = datetime.combine(
        date.fromisoformat(event.data["starts"]), time.min, tzinfo=clock.VIETNAM
    )
    cover.enqueue(
        key=str(event.data["absence"]),
        run_at=max(begins, clock.now()),
        absence=event.data["absence"],
    )


@job("dossiers.cover", retries=8, priority=Priority.MONEY)
def cover(*, absence: int) -> None:
    """Pass on what an absent colleague has; may run again, and does nothing once they are back."""
    row = Absence.objects.filter(pk=absence).first()
    if row is None or not row.starts <= clock.today() <= row.ends:
        return
    open_ones = Dossier.objects.filter(
        assignee=row.staff_id, closed_at__isnull=True, code__isnull=False
    )
    stand_ins = list(presence.stand_ins_of(row.staff_id))
    related = open_ones.select_related("procedure", "step_agency")
    for dossier in related.order_by("deadline_at", "pk"):
        _pass_on(dossier, stand_ins)


def _pass_on(dossier: Dossier, stand_ins: list[StaffMember]) -> None:
    """To who stands in, else to whom the desk's routing finds, else back to the common pile."""
    able = (member for member in stand_ins if routing.works_at(member, dossier))
    member = next(able, None) or routing.assignee_for(dossier)
    action, data = ("assign", {"staff": member.code}) if member else ("let_go", {})
    try:
        fire(dossier.pk, action, actor=PORTAL, data=data, seen_version=None)
    except PortalError as refused:
        # A dossier that moved on meanwhile has found its hands; a fault must be tried again.
        if refused.status not in {400, 409}:
            raise
