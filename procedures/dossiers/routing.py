"""Who gets a dossier when it comes to a desk: by post and presence, by rule, by load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from portal.accounts import presence
from portal.accounts.models import Organisation, Person, Post
from portal.accounts.permissions import Role
from procedures.dossiers.models import RoutingRule

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import StaffMember
    from procedures.dossiers.models import Dossier

# Desks whose work belongs to one person from the start; the others work from one common pile.
ROUTED_DESKS = frozenset({"specialist"})


def works_at(member: StaffMember, dossier: Dossier) -> bool:
    """Whether a staff member is there today to work at the active step's desk."""
    posts = Post.objects.filter(
        Q(desk__kind=dossier.step_desk) | Q(desk__isnull=True),
        staff__agency=dossier.step_agency,
    )
    return presence.present_at(posts).filter(pk=member.pk).exists()


def assignee_for(dossier: Dossier) -> StaffMember | None:
    """The present officer whom the narrowest rule names, then with the least open work.

    None where the desk works from a common pile, or where nobody is there: nothing then waits for
    one person.
    """
    if dossier.step_desk not in ROUTED_DESKS or dossier.step_agency_id is None:
        return None
    # Heads assign; what comes by itself comes to officers and to whoever stands in for one.
    posts = Post.objects.filter(
        staff__agency=dossier.step_agency,
        desk__kind=dossier.step_desk,
        role=Role.OFFICER,
    )
    rule = rules_for(dossier).filter(staff=OuterRef("pk")).order_by("-weight").values("weight")[:1]
    load = Count("assigned", filter=Q(assigned__closed_at__isnull=True), distinct=True)
    return (
        presence.present_at(posts)
        .annotate(fit=Coalesce(Subquery(rule), Value(0)), load=load)
        .order_by("-fit", "load", "pk")
        .first()
    )


def rules_for(dossier: Dossier) -> QuerySet[RoutingRule]:
    """The rules that speak of a dossier at its desk; the area is where its owner lives."""
    # Read within the query: an action's lock does not bring the owner along.
    owner: QuerySet[Any] = Organisation.objects.filter(pk=dossier.organisation_id or 0)
    if dossier.owner_id is not None:
        owner = Person.objects.filter(pk=dossier.owner_id)
    return RoutingRule.objects.filter(
        Q(commune_code="") | Q(commune_code__in=owner.values("commune_code")),
        agency=dossier.step_agency_id,
        desk_kind=dossier.step_desk,
        procedure_code__in=["", dossier.procedure.code],
        field_code__in=["", dossier.procedure.field_code],
    )
