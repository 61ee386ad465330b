"""The documents that an officer's proposal or a leader's signature would bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.definition.lifecycle import Outcome
from procedures.dossiers import previews, selectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procedures.dossiers.models import Dossier
    from procedures.dossiers.previews import Preview
    from procedures.dossiers.selectors import AvailableAction

# Whoever puts a name or a seal under a text has it open before them.
ISSUING = {"sign", "settle"}


def previews_for(dossier: Dossier, offers: Iterable[AvailableAction]) -> list[tuple[Preview, bool]]:
    """The text of each result that the offered actions lead to, and whether it stands open."""
    step = selectors.step_of(dossier)
    offered = {offer.id for offer in offers}
    found: dict[Outcome, bool] = {}
    for action in step.actions if step else ():
        if action.id not in offered:
            continue
        if action.outcome is not None:
            found.setdefault(action.outcome, False)
        elif action.kind in ISSUING:
            found[Outcome(dossier.outcome or Outcome.GRANT)] = True
    return [
        (previews.result_preview(dossier, outcome), is_open) for outcome, is_open in found.items()
    ]
