"""Who is away, who stands in, and what that gives whom."""

from __future__ import annotations

from datetime import date

import pytest

from portal.accounts import absences, actions, actors, presence, selectors
from portal.accounts.actors import Actor
from portal.accounts.models import Absence, StaffMember
from portal.accounts.permissions import Relation, Role
from portal.core.errors import InvalidInput, NotAllowed, NotFound, Refused
from portal.core.journal.models import Event
from tests.factories.accounts import AgencyFactory, DeskFactory, PostFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.fixture
def team():
    """Five colleagues of one agency, each alone in an office: a, b, c and d, and their head."""
    agency = AgencyFactory()
    kinds = ("one_stop", "specialist", "registry", "cashier")
    roles = ("clerk", "officer", "registry", "cashier")
    made = {}
    for name, kind, role in zip("abcd", kinds, roles, strict=True):
        member = StaffMemberFactory(agency=agency, full_name=f"Cán bộ {name.upper()}")
        PostFactory(staff=member, role=role, desk=DeskFactory(agency=agency, kind=kind))
        made[name] = member
    made["head"] = StaffMemberFactory(agency=agency)
    PostFactory(staff=made["head"], role="head", desk=None)
    return made


def away(staff, substitute, starts=TODAY, ends=TODAY, *, by=None, reason="leave"):
    return actions.record_absence(
        staff,
        substitute=substitute,
        starts=starts,
        ends=ends,
        reason=reason,
        actor=actors.staff(by or staff),
    )


def held(member):
    """The roles that a member holds today, read afresh."""
    return selectors.roles_of(StaffMember.objects.select_related("agency").get(pk=member.pk))


def test_a_substitute_holds_the_posts_while_the_colleague_is_away(team, clock_at):
    away(team["a"], team["b"], TODAY, date(2026, 11, 24))
    assert held(team["b"]) == {Role.CLERK, Role.OFFICER}
    assert selectors.stands_in(team["b"]) == {team["a"].pk}
    clock_at("2026-11-25T08:00")
    assert held(team["b"]) == {Role.OFFICER}


def test_a_post_that_is_stood_in_for_gives_its_own_desk_only(team):
    away(team["a"], team["b"])
    member = StaffMember.objects.select_related("agency").get(pk=team["b"].pk)
    agency = member.agency.code
    at_the_counter = selectors.standings_of(actors.staff(member), agency=agency, desk="one_stop")
    assert (Role.CLERK, Relation.DESK) in at_the_counter
    assert (Role.OFFICER, Relation.DESK) not in at_the_counter


def test_an_absent_substitute_passes_on_to_their_own(team):
    away(team["a"], team["b"])
    away(team["b"], team["c"])
    assert held(team["c"]) == {Role.CLERK, Role.OFFICER, Role.REGISTRY}
    there = presence.present_at(team["a"].agency_id, "one_stop", role="clerk")
    assert list(there) == [team["c"]]
    assert list(presence.stand_ins_of(team["a"].pk)) == [team["c"]]


def test_posts_cost_one_query_whoever_is_away(team, django_assert_num_queries):
    away(team["a"], team["b"])
    away(team["b"], team["c"])
    member = StaffMember.objects.get(pk=team["c"].pk)
    with django_assert_num_queries(1):
        assert len(selectors.posts_of(member)) == 3
        selectors.roles_of(member)


def test_days_never_overlap(team):
    away(team["a"], team["b"], TODAY, date(2026, 11, 27))
    with pytest.raises(InvalidInput) as refused:
        away(team["a"], team["c"], date(2026, 11, 27), date(2026, 11, 30))
    assert [error.pointer for error in refused.value.errors] == ["/starts"]


@pytest.mark.parametrize(
    ("starts", "ends", "reason", "pointer"),
    [
        (TODAY, date(2026, 11, 22), "leave", "/ends"),
        (date(2026, 11, 20), date(2026, 11, 22), "leave", "/ends"),
        (TODAY, date(2028, 11, 22), "leave", "/ends"),
        (TODAY, TODAY, "holiday", "/reason"),
    ],
)
def test_days_and_reason_make_sense(team, starts, ends, reason, pointer):
    with pytest.raises(InvalidInput) as refused:
        away(team["a"], team["b"], starts, ends, reason=reason)
    assert [error.pointer for error in refused.value.errors] == [pointer]


@pytest.mark.parametrize("who", ["a", "c", "outsider", None])
def test_somebody_else_who_is_there_must_stand_in(team, who):
    away(team["c"], team["d"])
    substitute = StaffMemberFactory() if who == "outsider" else team.get(who)
    with pytest.raises(InvalidInput) as refused:
        away(team["a"], substitute)
    assert [error.pointer for error in refused.value.errors] == ["/substitute"]


