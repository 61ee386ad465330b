"""Flows that go from appraisal to approval and back, as long as they are asked."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock

from portal.accounts.actors import Actor
from portal.accounts.permissions import Role
from portal.accounts.selectors import roles_of
from portal.core import journal
from portal.core.errors import NotAllowed, Stale

# Who may take which node.
ROLES = {"appraise": Role.OFFICER, "approve": Role.LEADER}


def begin(activation: Any) -> Any:
    """Open a process."""
    activation.process.data = {"version": 0, "holds": []}
    return activation.process


class Appraisal(flow.Flow):
    """Two steps under viewflow's own row lock, without anything around them."""

    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle(begin).Next(this.appraise)
    appraise = flow.Handle(this.note).Next(this.approve)
    approve = flow.Handle(this.note).Next(this.appraise)

    def note(self, activation: Any) -> Any:
        """Keep what was decided, as a view would."""
        activation.process.data["decided"] = "grant"
        activation.process.save()
        return activation.process


class WholeJob(flow.Flow):
    """The same two steps with what the portal's action does: permission, guards, a fact."""

    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle(begin).Next(this.appraise)
    appraise = flow.Handle(this.decide).Next(this.approve)
    approve = flow.Handle(this.decide).Next(this.appraise)

    def decide(self, activation: Any, *, actor: Actor, seen_version: int) -> Any:
        """Check, decide and write the fact down; its trigger puts it into the outbox."""
        process, node = activation.process, activation.flow_task.name
        if actor.staff is None or ROLES[node] not in roles_of(actor.staff):
            raise NotAllowed("Not this one's step.")
        if process.data["version"] != seen_version or process.data["holds"]:
            raise Stale("Somebody was here before.")
        process.data |= {"decided": "grant", "version": seen_version + 1}
        process.save()
        journal.record(
            f"process:{process.pk}",
            "process.advanced",
            actor=actor.code,
            agency=actor.staff.agency.code,
            data={"process": process.pk, "step": node, "version": seen_version + 1},
        )
        return process
