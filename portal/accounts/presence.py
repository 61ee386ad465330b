"""Who is there today, and in whose place; each answer is one part of a larger query.

An absent substitute passes the work on to their own; after so many hands it is the common pile's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from portal.accounts.models import Absence, Post, StaffMember
from portal.core import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

# How often work is passed on from one absent colleague to the next.
HANDS = 3


def away() -> QuerySet[Absence]:
    """The absences of today."""
    today = clock.today()
    return Absence.objects.filter(starts__lte=today, ends__gte=today)


def posts_held_by(staff: StaffMember) -> Q:
    """Which posts are in somebody's hands today: their own, and those of whom they stand in for."""
    held, covered = Q(staff=staff), away().filter(substitute=staff)
    for _ in range(HANDS):
        held |= Q(staff__in=covered.values("staff"))
        covered = away().filter(substitute__in=covered.values("staff"))
    return held


def present_at(posts: QuerySet[Post]) -> QuerySet[StaffMember]:
    """Who is there today to do the work of these posts: holders, and stand-ins of absent ones."""
    reached = Q(pk__in=posts.values("staff"))
    for substitutes in _passed_on(posts.values("staff")):
        reached |= Q(pk__in=substitutes)
    return StaffMember.objects.filter(reached).exclude(pk__in=away().values("staff"))


def stand_ins_of(staff_id: int) -> QuerySet[StaffMember]:
    """Who is there today in the place of an absent colleague; nobody where the chain ends so."""
    reached = Q(pk__in=[])
    for substitutes in _passed_on([staff_id]):
        reached |= Q(pk__in=substitutes)
    return StaffMember.objects.filter(reached).exclude(pk__in=away().values("staff"))


def _passed_on(absent: Any) -> Iterator[QuerySet[Absence, Any]]:
    """Who the work of absent colleagues goes to, hand by hand."""
    for _ in range(HANDS):
        substitutes = away().filter(staff__in=absent, substitute__isnull=False).values("substitute")
        yield substitutes
        absent = substitutes
