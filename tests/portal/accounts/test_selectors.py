from datetime import date

import pytest

from portal.accounts import actors, selectors
from portal.accounts.actors import actor_of
from portal.accounts.backends import SignInBackend
from portal.accounts.models import StaffMember
from portal.accounts.permissions import Relation, Role, kinds_for
from portal.core.errors import NotFound
from tests.factories.accounts import (
    AgencyFactory,
    DeskFactory,
    MandateFactory,
    PersonFactory,
    PostFactory,
    StaffMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_agency_is_found_by_its_code():
    agency = AgencyFactory(code="H24.21.22", commune_code="11311")
    assert selectors.agency_by_code("H24.21.22") == agency
    assert list(selectors.commune_agencies()) == [agency]


@pytest.mark.parametrize("code", ["", "99999"])
def test_unknown_agency_is_not_found(code):
    AgencyFactory(city=True)
    with pytest.raises(NotFound):
        selectors.agency_by_code(code)


def test_city_is_no_commune():
    AgencyFactory(city=True)
    assert not selectors.commune_agencies().exists()


def test_staff_member_has_roles_and_desks():
    member = StaffMemberFactory(role="clerk")
    PostFactory(staff=member, role="cashier")
    assert selectors.roles_of(member) == {Role.CLERK, Role.CASHIER}
    assert [desk.kind for desk in selectors.desks_of(member)] == ["cashier", "one_stop"]


def test_post_without_desk_reaches_every_desk_of_the_agency():
    member = StaffMemberFactory(role="director")
    DeskFactory(agency=member.agency, kind="one_stop")
    DeskFactory(agency=member.agency, kind="registry")
    DeskFactory()
    assert [desk.kind for desk in selectors.desks_of(member)] == ["one_stop", "registry"]


def test_posts_are_read_once(django_assert_num_queries):
    member = StaffMember.objects.select_related("agency").get(
        pk=StaffMemberFactory(role="officer").pk
    )
    with django_assert_num_queries(1):
        selectors.roles_of(member)
        codes = [desk.code for desk in selectors.desks_of(member)]
    assert codes == [f"{member.agency.code}/specialist"]


def test_two_posts_stay_two_standings():
    member = StaffMemberFactory(role="clerk")
    PostFactory(staff=member, role="officer")
    at_appraisal = selectors.standings_of(
        actors.staff(member), agency=member.agency.code, desk="specialist"
    )
    assert (Role.OFFICER, Relation.DESK) in at_appraisal
    assert (Role.CLERK, Relation.AGENCY) in at_appraisal
    assert (Role.CLERK, Relation.DESK) not in at_appraisal


def test_staff_of_another_agency_stand_outside():
    member = StaffMemberFactory(role="clerk")
    elsewhere = selectors.standings_of(
        actors.staff(member), agency=AgencyFactory().code, desk="one_stop"
    )
    assert elsewhere == {(Role.CLERK, Relation.ANY)}
    assert kinds_for(elsewhere) == frozenset()


def test_city_leader_stands_above_the_agencies():
    member = StaffMemberFactory(agency=AgencyFactory(city=True))
    PostFactory(staff=member, role="city_leader")
    standings = selectors.standings_of(actors.staff(member), agency=AgencyFactory().code)
    assert standings == {(Role.CITY_LEADER, Relation.ANY), (Role.CITY_LEADER, Relation.CITY)}
    assert kinds_for(standings) == {"view_dashboard", "view_figures"}


@pytest.mark.parametrize(
    ("is_owner", "may_submit"), [(True, True), (False, False)], ids=["owner", "stranger"]
)
def test_citizen_stands_as_owner_or_not_at_all(is_owner, may_submit):
    actor = actors.citizen(PersonFactory())
    standings = selectors.standings_of(actor, is_owner=is_owner)
    assert ("submit" in kinds_for(standings)) is may_submit


def test_system_stands_everywhere():
    standings = selectors.standings_of(actors.system("vnpay"), agency="H24.21.22")
    assert standings == {(Role.SYSTEM, Relation.ANY)}


def test_holders_are_told_by_agency():
    clerk = StaffMemberFactory(role="clerk")
    PostFactory(staff=clerk, role="director")
    leader = StaffMemberFactory(role="leader")
    assert selectors.holders() == {
        clerk.agency.code: {("clerk", "one_stop"), ("director", "")},
        leader.agency.code: {("leader", "leadership")},
    }


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2026, 1, 4), False),
        (date(2026, 1, 5), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_mandate_holds_from_day_to_day(on, in_force):
    mandate = MandateFactory(valid_from=date(2026, 1, 5), valid_until=date(2027, 12, 31))
    assert selectors.mandates_of(mandate.person, on=on).exists() is in_force
    assert selectors.may_act_for(mandate.person, mandate.organisation, on=on) is in_force


def test_mandate_serves_only_the_one_represented():
    mandate = MandateFactory(for_a_person=True)
    today = date(2026, 11, 23)
    assert selectors.may_act_for(mandate.person, mandate.principal, on=today)
    assert not selectors.may_act_for(mandate.principal, mandate.person, on=today)
    assert not selectors.may_act_for(mandate.person, PersonFactory(), on=today)


@pytest.mark.parametrize(
    ("factory", "queries"), [(PersonFactory, 1), (StaffMemberFactory, 2)], ids=["citizen", "staff"]
)
def test_session_brings_its_actor_along(factory, queries, django_assert_num_queries):
    owner = factory(signed_in=True)
    if factory is StaffMemberFactory:
        PostFactory(staff=owner)
    with django_assert_num_queries(queries):
        user = SignInBackend().get_user(owner.user_id)
        actor = actor_of(user)
        standings = selectors.standings_of(actor, agency="H24.21.22", desk="one_stop")
    assert standings
    assert owner in (actor.person, actor.staff)


def test_closed_sign_in_ends_its_session():
    assert SignInBackend().get_user(UserFactory(is_active=False).pk) is None
