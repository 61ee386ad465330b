"""The stage's legal moves as django-fsm transitions, declared from the life cycle's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_fsm import transition

from procedures.definition.lifecycle import TRANSITIONS

if TYPE_CHECKING:
    from procedures.definition.lifecycle import Transition


class StageMoves:
    """Mixin of the dossier: one method `to_<kind>` for each row of the life cycle."""


def _move(row: Transition) -> Any:
    """Make one transition; its body is empty: what a move sets stands in `effects`."""

    def move(self: Any) -> None:
        """Move the stage; called by `engine.fire` alone."""

    move.__name__ = f"to_{row.kind}"
    return transition(
        field="stage", source=[stage.value for stage in row.sources], target=row.target.value
    )(move)


for _row in TRANSITIONS:
    setattr(StageMoves, f"to_{_row.kind}", _move(_row))
