"""The one door: who may do what when, what waits for what, and what the journal says of it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connections, transaction

from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.accounts.models import Post
from portal.core import journal
from portal.core.errors import NotAllowed, NotFound, Refused, Stale
from portal.core.journal.models import Event
from procedures.definition.lifecycle import ACTION_KINDS, ENDED, Stage
from procedures.dossiers import actions, effects, engine, selectors
from procedures.dossiers.common import COMMON
from procedures.dossiers.models import CodeCounter, Dossier, Hold, Result, Slip
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, take

INPUTS = {
    "reason": "Vì lẽ đó.",
    "content": ["Một giấy tờ"],
    "guidance": "Làm lại.",
    "note": "Xong",
    "agency": factory.THUY_NGUYEN,
    "new_due": "2026-12-30",
    "late_reason": "complex",
    "correction": "Sửa ngày sinh.",
    "answer": "agreed",
}
PLANNED = (
    "accept",
    "refuse_intake",
    "request_supplement",
    "hand_over",
    "propose_grant",
    "propose_refusal",
    "sign",
    "send_back",
    "settle",
    "deliver",
)
ABOUT_A_ROW = (
    "release_request",
    "return_request",
    "drop_request",
    "send_request",
    "report_task",
    "cancel_task",
    "lapse_task",
)
EVERY_ACTION = (*PLANNED, *COMMON, *ABOUT_A_ROW)
ACCOUNTS = {
    "owner": "citizen-an",
    "stranger": "citizen-cuong",
    "clerk": "clerk-hongbang",
    "officer": "officer-hongbang",
    "leader": "leader-hongbang",
    "registry": "registry-hongbang",
    "cashier": "cashier-hongbang",
    "clerk elsewhere": "clerk-thuynguyen",
    "leader elsewhere": "leader-thuynguyen",
    "inspector": "inspector",
    "city leader": "city-leader",
}


def withdrawn() -> Dossier:
    """Let the owner withdraw."""
    dossier = factory.a_submitted()
    owner = factory.who("citizen-an")
    return actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nhầm")


def refused() -> Dossier:
    """Let the clerk refuse it at intake."""
    return take(factory.a_submitted(), "refuse_intake", "clerk", reason="Sai nơi")


def stop_drafted() -> Dossier:
    """Let the officer draft a stop for the leader."""
    return take(factory.at_appraisal(), "stop", "officer", reason="Chủ hồ sơ đã mất.")


def take_on(dossier: Dossier, verb: str, role: str, **data: object) -> Dossier:
    """Take an act that is about the dossier's open request or task."""
    return take(dossier, named(dossier, verb), role, **data)


def named(dossier: Dossier, action: str) -> str:
    """Name an act after the open row it is about."""
    if action not in ABOUT_A_ROW:
        return action
    rows = dossier.tasks if action.endswith("_task") else dossier.requests
    row = rows.filter(closed_at__isnull=True).order_by("pk").last()
    return f"{action}.{row.pk}" if row else action


