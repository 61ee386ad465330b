"""Whatever happens to a dossier, its events alone explain how it stands."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import clock
from portal.core.journal.models import Event
from procedures.definition.lifecycle import (
    ACTION_KINDS,
    ENDED,
    TRANSITIONS,
    HoldKind,
    Stage,
    national_code,
)
from procedures.dossiers import actions, engine, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory

MONDAY = clock.parse("2026-11-23T09:00")
DATA = {"reason": "Vì lẽ đó.", "content": ["Một giấy tờ"], "guidance": "Làm lại.", "note": "Xong"}
WALKERS = (
    "citizen-binh",
    *(f"{role}-hongbang" for role in ("clerk", "officer", "leader", "registry")),
)
KIND_OF = {f"dossier.{kind.event}": kind for kind in ACTION_KINDS.values()}
TARGET = {row.kind: row.target for row in TRANSITIONS}


def explained(dossier: Dossier) -> tuple[Stage, str, int | None]:
    """Work out stage, step and national code from nothing but names and actions of the events."""
    plan = selectors.package_of(dossier).plan
    stage, step, handed_over, holds = Stage.DRAFT, "", False, set[HoldKind]()
    for event in Event.objects.filter(subject=dossier.subject).order_by("recorded_at", "id"):
        if event.name.endswith("_dropped"):
            holds.discard(HoldKind(event.name[len("dossier.") : -len("_dropped")]))
            continue
        kind = KIND_OF[event.name]
        stage = TARGET.get(kind.name, stage)
        handed_over = handed_over or kind.name == "hand_over"
        if kind.hold is not None:
            holds ^= {kind.hold}  # each such event opens or closes the hold of its kind
            continue
        if kind.name == "submit":
            step = plan.start
        elif stage in ENDED:
            step = ""
        else:
            taken = next(act for act in plan.step(step).actions if act.id == event.data["action"])
            step = taken.to or step
    return stage, step, national_code(stage, handed_over=handed_over, open_holds=holds)


def choices(dossier: Dossier) -> list[tuple[str, str]]:
    """List what may be done now, by whom; money may come whenever a fee is open."""
    offers = [
        (account, offer.id)
        for account in WALKERS
        for offer in selectors.available_actions(dossier, actor=factory.who(account))
        if not offer.blocked_by and not (offer.kind == "request_supplement" and asked(dossier))
    ]
    return [*offers, *([("", "close_fee")] if selectors.fee_due(dossier) else [])]


def asked(dossier: Dossier) -> bool:
    """Tell whether a supplement was asked for in this stage."""
    return dossier.holds.filter(kind="supplement", opened_in=dossier.stage).exists()


def walk_on(dossier: Dossier, account: str, action: str) -> None:
    """Take one step."""
    if action == "close_fee":
        factory.pay(dossier)
        return
    engine.fire(
        dossier.pk, action, actor=factory.who(account), data=DATA, seen_version=dossier.version
    )


@pytest.mark.usefixtures("monday")
@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_the_events_explain_the_state(data):
    procedure = data.draw(st.sampled_from([factory.EXTRACT, factory.BERTH]))
    with transaction.atomic():
        draft = factory.a_draft(procedure, by="citizen-binh")
        binh = factory.who("citizen-binh")
        code = actions.submit(draft, actor=binh, seen_version=draft.version).code
        for number in range(14):
            dossier = Dossier.objects.select_related(*selectors.RELATED).get(code=code)
            stands = (Stage(dossier.stage), dossier.step, dossier.national_code)
            assert stands == explained(dossier)
            assert (dossier.closed_at is not None) == (dossier.stage in ENDED)
            waiting = any(hold.stops_clock for hold in selectors.open_holds(dossier))
            runs = dossier.stage in {Stage.SUBMITTED, Stage.ACCEPTED} and not waiting
            assert (dossier.deadline_at is not None) == runs
            possible = choices(dossier)
            if not possible:
                assert dossier.stage in ENDED
                break
            account, action = data.draw(st.sampled_from(possible))
            with clock.at(MONDAY + timedelta(minutes=7 * (number + 1))):
                walk_on(dossier, account, action)
        transaction.set_rollback(True)
