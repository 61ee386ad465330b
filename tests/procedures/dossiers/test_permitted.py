"""The one table of who may do what when: every situation × action × role, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.accounts.models import Post
from portal.core.errors import NotAllowed, NotFound, Refused
from portal.core.journal.models import Event
from procedures.dossiers import engine, selectors
from procedures.dossiers.common import COMMON
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.procedures.dossiers.situations import ABOUT_A_ROW, SITUATIONS, named

INPUTS = {
    "reason": "Vì lẽ đó.",
    "content": ["Một giấy tờ"],
    "guidance": "Làm lại.",
    "note": "Xong",
    "question": "Có vướng không?",
    "outcome": "agreed",
    "report": "Không vướng.",
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
    "consult",
    "inspect",
    "ask_confirmation",
    "ask_number",
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
    "officer elsewhere": "officer-thuynguyen",
    "leader elsewhere": "leader-thuynguyen",
    "inspector": "inspector",
    "city leader": "city-leader",
}


# What is possible in each situation, and by whom alone; everything else is refused.
POSSIBLE: dict[str, dict[str, str]] = {
    "draft": {"submit": "owner"},
    "submitted": {
        "accept": "clerk, system",
        "refuse_intake": "clerk",
        "request_supplement": "clerk",
        "withdraw": "owner",
        **(AT_A_COUNTER := {"claim": "clerk", "assign": "leader, system", "transfer": "clerk"}),
    },
    "waiting for a supplement": {
        "refuse_intake": "clerk",
        "supplement": "owner",
        "withdraw": "owner",
        **AT_A_COUNTER,
    },
    "waiting for the fee": {
        "refuse_intake": "clerk",
        "request_supplement": "clerk",
        "withdraw": "owner",
        "close_fee": "system",
        **AT_A_COUNTER,
    },
    "accepted": {
        "hand_over": "clerk",
        **AT_A_COUNTER,
        **(
            UNTIL_THE_RESULT := {
                "withdraw": "owner",
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
        **(
            AT_THE_OFFICERS := {
                "let_go": "officer, system",
                "transfer": "officer",
                "extend": "officer, leader, system",
                "stop": "officer, leader",
            }
        ),
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
        "let_go": "officer, system",
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
        "let_go": "officer, system",
        "transfer": "officer",
        "extend": "officer, leader, system",
        "send_request": "clerk, registry",
        "drop_request": "officer, leader",
    },
    "stopped": {"resume": "leader"},
    "stop returned": (
        APPRAISED := {
            "propose_grant": "officer",
            "propose_refusal": "officer",
            **UNTIL_THE_RESULT,
            **AT_THE_OFFICERS,
        }
    ),
    # An answer is waited for before a grant, never before a refusal; others may be asked as well.
    "consulting": {
        **{name: who for name, who in APPRAISED.items() if name != "propose_grant"},
        "request_supplement": "officer",
        "consult": "officer",
        "inspect": "officer",
        "report_task": "clerk elsewhere, officer elsewhere, leader elsewhere, system",
        "cancel_task": "officer",
        "lapse_task": "system",
    },
    # What is asked beside it is not the asked agency's: the newest task is the inspection.
    "consulting and inspecting": {
        **{name: who for name, who in APPRAISED.items() if name != "propose_grant"},
        "request_supplement": "officer",
        "consult": "officer",
        "inspect": "officer",
        "report_task": "officer, system",
        "cancel_task": "officer",
        "lapse_task": "system",
    },
    # The applicant's wish is released or returned with a reason; dropped by nobody but them.
    "withdrawal wished": {
        **{name: who for name, who in APPRAISED.items() if name != "withdraw"},
        "drop_request": "owner",
        "release_request": "leader",
        "return_request": "leader",
    },
    "confirming": {
        **{name: who for name, who in APPRAISED.items() if name not in {"propose_grant", "extend"}},
        "request_supplement": "officer",
        "ask_number": "officer",
        "confirm": "owner",
        "lapse_confirmation": "system",
    },
    "extended": {name: who for name, who in APPRAISED.items() if name != "extend"},
    "transferred": {"hand_over": "clerk", **AT_A_COUNTER, **UNTIL_THE_RESULT},
    "recalled": APPRAISED,
    "uncollected": {
        **(
            TO_BE_HANDED_OUT := {
                "deliver": "clerk, system",
                "collect": "owner",
                "claim": "clerk",
                "assign": "leader, system",
                "recall": "leader, system",
            }
        ),
        "archive": "clerk",
    },
    "archived": TO_BE_HANDED_OUT,
    "corrected": {"correct": "officer, leader"},
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
    "stop returned": 4,
    "consulting": 4,
    "consulting and inspecting": 4,
    "withdrawal wished": 4,
    "confirming": 4,
    "extended": 4,
    "transferred": 2,
    "recalled": 4,
    "uncollected": 9,
    "archived": 9,
    "corrected": 10,
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
        if not offer.blocked_by and offer.id == named(dossier, offer.id.partition(".")[0])
    }
    possible = {(act, role) for act, role in possible_in(situation) if role != "system"}
    assert offered == possible


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_has_its_national_code(situation):
    assert SITUATIONS[situation]().national_code == CODES[situation]
