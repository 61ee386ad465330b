"""What is read of people and agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from portal.accounts import demo, presence
from portal.accounts.models import (
    Agency,
    Desk,
    Mandate,
    Organisation,
    Person,
    Post,
    StaffMember,
    User,
)
from portal.accounts.permissions import Relation, Role
from portal.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from portal.accounts.demo import DemoAccount
    from portal.accounts.permissions import Standing


_HELD = "_held_posts"
_EVERY = "_every_desk"


def user_by_id(pk: int) -> User | None:
    """Fetch an active sign-in with who stands behind it, so that no page asks again."""
    users = User.objects.filter(pk=pk, is_active=True)
    return users.select_related("person", "staff__agency").first()


def agency_by_code(code: str) -> Agency:
    """Fetch the agency with this identifier."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise NotFound("Không có cơ quan mang mã này.")
    return agency


def commune_agencies() -> QuerySet[Agency]:
    """List the people's committees of the communes: wards first, in the order of their codes."""
    return Agency.objects.filter(kind=Agency.Kind.COMMUNE).order_by("code")


def holders() -> dict[str, frozenset[tuple[str, str]]]:
    """Tell by agency code which (role, desk kind) somebody holds; no desk is ""."""
    held: dict[str, set[tuple[str, str]]] = {}
    rows = Post.objects.values_list("staff__agency__code", "role", "desk__kind")
    for agency, role, desk_kind in rows:
        held.setdefault(agency, set()).add((role, desk_kind or ""))
    return {agency: frozenset(pairs) for agency, pairs in held.items()}


def posts_of(staff: StaffMember) -> list[Post]:
    """List the posts in a staff member's hands today, with their desks; the object remembers them.

    While a colleague is away their posts are in the hands of whoever stands in.
    """
    held: list[Post] | None = getattr(staff, _HELD, None)
    if held is None:
        posts = Post.objects.filter(presence.posts_held_by(staff))
        held = list(posts.select_related("desk__agency").order_by("pk"))
        setattr(staff, _HELD, held)
    return held


def stands_in(staff: StaffMember) -> frozenset[int]:
    """Tell whose posts a staff member holds today beside their own."""
    return frozenset(post.staff_id for post in posts_of(staff)) - {staff.pk}


def roles_of(staff: StaffMember) -> frozenset[Role]:
    """Tell the roles that a staff member holds anywhere."""
    return frozenset(Role(post.role) for post in posts_of(staff))


def desks_of(staff: StaffMember) -> list[Desk]:
    """List the desks where a staff member works; a post without a desk reaches all of them.

    The object remembers those as it does its posts: a page asks for them many times.
    """
    posts = posts_of(staff)
    if any(post.desk is None for post in posts):
        known: list[Desk] | None = getattr(staff, _EVERY, None)
        if known is None:
            every = Desk.objects.filter(agency=staff.agency_id).select_related("agency")
            known = list(every.order_by("kind"))
            setattr(staff, _EVERY, known)
        return known
    desks = {post.desk.pk: post.desk for post in posts if post.desk is not None}
    return sorted(desks.values(), key=lambda desk: desk.kind)


def standings_of(
    actor: Actor,
    *,
    agency: str = "",
    receiver: str = "",
    desk_agency: str = "",
    desk: str = "",
    is_owner: bool = False,
    is_asked: bool = False,
    is_counter: bool = False,
) -> frozenset[Standing]:
    """Pair each role of an actor with each relation that this very role gives them.

    `agency` is the code of the competent agency, `receiver` of the one that took the file in;
    `desk` is the kind of desk of the dossier's step and `desk_agency` the agency it stands in;
    `is_counter` says that the file came over a counter of the actor's agency, or belongs there.
    """
    if actor.staff is not None:
        held = _staff_standings(actor.staff, agency=agency, desk_agency=desk_agency, desk=desk)
        if receiver and actor.staff.agency.code == receiver:
            held |= {(role, Relation.RECEIVER) for role in roles_of(actor.staff)}
        if is_asked:
            held |= {(role, Relation.ASKED) for role in roles_of(actor.staff)}
        if is_counter:
            held |= {(role, Relation.COUNTER) for role in roles_of(actor.staff)}
        return frozenset(held)
    role = Role.SYSTEM if actor.kind == "system" else Role.APPLICANT
    relations = {Relation.ANY, Relation.OWNER} if is_owner else {Relation.ANY}
    return frozenset((role, relation) for relation in relations)


def _staff_standings(
    staff: StaffMember, *, agency: str, desk_agency: str, desk: str
) -> set[Standing]:
    at_agency = staff.agency.code == agency
    at_desk_agency = staff.agency.code == (desk_agency or agency)
    at_city = staff.agency.kind == Agency.Kind.CITY
    standings: set[Standing] = set()
    for post in posts_of(staff):
        role = Role(post.role)
        at_desk = post.desk is None or post.desk.kind == desk
        standings.add((role, Relation.ANY))
        standings.update({(role, Relation.CITY)} if at_city else ())
        standings.update({(role, Relation.AGENCY)} if at_agency else ())
        standings.update({(role, Relation.DESK)} if at_desk_agency and desk and at_desk else ())
    return standings


def mandates_of(person: Person, *, on: date) -> QuerySet[Mandate]:
    """List the mandates that let a person act for others on a day."""
    return (
        Mandate.objects.filter(person=person, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .select_related("organisation", "principal")
        .order_by("pk")
    )


def may_act_for(person: Person, represented: Organisation | Person, *, on: date) -> bool:
    """Tell whether a mandate lets the person act for this organisation or person on a day."""
    mandates = mandates_of(person, on=on)
    if isinstance(represented, Organisation):
        return mandates.filter(organisation=represented).exists()
    return mandates.filter(principal=represented).exists()


def can_sign_in(owner: Organisation | Person, *, on: date) -> bool:
    """Tell whether anybody can come to the portal for somebody: with VNeID, or an account here."""
    has_account = Q(user__isnull=False) | Q(identity_level=Person.IdentityLevel.TWO)
    mandates = Mandate.objects.filter(valid_from__lte=on).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    )
    if isinstance(owner, Organisation):
        named = Person.objects.filter(mandates__in=mandates.filter(organisation=owner))
        return named.filter(has_account).exists()
    named = Person.objects.filter(Q(pk=owner.pk) | Q(mandates__in=mandates.filter(principal=owner)))
    return named.filter(has_account).exists()


def demo_accounts() -> Sequence[DemoAccount]:
    """List the accounts of the local sign-in page."""
    return demo.accounts()
