"""Work beside the steps: what one is asked for, releases, sends, and has to read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, Q

from portal.accounts.permissions import Relation, allows
from portal.accounts.selectors import desks_of, roles_of, stands_in
from portal.core import clock
from portal.core.errors import NotAllowed
from procedures.dossiers import access, talk
from procedures.dossiers.models import Dossier, Message, Request, SideTask

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from portal.accounts.models import StaffMember
    from portal.accounts.permissions import Role

MOST = 200
RETURNED_FOR = timedelta(days=14)
_PARTS = ((Relation.AGENCY, "competent_agency"), (Relation.RECEIVER, "receiving_agency"))
_HEARING = ("one_stop", "specialist", "leadership")
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
    """What waits for the actor's release or to be sent by them, and what came back to them.

    The oldest draft comes first.
    """
    member = _member(actor)
    roles = roles_of(member)
    releasing = [role for role in roles if _gives(role, Relation.AGENCY, "release_request")]
    wanted = Q(
        state=Request.State.DRAFTED,
        approver__in=releasing,
        dossier__competent_agency=member.agency_id,
    )
    for relation, column in _PARTS:
        if any(_gives(role, relation, "send_request") for role in roles):
            wanted |= Q(state=Request.State.RELEASED, **{f"dossier__{column}": member.agency_id})
    wanted |= Q(
        state=Request.State.RETURNED,
        drafted_by=actor.code,
        closed_at__gte=clock.now() - RETURNED_FOR,
        dossier__closed_at__isnull=True,
    )
    return list(
        Request.objects.filter(wanted).select_related(*_RELATED).order_by("drafted_at", "id")[:MOST]
    )


def messages(actor: Actor) -> list[Dossier]:
    """The dossiers whose applicant wrote what no desk has read; who waits longest comes first.

    Each has `unread`, how much, and `written_at`, since when.
    """
    waiting = Q(messages__side=Message.Side.APPLICANT, messages__read_at__isnull=True)
    rows = heard_rows(actor).select_related("procedure", "owner", "organisation", "assignee")
    told = rows.annotate(
        unread=Count("messages", filter=waiting),
        written_at=Min("messages__written_at", filter=waiting),
    )
    return list(told.order_by("written_at", "pk")[:MOST])


def heard_rows(actor: Actor) -> QuerySet[Dossier]:
    """What there is for the actor to read of applicants, on dossiers that are theirs to answer.

    Those of their desks that are theirs or nobody's; and what no desk has that takes part in
    messages, such as an ended one, is everybody's who does.
    """
    member = _member(actor)
    parts = access.parts_seen(actor, "message")
    ours = Q(pk__in=[])
    for relation, column in _PARTS:
        if relation in parts:
            ours |= Q(**{column: member.agency_id})
    kinds = sorted({desk.kind for desk in desks_of(member)})
    mine = Q(assignee__in=[member.pk, *stands_in(member)])
    at_desks = Q(step_agency=member.agency_id, step_desk__in=kinds)
    theirs = at_desks & (mine | Q(assignee__isnull=True)) | ~Q(step_desk__in=_HEARING)
    return Dossier.objects.filter(ours & theirs, talk.unread_by_agency(), code__isnull=False)


def _gives(role: Role, relation: Relation, kind: str) -> bool:
    return allows(roles={role}, relations={relation}, kind=kind)


def _member(actor: Actor) -> StaffMember:
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    return actor.staff
