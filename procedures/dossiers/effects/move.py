"""One `fire` under way: what it may change, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.core.jobs.registry import Wanted
from procedures.definition.lifecycle import HOLD_RULES, HoldKind
from procedures.dossiers import legal_clock
from procedures.dossiers.effects import dues
from procedures.dossiers.models import Hold, Remark, Request, Slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from portal.accounts.actors import Actor
    from procedures.definition.package import Action, Package, Step
    from procedures.dossiers.models import Dossier, SideTask
    from procedures.dossiers.offers import Waits


@dataclass(slots=True)
class Move:
    """The locked dossier, the action, and what it leaves behind."""

    dossier: Dossier
    before: dict[str, Any]  # the dossier's columns as they were read
    package: Package
    step: Step | None
    action: Action
    actor: Actor
    data: dict[str, Any]
    moment: datetime
    waits: Waits
    approver: str | None = None  # the role that must release the action first
    request: Request | None = None  # the released request that this move sends
    fact: dict[str, Any] = field(default_factory=dict)
    entailed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    jobs: list[Wanted] = field(default_factory=list)

    def enter(self, step_id: str) -> None:
        """Make a step of the plan the active one; who worked on the last one is free of it."""
        self.fact["from_step"] = self.dossier.step
        step = self.package.plan.step(step_id)
        self.dossier.step, self.dossier.step_desk = step.id, step.desk
        self.dossier.step_since = self.moment
        self.dossier.step_due_at = legal_clock.step_due(self.dossier, step, start=self.moment)
        self.dossier.assignee = self.dossier.assigned_at = None
        self.place()

    def place(self) -> None:
        """Put the active step at its agency: a counter is where the file was handed in."""
        dossier = self.dossier
        at_counter = dossier.step_desk == "one_stop" and dossier.receiving_agency_id is not None
        dossier.step_agency_id = (
            dossier.receiving_agency_id if at_counter else dossier.competent_agency_id
        )

    def leave_plan(self) -> None:
        """Leave the last step: nobody works on the dossier any more."""
        dossier = self.dossier
        dossier.step, dossier.step_desk = "", ""
        dossier.step_due_at = dossier.assignee = dossier.assigned_at = None

    def open_hold(
        self,
        kind: HoldKind,
        *,
        blocks: Sequence[str],
        data: dict[str, Any],
        lapses_at: datetime | None = None,
    ) -> Hold:
        """Open a hold; one of a kind at a time."""
        hold = Hold.objects.create(
            dossier=self.dossier,
            kind=kind.value,
            opened_at=self.moment,
            opened_by=self.actor.code,
            opened_in=self.dossier.stage,
            blocks=list(blocks),
            stops_clock=HOLD_RULES[kind].stops_clock,
            lapses_at=lapses_at,
            data=data,
        )
        self.waits.holds.append(hold)
        self.dossier.all_holds += 1
        return hold

    def close_hold(self, hold: Hold) -> None:
        """Close an open hold."""
        hold.closed_at, hold.closed_by = self.moment, self.actor.code
        hold.save(update_fields=["closed_at", "closed_by", "data"])

    def drop_everything(self) -> None:
        """Drop what an ended dossier still waits for; each as a fact, for others wait with it."""
        for hold in self.waits.open_holds:
            self.close_hold(hold)
            dropped = {"hold": hold.pk}
            if hold.kind == HoldKind.FEE:
                dropped["amount"] = hold.data["amount"]
            self.entailed.append((f"{hold.kind}_dropped", dropped))
        self.drop_tasks(self.waits.tasks)
        self.drop_requests(self.waits.requests)

    def drop_tasks(self, tasks: Iterable[SideTask]) -> None:
        """Call tasks back whose object is gone; each as a fact."""
        for task in list(tasks):
            task.closed_at, task.closed_by = self.moment, self.actor.code
            task.outcome = task.Outcome.CANCELLED
            task.save(update_fields=["closed_at", "closed_by", "outcome"])
            self.waits.tasks.remove(task)
            self.dossier.open_tasks -= 1
            self.entailed.append(("task_cancelled", {"task": task.pk, "kind": task.kind}))

    def close_request(self, request: Request, state: Request.State) -> None:
        """End a request; the date of an extension that came to nothing is looked at anew."""
        request.state = state
        request.closed_at, request.closed_by = self.moment, self.actor.code
        request.save(update_fields=["state", "closed_at", "closed_by", "returned_reason"])
        self.waits.requests.remove(request)
        self.dossier.open_requests -= 1
        if request.kind == "extend" and state is not Request.State.SENT:
            dues.foresee_tomorrow(self)

    def drop_requests(self, requests: Iterable[Request]) -> None:
        """Void drafts whose object is gone; each as a fact that names what overtook it."""
        for request in list(requests):
            if self.request is not None and request.pk == self.request.pk:
                continue
            self.close_request(request, Request.State.DROPPED)
            dropped = {"request": request.pk, "kind": request.kind, "cause": self.action.kind}
            self.entailed.append(("request_dropped", dropped))

    def remarks(self) -> list[Remark]:
        """What the actor wrote, a remark for each free text that the action asked for."""
        return [
            Remark(
                dossier=self.dossier,
                action=self.action.id.partition(".")[0],
                label=wanted.label,
                text=self.data[wanted.name],
                written_by=self.actor.code,
                written_at=self.moment,
            )
            for wanted in self.action.inputs
            if wanted.widget in {"text", "textarea"} and self.data.get(wanted.name)
        ]

    def slip(self, form: str, data: dict[str, Any], *, nth: int = 1) -> None:
        """Create a statutory form; the worker makes its PDF. Who released it signs it."""
        if self.request is not None:
            data = {**data, "signed_by": self.request.released_by}
        number = f"{self.dossier.code}/{form.removeprefix('mau_')}"
        slip = Slip.objects.create(
            dossier=self.dossier,
            form=form,
            number=number if nth == 1 else f"{number}-{nth}",
            data=data,
            created_at=self.moment,
            created_by=self.actor.code,
        )
        self.later("dossiers.slip_pdf", key=str(slip.pk), slip=slip.pk)

    def later(self, job: str, *, key: str, run_at: datetime | None = None, **kwargs: Any) -> None:
        """Ask for a job by its name: jobs open the door again, so they stand above it."""
        self.jobs.append(Wanted(job, key, run_at, kwargs))
