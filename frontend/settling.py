"""The moment between a payment and the dossier's knowledge of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from payments.states import IntentState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from payments.models import PaymentIntent
    from procedures.dossiers.models import Hold


def is_settling(intent: PaymentIntent | None, holds: Iterable[Hold]) -> bool:
    """Whether an open hold still asks for a fee that is paid already."""
    if intent is None or intent.state != IntentState.PAID:
        return False
    return any(hold.pk == intent.hold_id for hold in holds)
