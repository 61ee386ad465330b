"""Words of the desk pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import Desk
from procedures.dossiers.models.holds import HOLD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procedures.dossiers.models import Hold

DESKS = dict(Desk.Kind.choices)


def writer_of(code: str) -> str:
    """Which side wrote something, from the code of its actor."""
    return "Người nộp" if code.startswith("person:") else "Cán bộ"


def hold_names(holds: Iterable[Hold]) -> list[str]:
    """What the open holds wait for, a few words each."""
    return [HOLD_LABELS[hold.kind] for hold in holds]  # type: ignore[index]
