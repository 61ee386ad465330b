"""Who gets a dossier when it comes to a desk: by post and presence, by rule, by load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from portal.accounts import presence
from portal.accounts.models import Organisation, Person, StaffMember
from portal.accounts.permissions import Role
from procedures.catalogue import selectors as catalogue
from procedures.dossiers.models import Dossier, RoutingRule

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Desks whose work belongs to one person from the start; the others work from one common pile.
ROUTED_DESKS = frozenset({"specialist"})


def workers_at(*places: Dossier) -> QuerySet[StaffMember]:
    """Who is there today to work at the active step's desk of one of these dossiers.

    The one rule of who can be given work: lists offer these colleagues, and no other is taken.
    """
    desks = {
        (dossier.step_agency_id, dossier.step_desk)
        for dossier in places
        if dossier.step_agency_id is not None
    }
    here = Q(pk__in=[])
    for agency, desk in sorted(desks):
        here |= Q(pk__in=presence.present_at(agency, desk))
    return StaffMember.objects.filter(here)


def works_at(member: StaffMember, dossier: Dossier) -> bool:
    """Whether a staff member is there today to work at the active step's desk."""
    return workers_at(dossier).filter(pk=member.pk).exists()


def assignee_for(dossier: Dossier) -> StaffMember | None:
    """The present officer whom the narrowest rule names, then with the least open work.

    None where the desk works from a common pile, or where nobody is there: nothing then waits for
    one person.
    """
    if dossier.step_desk not in ROUTED_DESKS or dossier.step_agency_id is None:
        return None
    # Heads assign; what comes by itself comes to officers and to whoever stands in for one.
    officers = presence.present_at(
        dossier.step_agency_id, dossier.step_desk, role=Role.OFFICER.value
    )
    rule = rules_for(dossier).filter(staff=OuterRef("pk")).order_by("-weight").values("weight")[:1]
    # Counted in an index of open work for the few who are there, not by joining all their work.
    work = Dossier.objects.filter(assignee=OuterRef("pk"), closed_at__isnull=True).order_by()
    load = Subquery(work.values("assignee").annotate(load=Count("pk")).values("load"))
    return (
        officers.annotate(fit=Coalesce(Subquery(rule), Value(0)), load=Coalesce(load, Value(0)))
        .order_by("-fit", "load", "pk")
        .first()
    )


def rules_for(dossier: Dossier) -> QuerySet[RoutingRule]:
    """The rules that speak of a dossier at its desk; the area is where its owner lives."""
    package = catalogue.package(dossier.procedure_version_id)
    # Read within the query: an action's lock does not bring the owner along.
    owner: QuerySet[Any] = Organisation.objects.filter(pk=dossier.organisation_id or 0)
    if dossier.owner_id is not None:
        owner = Person.objects.filter(pk=dossier.owner_id)
    return RoutingRule.objects.filter(
        Q(commune_code="") | Q(commune_code__in=owner.values("commune_code")),
        agency=dossier.step_agency_id,
        desk_kind=dossier.step_desk,
        procedure_code__in=["", package.code],
        field_code__in=["", package.substance.catalogue.field_code],
    )
