"""Moves between desks, agencies and people; nothing of them ends or begins a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core.errors import FieldError, InvalidInput, Refused
from procedures.definition.lifecycle import Outcome, Stage
from procedures.dossiers.effects import dues, tasks

if TYPE_CHECKING:
    from portal.accounts.models import Agency
    from procedures.dossiers.effects.move import Move


def hand_over(move: Move) -> None:
    """Hand the file to the specialised unit (Mẫu 06)."""
    dossier = move.dossier
    dossier.handed_over = True
    if dossier.received_by_competent_at is None:
        dossier.received_by_competent_at = move.moment
    _draw_up_control_slip(move)


def advance(move: Move) -> None:
    """Move on with the officer's proposal; should it come back, it comes back to them."""
    if move.action.outcome is not None:
        move.dossier.proposer = move.actor.staff
        move.dossier.outcome = move.action.outcome.value
        refused = move.action.outcome is Outcome.REFUSE
        move.dossier.outcome_reason = move.data.get("reason", "") if refused else ""
        move.fact["outcome"] = move.dossier.outcome


def sign(move: Move) -> None:
    """Put the leader's name under the proposal."""
    move.dossier.signer = move.actor.staff


def move_only(move: Move) -> None:
    """Change nothing but the step."""


def check_transfer(move: Move) -> tuple[Agency, Agency]:
    """The agency that has it, and the one to give it to: another one of the same kind."""
    old, new = move.dossier.competent_agency, tasks.asked_agency(move.data["agency"])
    if new is None or old is None or new.pk == old.pk or new.kind != old.kind:
        message = "Hãy chọn một cơ quan khác cùng loại."
        raise InvalidInput(message, errors=[FieldError("/agency", "input", message)])
    return old, new


def transfer(move: Move) -> None:
    """Give the matter to the competent agency under the same code (Decree 309/2026 Art. 17.3).

    What was not accepted is checked anew there; what was keeps the appointment that was printed.
    """
    dossier = move.dossier
    old, new = check_transfer(move)
    if dossier.receiving_agency_id == old.pk:
        dossier.receiving_agency = new
    dossier.competent_agency = new
    # What the old agency drafted or ordered from its own people is void; the owner's wish is not.
    move.drop_requests(row for row in move.waits.requests if row.kind != "withdraw")
    move.drop_tasks(task for task in move.waits.tasks if task.agency_id is None)
    accepted = dossier.stage == Stage.ACCEPTED
    move.enter(_first_accepted(move) if accepted else move.package.plan.start)
    if accepted:
        dossier.handed_over, dossier.received_by_competent_at = False, None
        dossier.outcome, dossier.outcome_reason = "", ""
        dossier.proposer = dossier.signer = None
    else:
        dues.start_first_check(move)
    move.fact |= {"from_agency": old.code, "to_agency": new.code}
    _draw_up_control_slip(move)


def archive(move: Move) -> None:
    """Put an uncollected result into the archive; its owner can still have it."""
    move.dossier.archived_at = move.moment


def claim(move: Move) -> None:
    """Take the dossier off the common pile."""
    move.dossier.assignee, move.dossier.assigned_at = move.actor.staff, move.moment
    move.fact["staff"] = move.actor.code


def assign(move: Move) -> None:
    """Give the dossier to a colleague who can work at the step's desk."""
    member = tasks.asked_colleague(move)
    if member is None:
        raise AssertionError("an assignment asks for a colleague")
    move.dossier.assignee, move.dossier.assigned_at = member, move.moment
    move.fact["staff"] = f"staff:{member.pk}"


def let_go(move: Move) -> None:
    """Put the dossier back on the common pile."""
    if move.dossier.assignee_id is None:
        raise Refused("Hồ sơ đang ở hàng chung.", code="wrong_moment")
    move.fact["staff"] = f"staff:{move.dossier.assignee_id}"
    move.dossier.assignee = move.dossier.assigned_at = None


def _draw_up_control_slip(move: Move) -> None:
    """Have Mẫu 06 go with the file into its next hands."""
    dossier = move.dossier
    move.later(
        "dossiers.control_slip",
        key=f"{dossier.pk}/{dossier.version}",
        dossier=dossier.pk,
        version=dossier.version,
    )


def _first_accepted(move: Move) -> str:
    """The first step after acceptance: the new agency hands over to its own unit."""
    return next(step.id for step in move.package.plan.steps if step.stage is Stage.ACCEPTED)
