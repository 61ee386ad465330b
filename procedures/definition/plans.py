"""What a plan says of itself beside its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.definition.lifecycle import Stage

if TYPE_CHECKING:
    from procedures.definition.package import Plan


def rework_step(plan: Plan) -> str:
    """The step that a recalled or transferred matter goes back to: where the merits are judged."""
    accepted = [step for step in plan.steps if step.stage is Stage.ACCEPTED]
    judging = (
        step.id for step in accepted if any(action.outcome is not None for action in step.actions)
    )
    return next(judging, accepted[0].id)
