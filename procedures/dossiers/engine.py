"""The one door for change: `fire`.

lock → visible → fresh → offered → permitted → not blocked → form → effect → save (version + 1) →
journal → own jobs, in one transaction, with no call to the outside and never inside another `fire`
(docs/decisions/0002).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_fsm import can_proceed

from portal.accounts import memory, permissions
from portal.core import clock, journal, rows
from portal.core.errors import NotAllowed, NotFound, Refused, Stale
from portal.core.jobs.registry import rows_of
from portal.core.journal.models import Event
from portal.core.money import format_vnd
from procedures.catalogue import selectors as catalogue
from procedures.definition.lifecycle import (
    ACTION_KINDS,
    BLOCKABLE_KINDS,
    ENDED,
    EXIT_KINDS,
    Effect,
    HoldKind,
    Outcome,
    Stage,
    national_code,
)
from procedures.dossiers import access, bundles, inputs, offers, routing, telling
from procedures.dossiers.common import COMMON
from procedures.dossiers.effects import EFFECTS, Move, dues, requesting
from procedures.dossiers.models import Dossier, Hold
from procedures.dossiers.offers import Waits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from portal.accounts.actors import Actor
    from portal.core.rows import Statement
    from procedures.definition.package import Action, Package, Step
    from procedures.dossiers.models import Request

_firing: ContextVar[bool] = ContextVar("firing", default=False)
# Named from memory: a join costs the database's planner more than its rows.
_AGENCIES = ("competent_agency", "receiving_agency", "step_agency")
_PEOPLE = ("owner", "submitter")
# Other people have it afterwards, even where the step stays the same.
_ROUTED_ANEW = frozenset({"transfer", "resume"})
_MOVING_ON = frozenset({"release_request", "send_request"})


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
        move = _admit(
            _lock(dossier_id, actor), action, actor=actor, data=data, seen_version=seen_version
        )
        move.moment = occurred_at or move.moment
        _apply(move)
        jobs = rows.insert(rows_of(move.jobs), unless_there=True)
        rows.send([*_saved(move), *_facts(move), *jobs])
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
    standings = access.standings(dossier, actor)
    kinds = permissions.kinds_for(standings)
    access.demand_visible(dossier, kinds, actor)
    _demand_fresh(dossier, seen_version, actor)
    package, waits = catalogue.package(dossier.procedure_version_id), Waits.of(dossier)
    step, chosen = resolve(dossier, action, package=package, actor=actor, waits=waits)
    if not access.may_take(chosen, dossier, kinds, standings, waits, actor):
        raise NotAllowed(f"Bạn không có quyền “{chosen.label}” ở bước này.")
    if blocked := blocked_by(chosen, dossier, waits, package=package):
        raise Refused(blocked, code="blocked")
    request = waits.request(chosen) if chosen.kind == "send_request" else None
    if request is not None:
        # What is sent takes effect as it was released: its own action with its own values.
        chosen, data = request_action(request, package), request.data
    elif drafted := waits.request(chosen) if chosen.kind == "release_request" else None:
        data = {**drafted.data, **data}
    return Move(
        dossier=dossier,
        before=_values_of(dossier),
        package=package,
        step=step,
        action=chosen,
        actor=actor,
        data=dict(data) if request else _values(chosen, data, actor),
        moment=clock.now(),
        waits=waits,
        approver=None if request else offers.approver_of(chosen, dossier, waits, actor),
        request=request,
    )


def resolve(
    dossier: Dossier, action: str, *, package: Package, actor: Actor, waits: Waits
) -> tuple[Step | None, Action]:
    """The action of that id that the dossier offers now: its step's, or one that all share."""
    step = package.plan.step(dossier.step) if dossier.step else None
    found = offers.find(action, dossier, step, actor, waits=waits)
    if found is None:
        raise Refused(
            "Hồ sơ không còn ở bước có thể thực hiện việc này. Hãy tải lại trang.",
            code="wrong_moment",
        )
    return step, found


def request_action(request: Request, package: Package) -> Action:
    """The action that a request drafted, from the plan or from those that all dossiers share."""
    if common := COMMON.get(request.action):
        return common.action
    step = package.plan.step(request.step)
    return next(action for action in step.actions if action.id == request.action)