SITUATIONS: dict[str, Callable[[], Dossier]] = {
    "draft": factory.a_draft,
    "submitted": factory.a_submitted,
    "waiting for a supplement": lambda: factory.request_supplement(factory.a_submitted()),
    "waiting for the fee": lambda: factory.a_submitted(answers={"pledge": True}, by="citizen-binh"),
    "accepted": factory.an_accepted,
    "handed over": factory.at_appraisal,
    "proposed": factory.an_appraised,
    "signed": factory.a_signed,
    "settled": factory.a_settled,
    "delivered": factory.a_delivered,
    "refused at intake": refused,
    "withdrawn": withdrawn,
    "stop drafted": stop_drafted,
    "stop released": lambda: take_on(stop_drafted(), "release_request", "leader"),
    "stopped": lambda: take_on(
        take_on(stop_drafted(), "release_request", "leader"), "send_request", "clerk"
    ),
}
# What is possible in each situation, and by whom alone; everything else is refused.
POSSIBLE: dict[str, dict[str, str]] = {
    "draft": {"submit": "owner"},
    "submitted": {
        "accept": "clerk, system",
        "refuse_intake": "clerk",
        "request_supplement": "clerk",
        "withdraw": "owner, system",
        **(AT_A_COUNTER := {"claim": "clerk", "assign": "leader, system", "transfer": "clerk"}),
    },
    "waiting for a supplement": {
        "refuse_intake": "clerk",
        "supplement": "owner",
        "withdraw": "owner, system",
        **AT_A_COUNTER,
    },
    "waiting for the fee": {
        "refuse_intake": "clerk",
        "request_supplement": "clerk",
        "withdraw": "owner, system",
        "close_fee": "system",
        **AT_A_COUNTER,
    },
    "accepted": {
        "hand_over": "clerk",
        **AT_A_COUNTER,
        **(
            UNTIL_THE_RESULT := {
                "withdraw": "owner, system",
                "assign": "leader, system",
                "extend": "leader, system",
                "stop": "leader",
            }
        ),
    },
    "handed over": {
        "propose_grant": "officer",
        "propose_refusal": "officer",
        **UNTIL_THE_RESULT,
        "let_go": "officer",
        "transfer": "officer",
        "extend": "officer, leader, system",
        "stop": "officer, leader",
    },
    "proposed": {"sign": "leader", "send_back": "leader", **UNTIL_THE_RESULT},
    "signed": {"settle": "registry, system", **UNTIL_THE_RESULT},
    "settled": {
        "deliver": "clerk, system",
        "collect": "owner",
        "claim": "clerk",
        "assign": "leader, system",
        "recall": "leader, system",
    },
    "delivered": {"correct": "officer, leader"},
    "refused at intake": {},
    "withdrawn": {},
    "stop drafted": {
        "propose_grant": "officer",
        "propose_refusal": "officer",
        **{name: who for name, who in UNTIL_THE_RESULT.items() if name != "stop"},
        "let_go": "officer",
        "transfer": "officer",
        "extend": "officer, leader, system",
        "release_request": "leader",
        "return_request": "leader",
        "drop_request": "officer, leader",
    },
    "stop released": {
        "propose_grant": "officer",
        "propose_refusal": "officer",
        **{name: who for name, who in UNTIL_THE_RESULT.items() if name != "stop"},
        "let_go": "officer",
        "transfer": "officer",
        "extend": "officer, leader, system",
        "send_request": "clerk, registry",
        "drop_request": "officer, leader",
    },
    "stopped": {"resume": "leader"},
}
CODES = {
    "draft": None,
    "submitted": 1,
    "waiting for a supplement": 5,
    "waiting for the fee": 6,
    "accepted": 2,
    "handed over": 4,
    "proposed": 4,
    "signed": 4,
    "settled": 9,
    "delivered": 10,
    "refused at intake": 3,
    "withdrawn": 7,
    "stop drafted": 4,
    "stop released": 4,
    "stopped": 8,
}


def possible_in(situation: str) -> set[tuple[str, str]]:
    """Spell out the table."""
    table = POSSIBLE[situation]
    return {(action, role) for action, roles in table.items() for role in roles.split(", ")}


def everybody(situation: str) -> dict[str, Actor]:
    """Make one actor of each kind; the payer of the fee is somebody else's account."""
    people = {role: factory.who(account) for role, account in ACCOUNTS.items()}
    if situation == "waiting for the fee":
        people["owner"] = factory.who("citizen-binh")
    return {**people, "system": actors.system("payments")}


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def who_works_on(dossier: Dossier) -> str:
    """Name a colleague who works at the desk of the active step."""
    posts = Post.objects.filter(
        staff__agency=dossier.step_agency_id, desk__kind=dossier.step_desk or "one_stop"
    )
    post = posts.select_related("staff").order_by("pk").first()
    return post.staff.code if post else ""


def try_to(dossier: Dossier, action: str, actor: Actor) -> bool:
    """Tell whether the action goes through; whatever it did is taken back."""
    events = Event.objects.count()
    with undone():
        try:
            after = engine.fire(
                dossier.pk,
                named(dossier, action),
                actor=actor,
                data={**INPUTS, "staff": who_works_on(dossier)},
                seen_version=dossier.version,
            )
        except (Refused, NotAllowed, NotFound):
            assert Event.objects.count() == events
            return False
        assert after.version == dossier.version + 1
        assert Event.objects.count() > events
        return True


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_who_may_do_what_when(situation):
    dossier = SITUATIONS[situation]()
    people = everybody(situation)
    gone_through = {
        (action, role)
        for action in EVERY_ACTION
        for role, actor in people.items()
        if try_to(dossier, action, actor)
    }
    assert gone_through == possible_in(situation)


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name != "draft"])
def test_the_actions_on_offer_are_those_that_go_through(situation):
    dossier = selectors.get_dossier(
        SITUATIONS[situation]().code or "", viewer=factory.who("clerk-hongbang")
    )
    offered = {
        (offer.id.partition(".")[0], role)
        for role, actor in everybody(situation).items()
        if role != "system"
        for offer in selectors.available_actions(dossier, actor=actor)
        if not offer.blocked_by
    }
    possible = {(act, role) for act, role in possible_in(situation) if role != "system"}
    assert offered == possible


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_has_its_national_code(situation):
    assert SITUATIONS[situation]().national_code == CODES[situation]


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

        def broken(*args, **kwargs):
            raise RuntimeError("no journal")

        monkeypatch.setattr(journal, "record", broken)
        with pytest.raises(RuntimeError, match="no journal"), transaction.atomic():
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
