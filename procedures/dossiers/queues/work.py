"""Work beside the steps: what one is asked for, and what waits for one's release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from portal.accounts.permissions import Relation, allows
from portal.accounts.selectors import roles_of, stands_in
from portal.core.errors import NotAllowed
from procedures.dossiers.models import Request, SideTask

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from portal.accounts.models import StaffMember

MOST = 200
_RELATED = ("dossier__procedure", "dossier__owner", "dossier__organisation")


def tasks(actor: Actor) -> list[SideTask]:
    """The open tasks for the actor and whom they stand in for, or for anybody of their agency.

    The first due comes first. What a register is asked is nobody's before it fails to answer, then
    the dossier's agency's.
    """
    member = _member(actor)
    ours = Q(agency=member.agency_id) | Q(
        agency__isnull=True, assignee__isnull=True, dossier__competent_agency=member.agency_id
    )
    mine = Q(assignee__in=[member.pk, *stands_in(member)])
    roles = roles_of(member)
    relations = {Relation.ASKED, Relation.AGENCY}
    answers = allows(roles=roles, relations=relations, kind="report_task")
    wanted = mine | (ours & Q(assignee__isnull=True)) if answers else mine
    return list(
        SideTask.objects.filter(wanted, closed_at__isnull=True)
        .select_related("agency", "assignee", "dossier__competent_agency", *_RELATED)
        .order_by(F("due_at").asc(nulls_last=True), "id")[:MOST]
    )


def requests(actor: Actor) -> list[Request]:
    """What is drafted and waits for the actor's release; the oldest comes first."""
    member = _member(actor)
    roles = [
        role
        for role in roles_of(member)
        if allows(roles={role}, relations={Relation.AGENCY}, kind="release_request")
    ]
    if not roles:
        return []
    return list(
        Request.objects.filter(
            state=Request.State.DRAFTED,
            approver__in=roles,
            dossier__competent_agency=member.agency_id,
        )
        .select_related(*_RELATED)
        .order_by("drafted_at", "id")[:MOST]
    )


def _member(actor: Actor) -> StaffMember:
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    return actor.staff
