"""The one door for change: `fire`.

lock → visible → fresh → offered → permitted → not blocked → form → effect → save (version + 1) →
journal → own jobs, in one transaction, with no call to the outside and never inside another `fire`
(docs/decisions/0002).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_fsm import can_proceed

from portal.core import clock, journal
from portal.core.errors import NotAllowed, NotFound, Refused, Stale
from portal.core.journal.models import Event
from portal.core.money import format_vnd
from procedures.catalogue import selectors as catalogue
from procedures.definition import evaluate, expressions
from procedures.definition.lifecycle import (
    ACTION_KINDS,
    BLOCKABLE_KINDS,
    ENDED,
    Effect,
    HoldKind,
    Outcome,
    Stage,
    national_code,
)
from procedures.dossiers import access, inputs
from procedures.dossiers.common import COMMON
from procedures.dossiers.effects import EFFECTS, Move
from procedures.dossiers.models import Dossier, Hold, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from portal.accounts.actors import Actor
    from procedures.definition.package import Action, Package, Step

_firing: ContextVar[bool] = ContextVar("firing", default=False)
_RELATED = ("procedure", "competent_agency", "organisation", "owner", "submitter")


def fire(
    dossier_id: int,
    action: str,
    *,
    actor: Actor,
    data: Mapping[str, Any],
    seen_version: int | None,
    occurred_at: datetime | None = None,
) -> Dossier:
    """Take one action on one dossier and return it as it stands afterwards.

    `seen_version` is the version that the actor looked at, None for system actors only; an older
    one raises `Stale` with what happened since. `occurred_at` dates a fact that the world settled
    earlier, such as a payment's signed time.
    """
    with _alone(), transaction.atomic():
        move = _admit(_lock(dossier_id), action, actor=actor, data=data, seen_version=seen_version)
        move.moment = occurred_at or move.moment
        _apply(move)
        _save(move)
        _record(move)
        for enqueue in move.jobs:
            enqueue()
    return move.dossier


def _admit(
    dossier: Dossier,
    action: str,
    *,
    actor: Actor,
    data: Mapping[str, Any],
    seen_version: int | None,
) -> Move:
    """Check everything that can be refused, in the order in which a person may learn of it."""
    kinds = access.kinds_for(dossier, actor)
    access.demand_visible(dossier, kinds, actor)
    _demand_fresh(dossier, seen_version, actor)
    package = catalogue.package(dossier.procedure_version)
    step, chosen = resolve(dossier, action, package, actor)
    if chosen.kind not in kinds:
        raise NotAllowed(f"Bạn không có quyền “{chosen.label}” ở bước này.")
    holds = list(dossier.holds.filter(closed_at__isnull=True))
    if blocked := blocked_by(chosen, dossier, holds):
        raise Refused(blocked, code="blocked")
    return Move(
        dossier=dossier,
        package=package,
        step=step,
        action=chosen,
        actor=actor,
        data=inputs.clean(chosen, data),
        moment=clock.now(),
        holds=holds,
    )


def resolve(
    dossier: Dossier, action: str, package: Package, actor: Actor
) -> tuple[Step | None, Action]:
    """The action of that id that the dossier offers now: its step's, or one that all share."""
    step = package.plan.step(dossier.step) if dossier.step else None
    for offered in offered_actions(dossier, step, actor):
        if offered.id == action:
            return step, offered
    raise Refused(
        "Hồ sơ không còn ở bước có thể thực hiện việc này. Hãy tải lại trang.", code="wrong_moment"
    )


def offered_actions(dossier: Dossier, step: Step | None, actor: Actor) -> list[Action]:
    """To staff the actions of the active step, to others those that all dossiers share now.

    Handing out a result and receiving it are one kind of action, but never the same hand's.
    """
    if actor.staff is None:
        return [offer for offer, stages in COMMON.values() if dossier.stage in stages]
    if step is None:
        return []
    given = replace(
        evaluate.context(at=clock.now(), channel=dossier.channel), answers=dossier.answers
    )
    # What needs a superior's release is not offered: there is no way yet to ask for one.
    return [
        offer
        for offer in step.actions
        if offer.approver is None and expressions.holds(offer.when, given)
    ]


def blocked_by(action: Action, dossier: Dossier, holds: Sequence[Hold]) -> str:
    """The sentence that says which open hold this action waits for; "" when none.

    A hold never stops a refusal, neither at the desk nor once a refusal is proposed.
    """
    # What is proposed now outweighs an earlier proposal that the leader sent back.
    refusing = (action.outcome or dossier.outcome) == Outcome.REFUSE
    if action.kind not in BLOCKABLE_KINDS or refusing:
        return ""
    for hold in holds:
        if "*" in hold.blocks or dossier.step in hold.blocks:
            return hold_sentence(hold)
    return ""


