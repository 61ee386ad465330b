"""Who gets what comes to the officers' desk."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts import actors
from portal.accounts.models import Absence, StaffMember
from portal.core.errors import InvalidInput
from portal.core.jobs import running
from portal.core.journal import readers, sequencer
from portal.core.journal.models import Event
from procedures.dossiers import actions, choices, covering, queues, routing, selectors
from procedures.dossiers.models import Dossier, RoutingRule
from tests.factories import dossiers as make
from tests.factories.dossiers import BERTH, EXTRACT

pytestmark = pytest.mark.usefixtures("monday")
FIRST, SECOND, HEAD = "hp-hongbang-02", "hp-hongbang-07", "hp-hongbang-06"


@pytest.fixture(autouse=True)
def _portal(db):
    make.the_portal()


def colleague(code: str) -> StaffMember:
    return StaffMember.objects.select_related("agency").get(code=code)


def away(code: str, substitute: str | None = None) -> Absence:
    member = colleague(code)
    return accounts.record_absence(
        member,
        substitute=colleague(substitute) if substitute else None,
        starts=date(2026, 11, 23),
        ends=date(2026, 11, 25),
        reason="leave",
        actor=actors.staff(member),
    )


def rule(code: str, **names: str) -> RoutingRule:
    member = colleague(code)
    return RoutingRule.objects.create(
        agency=member.agency, desk_kind="specialist", staff=member, **names
    )


def assignees(*dossiers: Dossier) -> list[str]:
    return [dossier.assignee.code if dossier.assignee else "" for dossier in dossiers]


def test_work_goes_to_the_officer_with_the_least_of_it():
    assert assignees(*(make.at_appraisal() for _ in range(3))) == [FIRST, SECOND, FIRST]


def test_a_dossier_never_goes_to_whoever_is_away():
    away(FIRST)
    assert assignees(make.at_appraisal(), make.at_appraisal()) == [SECOND, SECOND]


def test_a_stand_in_works_for_the_absent_from_wherever_they_sit():
    away(SECOND)
    away(FIRST, "hp-hongbang-01")
    dossier = make.at_appraisal()
    assert assignees(dossier) == ["hp-hongbang-01"]
    clerk = make.staff("clerk", dossier)
    moved = actions.act(
        dossier, "propose_grant", actor=clerk, data={}, seen_version=dossier.version
    )
    assert moved.step == "approve"
    event = Event.objects.filter(name="dossier.advanced").get()
    assert event.actor == clerk.code


@pytest.mark.parametrize(
    ("names", "goes_to"),
    [
        ({"procedure_code": EXTRACT}, SECOND),
        ({"procedure_code": BERTH}, FIRST),
        ({"field_code": "ho_tich"}, SECOND),
        ({"field_code": "dat_dai"}, FIRST),
        ({"commune_code": "11311"}, SECOND),
        ({"procedure_code": EXTRACT, "commune_code": "11560"}, FIRST),
    ],
)
def test_a_rule_that_fits_comes_before_the_load(names, goes_to):
    rule(SECOND, **names)
    assert assignees(make.at_appraisal()) == [goes_to]


def test_the_narrower_rule_wins_and_an_absent_officer_has_none():
    rule(FIRST, commune_code="11311")
    rule(SECOND, procedure_code=EXTRACT)
    assert assignees(make.at_appraisal()) == [SECOND]
    away(SECOND)
    assert assignees(make.at_appraisal()) == [FIRST]


@pytest.mark.parametrize(("is_away", "goes_to"), [(False, FIRST), (True, SECOND)])
def test_what_the_leader_sends_back_goes_to_whoever_proposed_it_if_there(is_away, goes_to):
    dossier = make.an_appraised()
    make.at_appraisal()
    if is_away:
        away(FIRST)
    dossier = make.take(dossier, "send_back", "leader", reason="Làm rõ thêm.")
    assert assignees(dossier) == [goes_to]


def run_jobs() -> None:
    sequencer.sequence()
    readers.dispatch()
    running.drain()


def test_what_an_absent_officer_has_passes_on_when_the_absence_begins(clock_at):
    dossiers = [make.at_appraisal() for _ in range(4)]
    away(FIRST, SECOND)
    run_jobs()
    for dossier in dossiers:
        dossier.refresh_from_db()
    assert set(assignees(*dossiers)) == {SECOND}
    passed = Event.objects.filter(name="dossier.assigned")
    assert [event.actor for event in passed] == ["system:portal"] * 2


def test_an_absence_to_come_moves_nothing_yet(clock_at):
    dossier = make.at_appraisal()
    member = colleague(FIRST)
    accounts.record_absence(
        member,
        substitute=None,
        starts=date(2026, 11, 25),
        ends=date(2026, 11, 25),
        reason="duty",
        actor=actors.staff(member),
    )
    run_jobs()
    dossier.refresh_from_db()
    assert assignees(dossier) == [FIRST]
    clock_at("2026-11-25T00:01")
    running.drain()
    dossier.refresh_from_db()
    assert assignees(dossier) == [SECOND]


def test_with_nobody_there_work_goes_back_to_the_common_pile():
    dossier = make.at_appraisal()
    # Beside the door that would refuse it: two officers away, and nobody stands in.
    for code in (FIRST, SECOND):
        member = colleague(code)
        absence = Absence.objects.create(
            staff=member,
            starts=date(2026, 11, 23),
            ends=date(2026, 11, 23),
            reason="health",
            recorded_by="staff:0",
            recorded_at=dossier.updated_at,
        )
    covering.cover(absence=absence.pk - 1)
    dossier.refresh_from_db()
    assert dossier.assignee is None
    covering.cover(absence=absence.pk - 1)
    covering.cover(absence=10**9)


def test_only_who_is_there_is_given_work_by_hand():
    dossier = make.at_appraisal()
    assert routing.works_at(colleague(HEAD), dossier)
    assert not routing.works_at(colleague("hp-hongbang-01"), dossier)
    away(SECOND, "hp-hongbang-01")
    assert not routing.works_at(colleague(SECOND), dossier)
    assert routing.works_at(colleague("hp-hongbang-01"), dossier)
    assert selectors.step_of(dossier) is not None


@pytest.mark.parametrize("kind", ["assign", "inspect"])
def test_who_is_offered_for_work_is_who_is_taken(kind):
    """An absent colleague is neither; who stands in is both, though they hold no post there."""
    away(SECOND, "hp-hongbang-01")
    dossier = make.at_appraisal(BERTH)
    head = make.staff("head", dossier)
    offers = selectors.available_actions(dossier, actor=head)
    (asked,) = (offer.inputs for offer in offers if offer.kind == kind)
    filled = choices.filled(asked, kind, dossier)
    offered = {option.value for one in filled if one.widget == "staff" for option in one.options}
    taken = {
        member.code
        for member in StaffMember.objects.all()
        if is_taken(dossier, kind, head, {"staff": member.code, "question": "Xem luồng."})
    }
    assert offered == taken == {FIRST, HEAD, "hp-hongbang-01"}


def is_taken(dossier: Dossier, kind: str, actor: actors.Actor, data: dict[str, str]) -> bool:
    """Whether the door takes it; whatever it did is taken back."""
    with transaction.atomic():
        try:
            actions.act(dossier, kind, actor=actor, data=data, seen_version=dossier.version)
        except InvalidInput:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_bulk_assignment_offers_who_is_there_for_one_of_the_dossiers():
    away(SECOND)
    at_officers, at_counter = make.at_appraisal(), make.a_submitted()
    offered = {option.value for option in choices.colleagues(at_officers, at_counter)}
    assert offered == {FIRST, HEAD, "hp-hongbang-01"}


def test_a_task_of_somebody_away_is_on_the_stand_ins_list():
    code = {"staff": FIRST, "question": "Xem luồng."}
    make.take(make.at_appraisal(make.BERTH), "inspect", "officer", **code)
    stand_in = actors.staff(colleague(SECOND))
    assert queues.tasks(stand_in) == []
    away(FIRST, SECOND)
    (task,) = queues.tasks(actors.staff(colleague(SECOND)))
    assert task.assignee is not None
    assert task.assignee.code == FIRST
