"""What a dossier offers now, before anyone's permission is asked: plan, common acts, open things.

A task or request that is open offers acts of its own, named `verb.pk`, such as `report_task.12`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portal.core import clock
from procedures.catalogue import selectors as catalogue
from procedures.definition import evaluate, expressions
from procedures.definition.lifecycle import ACTION_KINDS, HoldKind, Release, Stage, TaskKind
from procedures.definition.package import Action
from procedures.dossiers.common import (
    AGAIN_REASON,
    BY_HAND,
    COMMON,
    FIELDS,
    HANDING_OUT,
    LATE,
    REASON,
    REPORT,
)
from procedures.dossiers.models import Dossier, Hold, Request, SideTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portal.accounts.actors import Actor
    from procedures.definition.package import Step

ARCHIVE_AFTER_DAYS = 90
_LEADER = "leader"
# A bundle's clocks and results are those of its legs.
_OF_LEGS = frozenset({"extend", "stop", "recall", "correct"})


@dataclass(slots=True)
class Waits:
    """All that hangs on a dossier: every hold it ever had, its open tasks and requests."""

    holds: list[Hold] = field(default_factory=list)
    tasks: list[SideTask] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @classmethod
    def of(cls, dossier: Dossier) -> Waits:
        """Read them; each only where the dossier counts any."""
        return cls(
            list(dossier.holds.all()) if dossier.all_holds else [],
            list(dossier.tasks.filter(closed_at__isnull=True)) if dossier.open_tasks else [],
            list(dossier.requests.filter(state__in=Request.OPEN)) if dossier.open_requests else [],
        )

    @property
    def open_holds(self) -> list[Hold]:
        """The holds that wait now, oldest first."""
        return [hold for hold in self.holds if hold.closed_at is None]

    def hold(self, kind: HoldKind) -> Hold | None:
        """The open hold of a kind, if there is one."""
        return next((hold for hold in self.open_holds if hold.kind == kind), None)

    @property
    def clock_stands(self) -> bool:
        """Whether an open hold stops the legal clock."""
        return any(hold.stops_clock for hold in self.open_holds)

    @property
    def objection(self) -> str:
        """What the applicant says is wrong with the draft shown last; "" when nothing is."""
        shown = [hold for hold in self.holds if hold.kind == HoldKind.CONFIRMATION]
        last = max(shown, key=lambda hold: hold.pk, default=None)
        objected = last is not None and last.data.get("answer") == "objected"
        return str(last.data["objection"]) if last and objected else ""

    def has_request(self, kind: str) -> bool:
        """Whether a request of that kind is open."""
        return any(request.kind == kind for request in self.requests)

    def request(self, action: Action) -> Request | None:
        """The open request that an act such as `send_request.12` is about."""
        wanted = pk_of(action.id)
        return next((request for request in self.requests if request.pk == wanted), None)

    def rounds(self, stage: str) -> int:
        """How often a supplement was asked for in that stage."""
        kind = HoldKind.SUPPLEMENT
        return sum(hold.kind == kind and hold.opened_in == stage for hold in self.holds)


def offered(dossier: Dossier, step: Step | None, actor: Actor, *, waits: Waits) -> list[Action]:
    """The actions that make sense now, to this kind of actor, in the order of the plan.

    Handing out a result and receiving it are one kind of action, but never the same hand's.
    """
    return [
        _adapted(action, dossier, waits)
        for action in _candidates(dossier, step, actor, waits)
        if _is_offered(action, dossier, actor, waits)
    ]


def find(
    action_id: str, dossier: Dossier, step: Step | None, actor: Actor, *, waits: Waits
) -> Action | None:
    """The offered action of that id; None when the dossier does not offer it now."""
    for action in _candidates(dossier, step, actor, waits):
        if action.id == action_id and _is_offered(action, dossier, actor, waits):
            return _adapted(action, dossier, waits)
    return None


def approver_of(action: Action, dossier: Dossier, waits: Waits, actor: Actor) -> str | None:
    """The role that must release this act before it takes effect; None where none must.

    Decree 118/2025: the leader, where the life cycle wants a release and the plan names nobody.
    """
    match ACTION_KINDS[action.kind].release:
        case None:
            return None
        case Release.ALWAYS:
            needed = True
        case Release.ACCEPTED:
            needed = dossier.stage == Stage.ACCEPTED and actor.kind != "system"
        case Release.AGAIN:
            needed = waits.rounds(dossier.stage) > 0
    return action.approver or (_LEADER if needed else None)


def pk_of(action_id: str) -> int:
    """The row that an act such as `report_task.12` is about; 0 for an act about none."""
    _, _, pk = action_id.partition(".")
    return int(pk) if pk.isdigit() else 0


def _candidates(
    dossier: Dossier, step: Step | None, actor: Actor, waits: Waits
) -> Iterator[Action]:
    hand = "staff" if actor.staff else "system" if actor.kind == "system" else "applicant"
    if hand != "applicant" and step is not None and step.stage == dossier.stage:
        given = replace(
            evaluate.context(at=clock.now(), channel=dossier.channel), answers=dossier.answers
        )
        yield from (action for action in step.actions if expressions.holds(action.when, given))
    for common in COMMON.values():
        if hand in common.hands and dossier.stage in common.stages:
            yield _causeless(common.action) if hand == "system" else common.action
    if hand == "applicant":
        wishes = (request for request in waits.requests if request.kind == "withdraw")
        yield from (
            Action(f"drop_request.{wish.pk}", "drop_request", "Không rút hồ sơ nữa")
            for wish in wishes
        )
        return
    for task in waits.tasks:
        asks = (*REPORT, BY_HAND) if task.kind == TaskKind.REGISTER else REPORT
        yield Action(f"report_task.{task.pk}", "report_task", f"Trả lời: {task.label}", inputs=asks)
        yield Action(f"cancel_task.{task.pk}", "cancel_task", f"Hủy: {task.label}", inputs=REASON)
        if hand == "system" and task.silence:
            yield Action(f"lapse_task.{task.pk}", "lapse_task", f"Hết hạn: {task.label}")
    for request in waits.requests:
        yield from _about(request)


def _causeless(action: Action) -> Action:
    """The action as the portal takes it: why a dossier is late, only a person can know."""
    if action.kind != "extend":
        return action
    asked = (replace(one, required=one.widget == "date") for one in action.inputs)
    return replace(action, inputs=tuple(asked))


def _about(request: Request) -> Iterator[Action]:
    pk, label = request.pk, request.label
    if request.state == Request.State.DRAFTED:
        # Whoever answers for the apology may say what was drafted in other words.
        asks = LATE if request.kind == "extend" else ()
        yield Action(f"release_request.{pk}", "release_request", f"Duyệt: {label}", inputs=asks)
        yield Action(
            f"return_request.{pk}", "return_request", f"Không duyệt: {label}", inputs=REASON
        )
    else:
        yield Action(f"send_request.{pk}", "send_request", f"Gửi: {label}")
    yield Action(f"drop_request.{pk}", "drop_request", f"Bỏ dự thảo: {label}")


def _is_offered(action: Action, dossier: Dossier, actor: Actor, waits: Waits) -> bool:
    return _has_object(action, dossier, waits) and not _is_elsewhere(action, dossier, actor)


def _has_object(action: Action, dossier: Dossier, waits: Waits) -> bool:
    """Whether there is anything for the action to act upon now."""
    if asks := _OBJECTS.get(action.id) or _OBJECTS.get(action.kind):
        return asks(dossier, waits)
    return not waits.has_request(action.kind)


def _is_elsewhere(action: Action, dossier: Dossier, actor: Actor) -> bool:
    """Whether people do this to the bundle instead of the leg, or to the leg and no bundle."""
    if actor.kind == "system":
        return False
    substance = catalogue.package(dossier.procedure_version_id).substance
    # Once its legs are open, a bundle that moved would leave them behind.
    if action.kind in _OF_LEGS or (action.kind == "transfer" and dossier.stage == Stage.ACCEPTED):
        return bool(substance.legs)
    if action.kind == "withdraw":
        # What another branch handles on its own system, nobody here could release.
        return substance.catalogue.level == "info"
    if action.kind != "deliver" or dossier.parent is None:
        return False
    return Stage(dossier.parent.stage) is not Stage.WITHDRAWN


def _waits_for(kind: HoldKind) -> Callable[[Dossier, Waits], bool]:
    return lambda _, waits: waits.hold(kind) is not None


def _is_uncollected(dossier: Dossier) -> bool:
    settled = dossier.settled_at
    return settled is not None and (clock.now() - settled).days >= ARCHIVE_AFTER_DAYS


_OBJECTS: dict[str, Callable[[Dossier, Waits], bool]] = {
    # A leg ends with its bundle, whatever was wished or drafted about it alone.
    "withdraw_leg": lambda dossier, _: dossier.parent_id is not None,
    "supplement": _waits_for(HoldKind.SUPPLEMENT),
    "confirm": _waits_for(HoldKind.CONFIRMATION),
    "lapse_confirmation": _waits_for(HoldKind.CONFIRMATION),
    "ask_confirmation": lambda _, waits: waits.hold(HoldKind.CONFIRMATION) is None,
    "refuse_lapsed": lambda _, waits: any(
        hold.lapses_at is not None and hold.lapses_at < clock.now() for hold in waits.open_holds
    ),
    "claim": lambda dossier, _: dossier.assignee_id is None,
    "let_go": lambda dossier, _: dossier.assignee_id is not None,
    "archive": lambda dossier, _: dossier.archived_at is None and _is_uncollected(dossier),
    "collect": lambda dossier, _: dossier.delivery == "online" and dossier.parent_id is None,
    # Once, and not while the clock stands.
    "extend": lambda dossier, waits: (
        dossier.extended_at is None and not (waits.clock_stands or waits.has_request("extend"))
    ),
}


def _adapted(action: Action, dossier: Dossier, waits: Waits) -> Action:
    """The action as it stands now: a supplement names its fields, a second one why it comes.

    Handing out on paper asks for its proof: who received it, or under which code it was posted.
    """
    if action.kind == "deliver" and dossier.parent_id is None:
        return replace(action, inputs=(*action.inputs, *HANDING_OUT.get(dossier.delivery, ())))
    if action.kind != "request_supplement":
        return action
    again = (AGAIN_REASON,) if waits.rounds(dossier.stage) > 0 else ()
    return replace(action, inputs=(*action.inputs, FIELDS, *again))