def blocked_by(action: Action, dossier: Dossier, waits: Waits, *, package: Package) -> str:
    """The sentence that says what this action waits for; "" when for nothing.

    A hold never stops a refusal, neither at the desk nor once a refusal is proposed. A request
    waits for what its own act waits for.
    """
    request = waits.request(action) if action.kind in _MOVING_ON else None
    wanted = request_action(request, package) if request else action
    if wanted.kind == "extend":
        promised = request.data["new_due"] if request and action.kind == "send_request" else ""
        return dues.overtaken(dossier, waits, promised, now=clock.now())
    if wanted.kind == "request_supplement":
        return _asked_enough(dossier, waits, rounds=package.substance.supplement_rounds)
    # What is proposed now outweighs an earlier proposal that the leader sent back.
    refusing = (wanted.outcome or dossier.outcome) == Outcome.REFUSE
    if wanted.kind not in BLOCKABLE_KINDS or refusing:
        return ""
    for hold in waits.open_holds:
        if "*" in hold.blocks or dossier.step in hold.blocks:
            return hold_sentence(hold)
    return _undone(dossier, waits, package) if wanted.kind in EXIT_KINDS else ""


def _undone(dossier: Dossier, waits: Waits, package: Package) -> str:
    """What beside the step must still come to an end before it is left; "" when nothing."""
    for task in waits.tasks:
        if task.blocking:
            return f"Chưa có kết quả: {task.label}."
    if objection := waits.objection:
        return f"Người nộp báo dự thảo chưa đúng: “{objection}”. Hãy sửa rồi gửi xác nhận lại."
    legs = package.substance.legs if dossier.stage == Stage.ACCEPTED else ()
    if legs and not bundles.standing(legs, dossier.legs.all()).is_over:
        return "Còn phần việc liên thông chưa kết thúc."
    return _unasked(dossier, package)


def _unasked(dossier: Dossier, package: Package) -> str:
    """Which register the step must still have asked before it is left; "" when none."""
    step = package.plan.step(dossier.step)
    for action in step.actions:
        if action.blocking and action.gives and action.gives not in dossier.register_facts:
            return f"Chưa thực hiện: {action.label}."
    return ""


def _asked_enough(dossier: Dossier, waits: Waits, *, rounds: int) -> str:
    """Why no supplement may be asked for now; "" when it may."""
    if hold := waits.hold(HoldKind.SUPPLEMENT):
        return hold_sentence(hold)
    if waits.rounds(dossier.stage) < rounds:
        return ""
    if rounds == 1:
        return "Ở mỗi giai đoạn chỉ được yêu cầu bổ sung một lần."
    return f"Ở giai đoạn này đã yêu cầu bổ sung đủ {rounds} lần."


def hold_sentence(hold: Hold) -> str:
    """What an open hold waits for, in words."""
    if hold.kind == HoldKind.FEE:
        return f"Chưa nộp phí, lệ phí: {format_vnd(hold.data['amount'])}."
    if hold.kind == HoldKind.SUPPLEMENT:
        return f"Hồ sơ đang chờ người nộp bổ sung.{_term(hold)}"
    return "Hồ sơ đang chờ người nộp xác nhận."


def _term(hold: Hold) -> str:
    """Until when a supplement is waited for, and what its lapse allows; "" without a limit."""
    if hold.lapses_at is None:
        return ""
    until = f"{hold.lapses_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
    if hold.lapses_at > clock.now():
        return f" Hạn bổ sung: {until}."
    refusable = hold.opened_in == Stage.SUBMITTED
    return f" Đã quá hạn bổ sung {until}{'; có thể không tiếp nhận hồ sơ' if refusable else ''}."


def _values(action: Action, data: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """What the action asks, cleaned; the portal itself also brings what a register answered."""
    values = inputs.clean(action, data)
    if actor.kind == "system" and "facts" in data:
        values["facts"] = data["facts"]
    return values


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


def _lock(dossier_id: int, actor: Actor) -> Dossier:
    """Lock the one row, and name from memory whom it points at: most actions read nothing else."""
    dossier = rows.locked(Dossier, dossier_id)
    if dossier is None:
        raise NotFound("Không tìm thấy hồ sơ.")
    for name in _AGENCIES:
        pk = getattr(dossier, f"{name}_id")
        if pk is not None:
            setattr(dossier, name, memory.agency(pk))
    if actor.person is not None:
        for name in _PEOPLE:
            if getattr(dossier, f"{name}_id") == actor.person.pk:
                setattr(dossier, name, actor.person)
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
            extra={
                "version": dossier.version,
                "changes": changes_since(dossier, seen_version, viewer=actor),
            },
        )


