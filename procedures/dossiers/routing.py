"""Who gets a dossier when it comes to a desk: by post, presence and load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from portal.accounts.models import Post, StaffMember

if TYPE_CHECKING:
    from procedures.dossiers.models import Dossier

# Desks whose work belongs to one person from the start; the others work from one common pile.
ROUTED_DESKS = frozenset({"specialist"})


def works_at(member: StaffMember, dossier: Dossier) -> bool:
    """Whether a staff member holds a post at the active step's desk."""
    if member.agency_id != dossier.step_agency_id:
        return False
    at_desk = Q(desk__kind=dossier.step_desk) | Q(desk__isnull=True)
    return Post.objects.filter(at_desk, staff=member).exists()


def assignee_for(dossier: Dossier) -> StaffMember | None:
    """The colleague at the step's desk with the least open work; None for a common pile."""
    if dossier.step_desk not in ROUTED_DESKS or dossier.step_agency_id is None:
        return None
    at_desk = StaffMember.objects.filter(
        agency_id=dossier.step_agency_id, posts__desk__kind=dossier.step_desk
    )
    load = Count("assigned", filter=Q(assigned__closed_at__isnull=True), distinct=True)
    return at_desk.annotate(load=load).order_by("load", "pk").first()
