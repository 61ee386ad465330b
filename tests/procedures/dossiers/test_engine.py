"""The one door: who may do what when, what waits for what, and what the journal says of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from portal.core import journal
from portal.core.errors import Refused, Stale
from portal.core.journal.models import Event
from procedures.definition.lifecycle import ACTION_KINDS, ENDED, Stage
from procedures.dossiers import actions, effects, engine, selectors
from procedures.dossiers.common import COMMON
from procedures.dossiers.models import CodeCounter, Dossier, Hold, Result, Slip
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, take

INPUTS = {"reason": "Vì lẽ đó."}


def withdrawn() -> Dossier:
    """Let the owner withdraw."""
    dossier = factory.a_submitted()
    owner = factory.who("citizen-an")
    return actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nhầm")


def refused() -> Dossier:
    """Let the clerk refuse it at intake."""
    return take(factory.a_submitted(), "refuse_intake", "clerk", reason="Sai nơi")


@pytest.mark.usefixtures("monday")
class TestHolds:
    def test_a_fee_stops_the_appraisal_until_it_is_paid(self):
        dossier = factory.at_appraisal(BERTH, is_paid=False)
        with pytest.raises(Refused, match=r"Chưa nộp phí, lệ phí: 100\.000"):
            take(dossier, "propose_grant", "officer")
        factory.pay(dossier)
        assert take(dossier, "propose_grant", "officer").step == "approve"

    def test_a_fee_never_stops_a_refusal(self):
        dossier = factory.a_settled(BERTH, is_paid=False, refused="Luồng hẹp")
        assert (dossier.stage, dossier.outcome) == (Stage.SETTLED, "refuse")

    def test_what_was_refused_owes_nothing_any_more(self):
        dossier = factory.a_settled(BERTH, is_paid=False, refused="Luồng hẹp")
        assert selectors.open_holds(dossier) == []
        assert selectors.fee_due(dossier) is None

    def test_a_refusal_that_was_sent_back_opens_no_way_past_the_fee(self):
        dossier = factory.an_appraised(BERTH, is_paid=False, refused="Luồng hẹp")
        dossier = take(dossier, "send_back", "leader", reason="Đo lại luồng")
        with pytest.raises(Refused, match="Chưa nộp phí"):
            take(dossier, "propose_grant", "officer")

    def test_a_supplement_stops_acceptance_but_not_refusal(self):
        dossier = factory.request_supplement(factory.a_submitted())
        with pytest.raises(Refused, match="đang chờ người nộp bổ sung"):
            take(dossier, "accept", "clerk")
        assert take(dossier, "refuse_intake", "clerk", reason="Sai nơi").stage == "refused_intake"

    def test_a_supplement_is_asked_for_once_in_a_stage(self):
        dossier = factory.supplement(factory.request_supplement(factory.a_submitted()))
        with pytest.raises(Refused, match="một lần"):
            factory.request_supplement(dossier)
        assert take(dossier, "accept", "clerk").stage == Stage.ACCEPTED

    @pytest.mark.parametrize("end", [refused, withdrawn, factory.a_delivered])
    def test_an_ended_dossier_waits_for_nothing(self, end):
        dossier = end()
        assert Stage(dossier.stage) in ENDED
        assert not Hold.objects.filter(dossier=dossier, closed_at__isnull=True).exists()
        assert (dossier.step, dossier.step_desk) == ("", "")
        assert dossier.closed_at is not None


@pytest.mark.usefixtures("monday")
class TestTheDoor:
    def test_who_looked_at_an_older_state_is_told_what_happened(self, clock_at):
        seen = factory.a_submitted()
        clock_at("2026-11-23T10:15")
        take(seen, "accept", "clerk")
        clerk = factory.staff("clerk", seen)
        with pytest.raises(Stale) as stale:
            actions.act(seen, "refuse_intake", actor=clerk, data=INPUTS, seen_version=seen.version)
        assert stale.value.status == 409
        assert stale.value.extra == {
            "version": seen.version + 1,
            "changes": [{"name": "dossier.accepted", "at": "2026-11-23T10:15:00+07:00"}],
        }

    def test_the_applicant_is_told_nothing_that_stays_inside(self):
        seen = factory.at_appraisal()
        dossier = take(seen, "stop", "officer", reason="Có tranh chấp.")
        dossier = take(dossier, "assign", "leader", staff=dossier.assignee.code)
        dossier = take(dossier, "propose_grant", "officer")
        take(dossier, "send_back", "leader", reason="Xem lại.")
        changes = {}
        for account in ("citizen-an", "leader-hongbang"):
            with pytest.raises(Stale) as stale:
                engine.fire(
                    seen.pk,
                    "withdraw",
                    actor=factory.who(account),
                    data=INPUTS,
                    seen_version=seen.version,
                )
            names = [change["name"] for change in stale.value.extra["changes"]]
            changes[account] = [name.removeprefix("dossier.") for name in names]
        assert changes["citizen-an"] == ["advanced", "advanced"]
        assert changes["leader-hongbang"] == [
            "request_drafted",
            "assigned",
            "advanced",
            "sent_back",
        ]

    def test_only_a_system_may_act_without_having_looked(self):
        dossier = factory.a_submitted()
        with pytest.raises(Stale):
            engine.fire(
                dossier.pk,
                "accept",
                actor=factory.staff("clerk", dossier),
                data={},
                seen_version=None,
            )

    def test_no_fire_inside_a_fire(self, monkeypatch):
        dossier = factory.a_submitted()

        def fires_again(move):
            engine.fire(move.dossier.pk, "hand_over", actor=move.actor, data={}, seen_version=None)

        monkeypatch.setitem(effects.EFFECTS, "accept", fires_again)
        with pytest.raises(RuntimeError, match="never called inside fire"):
            take(dossier, "accept", "clerk")
        monkeypatch.undo()
        assert take(dossier, "accept", "clerk").stage == Stage.ACCEPTED

    @pytest.mark.parametrize(
        "write",
        [
            lambda dossier: Dossier.objects.filter(pk=dossier.pk).update(stage="settled"),
            lambda dossier: Dossier.objects.bulk_update([dossier], ["stage"]),
            lambda dossier: setattr(dossier, "stage", "settled"),
        ],
    )
    def test_the_stage_is_written_nowhere_else(self, write):
        dossier = factory.a_submitted()
        with pytest.raises(AttributeError):
            write(dossier)
        dossier.refresh_from_db()
        assert dossier.stage == Stage.SUBMITTED

    def test_a_failure_leaves_nothing_behind(self, monkeypatch):
        dossier = factory.a_submitted()
        before = Dossier.objects.filter(pk=dossier.pk).values().get()

        # The fact comes last of what is written together; one that is there already is refused.
        told = Event.objects.latest("recorded_at")
        monkeypatch.setattr(journal, "event", lambda *args, **kwargs: told)
        with pytest.raises(IntegrityError), transaction.atomic():
            take(dossier, "accept", "clerk")
        assert Dossier.objects.filter(pk=dossier.pk).values().get() == before
        assert not Slip.objects.exists()

    @pytest.mark.parametrize("action", COMMON)
    def test_what_all_dossiers_share_is_no_action_of_a_plan(self, action):
        draft = factory.a_draft()
        with pytest.raises(Refused):
            actions.act(
                draft,
                action,
                actor=factory.who("citizen-an"),
                data=INPUTS,
                seen_version=draft.version,
            )
        draft.refresh_from_db()
        assert draft.stage == Stage.DRAFT


@pytest.mark.usefixtures("monday")
class TestWhatActionsLeave:
    def test_the_journal_names_agency_procedure_and_actor(self):
        dossier = factory.an_accepted()
        event = Event.objects.get(name="dossier.accepted")
        assert event.subject == f"dossier:{dossier.code}"
        assert event.actor == factory.staff("clerk", dossier).code
        assert (event.agency, event.procedure) == (factory.HONG_BANG, "2.000635")
        assert event.data["from_step"] == "intake"
        assert event.data["step"] == "receive"
        assert event.data["first_check_on_time"] is True

    def test_a_result_is_numbered_in_its_agencys_book(self):
        numbers = [factory.a_settled().results.get().number for _ in range(2)]
        assert [number.split("/")[0] for number in numbers] == ["01", "02"]

    def test_a_result_bears_the_signers_name_and_the_reason(self):
        result = factory.a_settled(BERTH, refused="Luồng hẹp").results.get()
        assert (result.outcome, result.reason) == ("refuse", "Luồng hẹp")
        assert (result.signer_name, result.code) == ("Nguyễn Hồng Sơn", "TC.1.009454")

    @pytest.mark.parametrize(
        ("settled_at", "word"),
        [
            ("2026-11-30T09:00", "early"),
            ("2026-12-01T09:00", "on_time"),
            ("2026-12-02T09:00", "late"),
        ],
    )
    def test_punctuality_is_judged_by_the_day(self, settled_at, word, clock_at):
        dossier = factory.a_signed(BERTH)
        clock_at(settled_at)
        take(dossier, "settle", "registry")
        assert Event.objects.get(name="dossier.settled").data["punctuality"] == word

    def test_documents_are_made_by_the_worker(self):
        factory.a_settled()
        assert not Slip.objects.filter(ready_at__isnull=False).exists()
        assert not Result.objects.filter(ready_at__isnull=False).exists()

    def test_a_draft_takes_no_code(self):
        factory.a_draft()
        assert not CodeCounter.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_wins_and_one_is_told(clock_at):
    clock_at("2026-11-23T09:00")
    dossier = factory.a_submitted()
    clerk = factory.staff("clerk", dossier)
    start = Barrier(2)

    def decide(action: str) -> str:
        try:
            start.wait()
            actions.act(dossier, action, actor=clerk, data=INPUTS, seen_version=dossier.version)
        except Stale:
            return "stale"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(decide, ["accept", "refuse_intake"]))
    assert sorted(answers) == ["done", "stale"]
    names = Event.objects.filter(subject=dossier.subject).values_list("name", flat=True)
    assert len({"dossier.accepted", "dossier.refused_intake"} & set(names)) == 1
    assert Slip.objects.count() == 1


def test_a_plan_may_use_what_the_engine_runs():
    planned = {kind.name for kind in ACTION_KINDS.values() if kind.in_plan}
    assert planned <= set(effects.EFFECTS)
    assert set(effects.EFFECTS) <= set(ACTION_KINDS)
