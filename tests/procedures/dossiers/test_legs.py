"""Bundles: legs that open, wait, fail, come back and end with their parent."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.accounts import actors
from portal.core import clock
from portal.core.errors import Refused
from portal.core.jobs.models import JobRow
from portal.core.jobs.registry import JOBS
from portal.core.journal.models import Event
from procedures.definition.lifecycle import Outcome, Stage
from procedures.dossiers import actions, bundles, legs, outside, selectors
from procedures.dossiers.document_facts import of_result
from procedures.dossiers.engine import fire
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import BIRTH, leg, register_birth, take
from tests.procedures.dossiers import situations

pytestmark = pytest.mark.usefixtures("monday")
PORTAL = actors.system("portal")
MOVING = (
    "dossiers.open_legs",
    "dossiers.leg_ended",
    "dossiers.deliver_legs",
    "dossiers.withdraw_legs",
    "dossiers.outside_answer",
)


def work() -> None:
    """Run what is due of the jobs that move legs until none is left."""
    due = JobRow.objects.filter(name__in=MOVING, state="ready")
    while row := due.filter(run_at__lte=clock.now()).order_by("run_at", "pk").first():
        JobRow.objects.filter(pk=row.pk).update(state="done")
        JOBS[row.name].run(**row.kwargs)


def answer_outside(bundle: Dossier, name: str, action: str = "settle", **data: str) -> None:
    fire(leg(bundle, name).pk, action, actor=actors.system("police"), data=data, seen_version=None)
    work()


def stages(bundle: Dossier) -> dict[str, str]:
    bundle.refresh_from_db()
    return {row.leg: row.stage for row in bundle.legs.all()} | {"bundle": bundle.stage}


@pytest.fixture
def bundle() -> Dossier:
    accepted = factory.a_bundle()
    work()
    return accepted


@pytest.fixture
def born(bundle: Dossier) -> Dossier:
    register_birth(leg(bundle, "birth"))
    work()
    return bundle


def settled(bundle: Dossier) -> Dossier:
    for name in ("residence", "health"):
        answer_outside(bundle, name)
    return bundle


def withdraw(bundle: Dossier) -> None:
    """Withdraw an accepted bundle."""
    an = factory.who("citizen-an")
    bundle.refresh_from_db()
    actions.withdraw(bundle, actor=an, seen_version=bundle.version, reason="Chuyển nơi ở.")
    released = bundle.requests.get()
    take(bundle, f"release_request.{released.pk}", "leader")
    take(bundle, f"send_request.{released.pk}", "clerk")


def test_only_what_waits_for_nothing_opens_at_once(bundle):
    birth = leg(bundle, "birth")
    assert stages(bundle) == {"birth": "accepted", "bundle": "accepted"}
    assert (birth.procedure.code, birth.competent_agency) == (BIRTH, bundle.competent_agency)
    assert birth.answers["child"] == bundle.answers["child"]
    assert [paper.code for paper in birth.papers.all()] == ["birth_notice"]


def test_opening_again_makes_no_second_leg(bundle):
    legs.open_ready(bundle.pk, actor=PORTAL)
    assert bundle.legs.count() == 1


def test_each_leg_has_its_own_agency_code_and_due_date(born):
    legs_of = {name: leg(born, name) for name in ("birth", "residence", "health")}
    codes = {name: row.competent_agency.code for name, row in legs_of.items()}
    assert codes == {"birth": "H24.21.22", "residence": "H24.31", "health": "H24.32"}
    assert len({row.code for row in legs_of.values()} | {born.code}) == 4
    due = {
        name: f"{row.due_at.astimezone(clock.VIETNAM):%d/%m %H:%M}" for name, row in legs_of.items()
    }
    assert due == {"birth": "23/11 17:30", "residence": "03/12 17:30", "health": "03/12 17:30"}
    assert born.due_at > max(row.due_at for row in legs_of.values())


def test_a_dependent_leg_opens_with_the_result_that_it_waited_for(bundle):
    birth = take(leg(bundle, "birth"), "hand_over", "clerk")
    work()
    assert set(stages(bundle)) == {"birth", "bundle"}
    birth = take(birth, "ask_number", "officer")
    factory.duties.ask_register(task=birth.tasks.get().pk)
    take(take(take(birth, "propose_grant", "officer"), "sign", "leader"), "settle", "registry")
    work()
    number = leg(bundle, "birth").register_facts["personal_number"]
    for name in ("residence", "health"):
        assert leg(bundle, name).stage == Stage.ACCEPTED
        assert leg(bundle, name).register_facts == {"personal_number": number}


def test_the_last_leg_settles_the_bundle_and_delivery_hands_all_out(born):
    answer_outside(born, "residence")
    assert stages(born)["bundle"] == Stage.ACCEPTED
    answer_outside(born, "health")
    assert (stages(born)["bundle"], born.outcome) == (Stage.SETTLED, Outcome.GRANT)
    an = factory.who("citizen-an")
    actions.collect_result(born, actor=an, seen_version=born.version)
    work()
    assert set(stages(born).values()) == {Stage.DELIVERED}


def test_a_clerk_cannot_end_a_bundle_whose_legs_are_under_way(born):
    with pytest.raises(Refused, match="chưa kết thúc"):
        take(born, "settle_bundle", "clerk")


def test_a_refused_birth_ends_the_bundle_without_opening_the_rest(bundle):
    register_birth(leg(bundle, "birth"), refused="Không đủ căn cứ xác định việc sinh.")
    work()
    assert stages(bundle) == {"birth": "settled", "bundle": "settled"}
    assert bundle.outcome == Outcome.REFUSE


def test_one_refused_leg_leaves_the_others_their_results(born):
    answer_outside(born, "residence", "settle_refusal", reason="Chủ hộ không đồng ý.")
    answer_outside(born, "health")
    assert (stages(born)["bundle"], born.outcome) == (Stage.SETTLED, Outcome.GRANT)
    result = leg(born, "residence").results.get()
    assert (result.outcome, result.reason) == ("refuse", "Chủ hộ không đồng ý.")


def test_withdrawing_the_bundle_withdraws_what_has_no_result(born):
    withdraw(born)
    work()
    assert stages(born) == {
        "bundle": Stage.WITHDRAWN,
        "birth": Stage.SETTLED,
        "residence": Stage.WITHDRAWN,
        "health": Stage.WITHDRAWN,
    }


def test_a_recalled_leg_opens_the_settled_bundle_again(born):
    settled(born)
    take(leg(born, "birth"), "recall", "leader", reason="Sai ngày sinh.")
    work()
    assert (stages(born)["birth"], stages(born)["bundle"]) == (Stage.ACCEPTED, Stage.ACCEPTED)
    birth = take(leg(born, "birth"), "propose_grant", "officer")
    take(take(birth, "sign", "leader"), "settle", "registry")
    work()
    assert stages(born)["bundle"] == Stage.SETTLED


def test_a_birth_refused_after_its_recall_takes_its_dependents_with_it(born):
    take(leg(born, "birth"), "recall", "leader", reason="Trùng đăng ký.")
    work()
    birth = take(leg(born, "birth"), "propose_refusal", "officer", reason="Đã đăng ký nơi khác.")
    take(take(birth, "sign", "leader"), "settle", "registry")
    work()
    assert stages(born) == {
        "bundle": Stage.SETTLED,
        "birth": Stage.SETTLED,
        "residence": Stage.WITHDRAWN,
        "health": Stage.WITHDRAWN,
    }


def test_facts_of_legs_and_bundles_say_which_they_are(born):
    accepted = Event.objects.filter(name="dossier.accepted")
    told = {event.data.get("leg", ""): event.data.get("parent") for event in accepted}
    assert told == {"": None, "birth": born.pk, "residence": born.pk, "health": born.pk}
    assert accepted.get(data__leg__isnull=True).data["bundle"] is True


class TestWaitingThroughOthers:
    def test_a_leg_behind_a_hopeless_one_is_hopeless_too(self, bundle):
        wanted = factory.selectors.package_of(bundle).substance.legs
        birth, residence, health = wanted
        chain = [
            birth,
            residence,
            type(health)(health.id, health.name, health.procedure, "x", ("residence",)),
        ]
        row = leg(bundle, "birth")
        row.__dict__["stage"] = Stage.REFUSED_INTAKE
        standing = bundles.standing(chain, [row])
        assert standing.hopeless == {"residence", "health"}
        assert standing.is_over


class TestStandIns:
    @pytest.fixture
    def standins(self, settings) -> None:
        settings.OUTSIDE_STANDINS = 60

    @pytest.mark.usefixtures("standins")
    def test_they_answer_after_their_delay_under_their_own_names(self, born):
        assert stages(born)["residence"] == Stage.ACCEPTED
        with clock.at(clock.now() + timedelta(seconds=61)):
            work()
        assert stages(born)["bundle"] == Stage.SETTLED
        result = leg(born, "residence").results.get()
        assert result.issued_by == "system:police"
        assert actors.system("police").name == "Công an cấp xã (mô phỏng)"

    @pytest.mark.usefixtures("standins")
    def test_a_recalled_answer_is_given_anew(self, born):
        with clock.at(clock.now() + timedelta(seconds=61)):
            work()
            fire(
                leg(born, "residence").pk,
                "recall",
                actor=PORTAL,
                data={"reason": "Sai địa chỉ."},
                seen_version=None,
            )
            work()
            assert stages(born)["bundle"] == Stage.ACCEPTED
        with clock.at(clock.now() + timedelta(seconds=200)):
            work()
        assert stages(born)["bundle"] == Stage.SETTLED
        assert leg(born, "residence").results.count() == 2

    def test_without_the_setting_nobody_answers(self, born):
        assert not JobRow.objects.filter(name="dossiers.outside_answer").exists()

    def test_outside_demos_they_refuse_to_work(self, born, settings):
        settings.OUTSIDE_STANDINS, settings.DEMO = 60, False
        with pytest.raises(ImproperlyConfigured):
            outside.expect(leg(born, "residence"))


def test_a_leg_of_another_branch_cannot_be_filed_by_itself():
    an = factory.who("citizen-an")
    with pytest.raises(Refused, match="cơ quan chuyên ngành"):
        actions.start_draft("1.004222", actor=an, agency_code=factory.HONG_BANG)


def test_an_outside_result_bears_the_name_of_its_agency(born):
    answer_outside(born, "residence")
    printed = of_result(leg(born, "residence").results.get())
    assert printed["agency"].code == "H24.31"
    assert printed["signature"] == [printed["agency"].name]
    number = leg(born, "birth").register_facts["personal_number"]
    assert ("Số định danh cá nhân", number) in printed["text"].details


@pytest.mark.parametrize("role", ["clerk", "leader"])
def test_a_bundle_has_no_clock_that_anybody_could_stop_or_move_on(bundle, role):
    offers = selectors.available_actions(bundle, actor=factory.staff(role, bundle))
    assert not {"extend", "stop"} & {offer.kind for offer in offers}
    assert not JobRow.objects.filter(name="dossiers.foresee", kwargs__dossier=bundle.pk).exists()


def test_a_bundle_has_no_result_of_its_own_to_take_back_or_correct(born):
    settled(born)
    leader = factory.staff("leader", born)

    def offered(dossier: Dossier) -> set[str]:
        current = Dossier.objects.get(pk=dossier.pk)
        return {offer.kind for offer in selectors.available_actions(current, actor=leader)}

    assert offered(born) == {"assign"}
    assert "recall" in offered(leg(born, "birth"))
    an = factory.who("citizen-an")
    born.refresh_from_db()
    actions.collect_result(born, actor=an, seen_version=born.version)
    work()
    assert offered(born) == set()
    assert "correct" in offered(leg(born, "birth"))


def test_a_bundle_whose_legs_are_under_way_says_so_to_the_clerk(born):
    offers = selectors.available_actions(born, actor=factory.staff("clerk", born))
    (settling,) = (offer for offer in offers if offer.kind == "settle_bundle")
    assert settling.blocked_by == "Còn phần việc liên thông chưa kết thúc."


def wished(dossier: Dossier) -> None:
    """Let the owner wish to withdraw this leg alone."""
    an = factory.who("citizen-an")
    actions.withdraw(dossier, actor=an, seen_version=dossier.version, reason="Nhầm.")


def halted(dossier: Dossier) -> None:
    """Stop this leg alone."""
    situations.sent(dossier, "stop", "leader", reason="Có tranh chấp.")


@pytest.mark.parametrize("meanwhile", [wished, halted])
def test_no_leg_outlives_its_withdrawn_bundle(bundle, meanwhile):
    meanwhile(leg(bundle, "birth"))
    withdraw(bundle)
    work()
    assert stages(bundle) == {"bundle": Stage.WITHDRAWN, "birth": Stage.WITHDRAWN}


def test_a_leg_opened_while_its_bundle_is_withdrawn_ends_with_it(bundle):
    withdraw(bundle)
    legs.go_on(bundle.pk, actor=PORTAL)
    assert stages(bundle)["birth"] == Stage.WITHDRAWN


def test_what_another_branch_handles_is_withdrawn_with_its_bundle_alone(born):
    an = factory.who("citizen-an")
    for name, withdraws in (("residence", False), ("birth", True)):
        row = leg(born, name)
        if name == "birth":
            row = take(row, "recall", "leader", reason="Sai ngày sinh.")
        offers = selectors.available_actions(row, actor=an)
        assert ("withdraw" in [offer.id for offer in offers]) is withdraws


def test_a_leg_is_handed_out_with_its_bundle_and_by_no_clerk(born):
    birth = leg(born, "birth")
    offers = selectors.available_actions(birth, actor=factory.staff("clerk", birth))
    assert "deliver" not in [offer.kind for offer in offers]
