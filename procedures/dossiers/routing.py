"""Who gets a dossier when it comes to a desk: by post and presence, who had it, rule, load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from portal.accounts import presence
from portal.accounts.models import StaffMember
from portal.accounts.permissions import Role
from procedures.catalogue import selectors as catalogue

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from procedures.dossiers.models import Dossier

# Desks whose work belongs to one person from the start; the others work from one common pile.
ROUTED_DESKS = frozenset({"specialist"})

# By hand, for every hand-over asks it. The area of a rule is where the dossier's owner lives; work
# is counted in an index of what is open for the few who are there, not by joining all of theirs.
_THERE = f"""
SELECT officer.* FROM accounts_staffmember officer WHERE officer.id IN ({presence.PRESENT_HOLDERS})
"""  # noqa: S608 - constant text
_ONE_OF_THEM = f"{_THERE} AND officer.id = %s"
_BEST_OF_THEM = f"""{_THERE} ORDER BY
    (
        SELECT COALESCE(MAX(rule.weight), 0) FROM dossiers_routingrule rule
        WHERE rule.staff_id = officer.id AND rule.agency_id = %s AND rule.desk_kind = %s
            AND rule.procedure_code IN ('', %s) AND rule.field_code IN ('', %s)
            AND rule.commune_code IN (
                '',
                (SELECT commune_code FROM accounts_person WHERE id = %s),
                (SELECT commune_code FROM accounts_organisation WHERE id = %s)
            )
    ) DESC,
    (
        SELECT COUNT(*) FROM dossiers_dossier work
        WHERE work.assignee_id = officer.id
            AND work.closed_at IS NULL AND work.archived_at IS NULL AND work.code IS NOT NULL
    ),
    officer.id
LIMIT 1
"""  # noqa: S608 - constant text


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
    """Whom a dossier comes back to, else whom the narrowest rule names, then the least laden.

    None where the desk works from a common pile, or where nobody is there: nothing then waits for
    one person.
    """
    if dossier.step_desk not in ROUTED_DESKS or dossier.step_agency_id is None:
        return None
    agency, desk = dossier.step_agency_id, dossier.step_desk
    # Heads assign; what comes by itself comes to officers and to whoever stands in for one.
    there = presence.of_holders(agency, desk, role=Role.OFFICER.value)
    if dossier.proposer_id and (back := _first(_ONE_OF_THEM, [*there, dossier.proposer_id])):
        return back
    package = catalogue.package(dossier.procedure_version_id)
    about = [package.code, package.substance.catalogue.field_code]
    whose = [dossier.owner_id or 0, dossier.organisation_id or 0]
    return _first(_BEST_OF_THEM, [*there, agency, desk, *about, *whose])


def _first(sql: str, values: list[Any]) -> StaffMember | None:
    return next(iter(StaffMember.objects.raw(sql, values)), None)
