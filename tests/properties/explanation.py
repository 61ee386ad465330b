"""How a dossier must stand by its journal alone: names and actions of the events, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.core.clock import parse
from procedures.definition.lifecycle import ACTION_KINDS, ENDED, TRANSITIONS, HoldKind, Stage
from procedures.definition.plans import rework_step
from procedures.dossiers.common import COMMON

if TYPE_CHECKING:
    from datetime import datetime

    from portal.core.journal.models import Event
    from procedures.definition.package import Plan

KIND_OF = {f"dossier.{kind.event}": kind for kind in reversed(ACTION_KINDS.values())}
TARGET = {row.kind: row.target for row in TRANSITIONS}
DROPPED = {f"dossier.{kind}_dropped": kind for kind in HoldKind}


@dataclass
class Explanation:
    """Stage, step, due date and all that is open, worked out event by event."""

    plan: Plan
    stage: Stage = Stage.DRAFT
    step: str = ""
    handed_over: bool = False
    due_at: datetime | None = None
    due_before: datetime | None = None  # as it was when last looked at
    holds: set[HoldKind] = field(default_factory=set)
    tasks: set[int] = field(default_factory=set)
    requests: dict[int, str] = field(default_factory=dict)
    seen: int = 0  # the version up to which the events are told
    closed_at: datetime | None = None

    def tell(self, event: Event) -> None:
        """Take in the next event."""
        data = event.data
        self.seen = data["version"]
        self._tell_request(event)
        if event.name == "dossier.request_dropped":
            return
        if kind := DROPPED.get(event.name):
            self.holds.discard(kind)
            return
        act = KIND_OF[event.name]
        self._tell_task(event)
        if "action" not in data:  # entailed: a fee was asked for, or a task called back
            self.holds |= {act.hold} if act.hold else set()
            return
        self.stage = TARGET.get(act.name, self.stage)
        if due_at := data.get("due_at"):
            self.due_at = parse(due_at)
        if act.hold is not None:
            self.holds ^= {act.hold}  # each such act opens or closes the hold of its kind
        self.handed_over = act.name == "hand_over" or (self.handed_over and not self._moves_on(act))
        self.step = self._step_after(act.name, data["action"])
        if self.stage in ENDED and self.closed_at is None:
            self.closed_at = event.occurred_at

    def _moves_on(self, act: object) -> bool:
        return act is ACTION_KINDS["transfer"] and self.stage is Stage.ACCEPTED

    def _step_after(self, kind: str, action: str) -> str:
        """Work out the step that an act left the dossier at."""
        if self.stage in ENDED:
            return ""
        if kind in {"submit", "transfer"}:
            return next(item.id for item in self.plan.steps if item.stage == self.stage)
        if kind == "recall":
            return rework_step(self.plan)
        if action in COMMON or kind == "draft_request":
            return self.step
        acts = (act for act in self.plan.step(self.step).actions if act.id == action)
        return next((act.to or self.step for act in acts), self.step)

    def _tell_task(self, event: Event) -> None:
        task = event.data.get("task")
        if task is None:
            return
        if KIND_OF[event.name].task is not None:
            self.tasks.add(task)
            return
        # A register that does not know leaves its task to people.
        unknown = event.data.get("outcome") == "failed" and event.actor.startswith("system:")
        if not unknown:
            self.tasks.discard(task)

    def _tell_request(self, event: Event) -> None:
        request = event.data.get("request")
        if request is None:
            return
        if event.name == "dossier.request_drafted":
            self.requests[request] = event.data["state"]
        elif event.name == "dossier.request_released":
            self.requests[request] = "released"
        else:  # returned, dropped, or sent: the act itself
            del self.requests[request]