def hold_sentence(hold: Hold) -> str:
    """What an open hold waits for, in words."""
    if hold.kind == HoldKind.FEE:
        return f"Chưa nộp phí, lệ phí: {format_vnd(hold.data['amount'])}."
    if hold.kind == HoldKind.SUPPLEMENT:
        return "Hồ sơ đang chờ người nộp bổ sung."
    return "Hồ sơ đang chờ người nộp xác nhận."


@contextmanager
def _alone() -> Iterator[None]:
    """Refuse a `fire` inside a `fire`: two doors would open on one lock."""
    if _firing.get():
        raise RuntimeError("fire is never called inside fire")
    token = _firing.set(True)
    try:
        yield
    finally:
        _firing.reset(token)


def _lock(dossier_id: int) -> Dossier:
    rows = Dossier.objects.select_for_update(of=("self",), no_key=True)
    dossier = rows.select_related("procedure_version", *_RELATED).filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound("Không tìm thấy hồ sơ.")
    return dossier


def _demand_fresh(dossier: Dossier, seen_version: int | None, actor: Actor) -> None:
    """Refuse an actor who looked at an older state, and say what happened since."""
    if seen_version is None:
        if actor.kind != "system":
            raise Stale("Thiếu phiên bản hồ sơ mà bạn đã xem (seen_version).")
        return
    if seen_version != dossier.version and dossier.code is None:
        # A draft has no events that could tell how it changed.
        raise Stale(access.DRAFT_MOVED, extra={"version": dossier.version})
    if seen_version != dossier.version:
        raise Stale(
            "Hồ sơ vừa được người khác xử lý. Hãy xem thay đổi rồi thực hiện lại.",
            extra={"version": dossier.version, "changes": changes_since(dossier, seen_version)},
        )


def changes_since(dossier: Dossier, seen_version: int) -> list[dict[str, str]]:
    """What happened to a dossier after a version: names and moments from the journal."""
    events = Event.objects.filter(subject=dossier.subject).order_by("recorded_at", "id")
    return [
        {"name": event.name, "at": event.occurred_at.astimezone(clock.VIETNAM).isoformat()}
        for event in events
        if event.data.get("version", 0) > seen_version
    ]


def _apply(move: Move) -> None:
    """Move the stage where the kind says so, set what belongs to it, and move the step."""
    dossier, kind = move.dossier, ACTION_KINDS[move.action.kind]
    if kind.effect is Effect.MOVE_STAGE:
        transit = getattr(dossier, f"to_{kind.name}")
        if not can_proceed(transit):
            raise Refused("Giai đoạn hiện tại của hồ sơ không cho phép việc này.", code="stage")
        transit()
    EFFECTS[kind.name](move)
    if move.action.to is not None:
        move.enter(move.action.to)
    stage = Stage(dossier.stage)
    if stage in ENDED:
        dossier.closed_at = move.moment
        dossier.step, dossier.step_desk = "", ""
        move.close_all_holds()
    open_kinds = {HoldKind(hold.kind) for hold in move.open_holds()}
    dossier.national_code = national_code(
        stage, handed_over=dossier.handed_over, open_holds=open_kinds
    )
    dossier.deadline_at = _running_deadline(move)


def _running_deadline(move: Move) -> datetime | None:
    """The deadline that runs now; none while a hold stops the clock or after the settlement."""
    dossier = move.dossier
    if any(hold.stops_clock for hold in move.open_holds()):
        return None
    if dossier.stage == Stage.SUBMITTED:
        return dossier.first_check_due_at
    return dossier.due_at if dossier.stage == Stage.ACCEPTED else None


def _save(move: Move) -> None:
    dossier = move.dossier
    dossier.version += 1
    dossier.updated_at = clock.now()
    dossier.save()
    Remark.objects.bulk_create(move.remarks())


def _record(move: Move) -> None:
    """Write the fact of the action, then the facts that it entailed."""
    dossier, agency = move.dossier, move.dossier.competent_agency
    if move.dossier.due_at and move.action.kind == "accept":
        move.fact["due_at"] = dossier.due_at.isoformat() if dossier.due_at else ""
    common = {
        "dossier": dossier.pk,
        "stage": dossier.stage,
        "step": dossier.step,
        "national_code": dossier.national_code,
        "version": dossier.version,
    }
    facts = [(ACTION_KINDS[move.action.kind].event, {"action": move.action.id, **move.fact})]
    for name, data in [*facts, *move.entailed]:
        journal.record(
            dossier.subject,
            f"dossier.{name}",
            actor=move.actor.code,
            agency=agency.code if agency else "",
            procedure=dossier.procedure.code,
            occurred_at=move.moment,
            data={**common, **data},
        )