def changes_since(dossier: Dossier, seen_version: int, *, viewer: Actor) -> list[dict[str, str]]:
    """What the viewer may know that happened after a version: names and moments."""
    inside = telling.is_inside(dossier, viewer)
    events = Event.objects.filter(subject=dossier.subject).order_by("recorded_at", "id")
    return [
        {
            "name": telling.name_of(event, inside=inside),
            "at": event.occurred_at.astimezone(clock.VIETNAM).isoformat(),
        }
        for event in events
        if event.data.get("version", 0) > seen_version and telling.is_told(event, inside=inside)
    ]


def _apply(move: Move) -> None:
    """Draft what a superior must release; else move the stage, set what belongs to it, the step."""
    if move.approver is not None:
        releases = access.releases(move.approver, move.dossier, move.actor)
        requesting.draft(move, releases=releases)
        return
    dossier, kind = move.dossier, ACTION_KINDS[move.action.kind]
    step, stage_before = dossier.step, dossier.stage
    if move.request is not None:
        requesting.send(move)
    if kind.effect is Effect.MOVE_STAGE:
        transit = getattr(dossier, f"to_{kind.name}")
        if not can_proceed(transit):
            raise Refused("Giai đoạn hiện tại của hồ sơ không cho phép việc này.", code="stage")
        transit()
    EFFECTS[kind.name](move)
    if move.action.to is not None:
        move.enter(move.action.to)
    stage = Stage(dossier.stage)
    if stage != stage_before and stage in ENDED:
        dossier.closed_at = move.moment
        move.leave_plan()
        move.drop_everything()
    elif dossier.step != step or kind.name in _ROUTED_ANEW:
        _step_changed(move, stage_changed=stage != stage_before)
    open_kinds = {HoldKind(hold.kind) for hold in move.waits.open_holds}
    dossier.national_code = national_code(
        stage, handed_over=dossier.handed_over, open_holds=open_kinds
    )
    dossier.deadline_at = _running_deadline(move)


def _step_changed(move: Move, *, stage_changed: bool) -> None:
    """Void what was drafted for the step or stage left, and find who works on the new step."""
    gone = [
        request for request in move.waits.requests if stage_changed or request.action not in COMMON
    ]
    move.drop_requests(gone)
    if member := routing.assignee_for(move.dossier):
        move.dossier.assignee, move.dossier.assigned_at = member, move.moment
        move.fact["assignee"] = f"staff:{member.pk}"


def _running_deadline(move: Move) -> datetime | None:
    """The deadline that runs now; none while a hold stops the clock or after the settlement."""
    dossier = move.dossier
    if move.waits.clock_stands:
        return None
    if dossier.stage == Stage.SUBMITTED:
        return dossier.first_check_due_at
    return dossier.due_at if dossier.stage == Stage.ACCEPTED else None


def _saved(move: Move) -> list[Statement]:
    """The dossier as it stands now, and what the actor wrote."""
    dossier = move.dossier
    dossier.version += 1
    dossier.updated_at = clock.now()
    # Only what changed: a dossier has many columns, and most of them are long.
    now = _values_of(dossier)
    changed = [name for name, value in now.items() if value != move.before[name]]
    # What a request says is written down when it is drafted, not once more when it is sent.
    remarks = [] if move.request else move.remarks()
    return [*rows.update(dossier, changed), *rows.insert(remarks)]


def _values_of(dossier: Dossier) -> dict[str, Any]:
    """The columns as they were read; effects replace lists and mappings, never change them."""
    fields = dossier._meta.concrete_fields  # noqa: SLF001
    return {
        field.name: getattr(dossier, field.attname)
        for field in fields
        if not (field.primary_key or field.generated)
    }


def _facts(move: Move) -> list[Statement]:
    """The fact of the action, then the facts that it entailed."""
    dossier, agency = move.dossier, move.dossier.competent_agency
    if move.dossier.due_at and move.action.kind == "accept":
        move.fact["due_at"] = dossier.due_at.isoformat() if dossier.due_at else ""
    common: dict[str, Any] = {
        "dossier": dossier.pk,
        "stage": dossier.stage,
        "step": dossier.step,
        "national_code": dossier.national_code,
        "version": dossier.version,
    }
    if dossier.parent_id is not None:
        common |= {"leg": dossier.leg, "parent": dossier.parent_id}
    elif move.package.substance.legs:
        common["bundle"] = True
    kind = "draft_request" if move.approver else move.action.kind
    facts = [(ACTION_KINDS[kind].event, {"action": move.action.id, **move.fact})]
    events = [
        journal.event(
            dossier.subject,
            f"dossier.{name}",
            actor=move.actor.code,
            agency=agency.code if agency else "",
            procedure=move.package.code,
            occurred_at=move.moment,
            data={**common, **data},
        )
        for name, data in [*facts, *move.entailed]
    ]
    return rows.insert(events)