def test_nobody_need_stand_in_where_a_colleague_has_the_same_post(team):
    twin = StaffMemberFactory(agency=team["a"].agency)
    PostFactory(staff=twin, role="clerk", desk=team["a"].posts.get().desk)
    away(team["a"], None)
    with pytest.raises(InvalidInput, match="làm thay"):
        away(twin, None)


def test_a_head_records_for_colleagues_and_nobody_else_does(team):
    with pytest.raises(NotAllowed):
        away(team["a"], team["b"], by=team["c"])
    absence = away(team["a"], team["b"], by=team["head"])
    assert absence.recorded_by == f"staff:{team['head'].pk}"
    with pytest.raises(NotFound):
        away(team["a"], team["b"], by=StaffMemberFactory())


def test_who_stands_in_for_a_lone_post_leaves_it_to_somebody(team):
    twin = StaffMemberFactory(agency=team["b"].agency)
    PostFactory(staff=twin, role="officer", desk=team["b"].posts.get().desk)
    away(team["a"], team["b"])
    with pytest.raises(InvalidInput, match="làm thay"):
        away(team["b"], None)
    away(team["b"], team["c"])
    PostFactory(staff=twin, role="registry", desk=team["c"].posts.get().desk)
    with pytest.raises(InvalidInput, match="làm thay"):
        away(team["c"], None)


def test_nobody_gives_themselves_the_posts_of_another(team):
    with pytest.raises(InvalidInput, match="làm thay"):
        away(team["a"], team["head"], by=team["head"])
    PostFactory(staff=team["head"], role="clerk", desk=team["a"].posts.get().desk)
    again = StaffMember.objects.select_related("agency").get(pk=team["head"].pk)
    away(team["a"], again, by=again)
    assert Role.CLERK in held(team["head"])


@pytest.mark.parametrize("role", ["leader", "director"])
def test_only_a_leader_records_a_leader_away(team, role):
    leader, other, third = (StaffMemberFactory(agency=team["a"].agency) for _ in range(3))
    PostFactory(staff=leader, role=role, desk=None)
    for colleague in (other, third):
        PostFactory(staff=colleague, role="leader", desk=None)
    with pytest.raises(NotAllowed):
        away(leader, third, by=team["head"])
    absence = away(leader, third, by=other)
    with pytest.raises(NotAllowed):
        actions.end_absence(absence.pk, actor=actors.staff(team["head"]))
    actions.end_absence(absence.pk, actor=actors.staff(leader))
    away(leader, third)


@pytest.mark.parametrize("role", ["leader", "director", "head"])
def test_nobody_of_lower_rank_stands_in_for_who_signs(team, role):
    superior = StaffMemberFactory(agency=team["a"].agency)
    PostFactory(staff=superior, role=role, desk=None)
    with pytest.raises(InvalidInput, match="người làm thay") as refused:
        away(superior, team["a"])
    assert "lãnh đạo tương đương" in refused.value.errors[0].message


def test_the_journal_holds_codes_only(team):
    absence = away(team["a"], team["b"])
    event = Event.objects.get(name="absence.recorded")
    assert event.subject == f"staff:{team['a'].pk}"
    assert event.data == {
        "absence": absence.pk,
        "starts": "2026-11-23",
        "ends": "2026-11-23",
        "substitute": f"staff:{team['b'].pk}",
    }


def test_who_comes_back_early_has_their_work_alone_again(team, clock_at):
    absence = away(team["a"], team["b"], TODAY, date(2026, 11, 27))
    clock_at("2026-11-24T08:00")
    me = actors.staff(team["a"])
    actions.end_absence(absence.pk, actor=me)
    assert held(team["b"]) == {Role.OFFICER}
    assert Absence.objects.get().ends == TODAY
    with pytest.raises(Refused):
        actions.end_absence(absence.pk, actor=me)


def test_what_had_not_begun_is_dropped(team):
    absence = away(team["a"], team["b"], date(2026, 11, 30), date(2026, 11, 30))
    with pytest.raises(NotAllowed):
        actions.end_absence(absence.pk, actor=actors.staff(team["c"]))
    actions.end_absence(absence.pk, actor=actors.staff(team["head"]))
    assert not Absence.objects.exists()
    for actor in (actors.staff(team["a"]), Actor("system", "system:portal")):
        with pytest.raises(NotFound):
            actions.end_absence(absence.pk, actor=actor)


def test_the_list_shows_what_runs_or_comes(team, clock_at):
    away(team["a"], team["b"])
    coming = away(team["a"], team["b"], date(2026, 11, 30), date(2026, 11, 30))
    clock_at("2026-11-24T08:00")
    assert list(absences.absences_at(team["a"].agency_id)) == [coming]
