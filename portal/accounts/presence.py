"""Who is there today, and in whose place; each answer is one part of a larger query.

An absent substitute passes the work on to their own. The chains are followed in SQL: the hand-over
of every dossier asks, and its round trips are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from portal.accounts.models import Absence, StaffMember
from portal.core import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

_COVERED = """
WITH RECURSIVE covered(id) AS (
    SELECT away.staff_id FROM accounts_absence away
    WHERE away.substitute_id = %s AND away.starts <= %s AND away.ends >= %s
    UNION
    SELECT away.staff_id FROM accounts_absence away JOIN covered ON away.substitute_id = covered.id
    WHERE away.starts <= %s AND away.ends >= %s
)
SELECT id FROM covered
"""
# The holders of posts, or one colleague; then their substitutes, hand by hand; then who is there.
_HOLDERS = """
WITH RECURSIVE hands(id) AS (
    SELECT post.staff_id FROM accounts_post post
    JOIN accounts_staffmember holder ON holder.id = post.staff_id
    LEFT JOIN accounts_desk desk ON desk.id = post.desk_id
    WHERE holder.agency_id = %s AND (desk.kind = %s OR desk.id IS NULL)
        AND (post.role = %s OR %s = '')
"""
_ONE = """
WITH RECURSIVE hands(id) AS (
    SELECT holder.id FROM accounts_staffmember holder WHERE holder.id = %s
"""
_PRESENT = """
    UNION
    SELECT away.substitute_id FROM accounts_absence away JOIN hands ON away.staff_id = hands.id
    WHERE away.substitute_id IS NOT NULL AND away.starts <= %s AND away.ends >= %s
)
SELECT hands.id FROM hands WHERE NOT EXISTS (
    SELECT 1 FROM accounts_absence away
    WHERE away.staff_id = hands.id AND away.starts <= %s AND away.ends >= %s
)
"""
PRESENT_HOLDERS = _HOLDERS + _PRESENT
_PRESENT_INSTEAD = _ONE + _PRESENT


def away() -> QuerySet[Absence]:
    """The absences of today."""
    today = clock.today()
    return Absence.objects.filter(starts__lte=today, ends__gte=today)


def posts_held_by(staff: StaffMember) -> Q:
    """Which posts are in somebody's hands today: their own, and those of whom they stand in for."""
    covered = RawSQL(_COVERED, [staff.pk, *_today(2)])  # noqa: S611 - constant text
    return Q(staff=staff) | Q(staff__in=covered)


def present_at(agency_id: int, desk: str, *, role: str = "") -> QuerySet[StaffMember]:
    """Who is there today to work at a desk, in one role if named: holders and stand-ins."""
    found = RawSQL(PRESENT_HOLDERS, of_holders(agency_id, desk, role=role))  # noqa: S611 - constant
    return StaffMember.objects.filter(pk__in=found)


def of_holders(agency_id: int, desk: str, *, role: str = "") -> list[Any]:
    """The values of `PRESENT_HOLDERS`, for a query of somebody else's that it is part of."""
    return [agency_id, desk, role, role, *_today(2)]


def stand_ins_of(staff_id: int) -> QuerySet[StaffMember]:
    """Who is there today in the place of an absent colleague; nobody where the chain ends so."""
    found = RawSQL(_PRESENT_INSTEAD, [staff_id, *_today(2)])  # noqa: S611 - constant text
    return StaffMember.objects.filter(pk__in=found)


def _today(times: int) -> list[str]:
    """Today as the two bounds of an absence, for so many comparisons."""
    return [clock.today().isoformat()] * 2 * times
