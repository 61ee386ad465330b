"""Which facts of a dossier are told to whom: the one rule of timelines and of what moved meanwhile.

Told inside the agencies only: drafts and their approval, who works on it, and what the law does not
make known before the decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.dossiers import access

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from portal.core.journal.models import Event
    from procedures.dossiers.models import Dossier

REQUESTS = frozenset(
    f"dossier.request_{what}" for what in ("drafted", "released", "returned", "dropped")
)
INSIDE = REQUESTS | {
    "dossier.claimed",
    "dossier.assigned",
    "dossier.let_go",
    "dossier.register_asked",
    "dossier.sent_to_sign",
    "dossier.task_cancelled",
}
INSIDE_TASKS = frozenset({"register", "sign_outside"})
UNTOLD = frozenset(
    {
        # The making of a PDF is the portal's affair, not a step of the matter.
        "dossier.slip_ready",
        "dossier.result_ready",
        # Said by the ending that dropped them.
        "dossier.fee_dropped",
        "dossier.supplement_dropped",
        "dossier.confirmation_dropped",
        # Between a leader and the desk; the case page shows them with their words.
        "dossier.instructed",
        "dossier.instruction_done",
        # Said by the messages themselves.
        "dossier.message_sent",
    }
)
# What a leader sent back is, to everybody outside the agency, one more move between its desks.
_OUTWARD = {"dossier.sent_back": "dossier.advanced"}


def is_inside(dossier: Dossier, viewer: Actor) -> bool:
    """Whether the viewer is of an agency that is a party to the dossier."""
    return viewer.staff is not None and not access.is_only_asked(dossier, viewer)


def is_told(event: Event, *, inside: bool) -> bool:
    """Whether readers of that side are told of a fact at all."""
    if event.name in UNTOLD:
        return False
    if event.name == "dossier.task_cancelled" and "action" not in event.data:
        return False  # said by the ending that called it back
    return inside or not (event.name in INSIDE or event.data.get("task_kind") in INSIDE_TASKS)


def name_of(event: Event, *, inside: bool) -> str:
    """The name under which readers of that side know a fact."""
    return event.name if inside else _OUTWARD.get(event.name, event.name)
