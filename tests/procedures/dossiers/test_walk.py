"""Whatever happens to a dossier, its events alone explain how it stands."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import Post
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
from procedures.definition.package import Plan
from procedures.definition.plans import rework_step
from procedures.dossiers import access, actions, engine, selectors
from procedures.dossiers.common import COMMON
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory

MONDAY = clock.parse("2026-11-23T09:00")
DATA = {
    "reason": "Vì lẽ đó.",
    "content": ["Một giấy tờ"],
    "guidance": "Làm lại.",
    "note": "Xong",
    "new_due": "2026-12-30",
    "late_reason": "workload",
    "correction": "Sửa ngày sinh.",
    "answer": "agreed",
}
WALKERS = (
    "citizen-binh",
    *(
        f"{role}-{seat}"
        for seat in ("hongbang", "thuynguyen")
        for role in ("clerk", "officer", "leader", "registry")
    ),
)
KIND_OF = {f"dossier.{kind.event}": kind for kind in ACTION_KINDS.values()}
TARGET = {row.kind: row.target for row in TRANSITIONS}


def step_after(plan: Plan, step: str, stage: Stage, kind: str, action: str) -> str:
    """Work out the step that a fact left the dossier at."""
    if stage in ENDED:
        return ""
    if kind in {"submit", "transfer"}:
        return next(item.id for item in plan.steps if item.stage == stage)
    if kind == "recall":
        return rework_step(plan)
    if action in COMMON or kind == "draft_request":
        return step
    acts = (act for act in plan.step(step).actions if act.id == action)
    return next((act.to or step for act in acts), step)


def explained(dossier: Dossier) -> tuple[Stage, str, int | None]:
    """Work out stage, step and national code from nothing but names and actions of the events."""
    plan = selectors.package_of(dossier).plan
    stage, step, handed_over, holds = Stage.DRAFT, "", False, set[HoldKind]()
    for event in Event.objects.filter(subject=dossier.subject).order_by("recorded_at", "id"):
        if event.name == "dossier.request_dropped":
            continue
        if event.name.endswith("_dropped"):
            holds.discard(HoldKind(event.name[len("dossier.") : -len("_dropped")]))
            continue
        kind = KIND_OF[event.name]
        stage = TARGET.get(kind.name, stage)
        handed_over = handed_over or kind.name == "hand_over"
        if kind.hold is not None:
            holds ^= {kind.hold}  # each such event opens or closes the hold of its kind
            continue
        handed_over = handed_over and kind.name != "transfer"
        step = step_after(plan, step, stage, kind.name, event.data["action"])
    return stage, step, national_code(stage, handed_over=handed_over, open_holds=holds)


def visible(dossier: Dossier, account: str) -> bool:
    """Tell whether the account may see the dossier."""
    return "view" in access.kinds_for(dossier, factory.who(account))


def who_works_on(dossier: Dossier) -> str:
    """Name a colleague at the active step's desk."""
    posts = Post.objects.filter(staff__agency=dossier.step_agency_id)
    post = posts.filter(desk__kind=dossier.step_desk).select_related("staff").first()
    return post.staff.code if post else ""


def elsewhere(dossier: Dossier) -> str:
    """Name the other of the two agencies."""
    here = dossier.competent_agency.code if dossier.competent_agency else ""
    return next(code for code in factory.SEAT if code != here)


def choices(dossier: Dossier) -> list[tuple[str, str]]:
    """List what may be done now, by whom; money may come whenever a fee is open."""
    offers = [
        (account, offer.id)
        for account in WALKERS
        if visible(dossier, account)
        for offer in selectors.available_actions(dossier, actor=factory.who(account))
        if not offer.blocked_by
    ]
    return [*offers, *([("", "close_fee")] if selectors.fee_due(dossier) else [])]


def walk_on(dossier: Dossier, account: str, action: str) -> None:
    """Take one step."""
    if action == "close_fee":
        factory.pay(dossier)
        return
    engine.fire(
        dossier.pk,
        action,
        actor=factory.who(account),
        data={**DATA, "staff": who_works_on(dossier), "agency": elsewhere(dossier)},
        seen_version=dossier.version,
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
