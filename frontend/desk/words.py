"""Words and colours of the desk pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.accounts.models import Desk
from portal.core.clock import VIETNAM, parse
from procedures.dossiers.models.holds import HOLD_LABELS
from tracking.words import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procedures.dossiers.legal_clock import ClockState
    from procedures.dossiers.models import Hold

# The clock's states as the clock component spells them.
CLOCKS = {"ok": "on_time", "soon": "due_soon", "late": "late", "paused": "paused"}
DESKS = dict(Desk.Kind.choices)
CHANNELS = {"online": "Trực tuyến", "counter": "Tại quầy", "post": "Qua bưu chính"}
DELIVERIES = {"online": "Trực tuyến", "counter": "Tại quầy", "post": "Qua bưu chính"}


def clock_mark(clock: ClockState) -> dict[str, str] | None:
    """The arguments of the clock component; None where no clock runs."""
    return {"state": CLOCKS[clock.state], "text": clock.words} if clock.state in CLOCKS else None


def hold_names(holds: Iterable[Hold]) -> list[str]:
    """What the open holds wait for, a few words each."""
    return [HOLD_LABELS[hold.kind] for hold in holds]  # type: ignore[index]


def change_lines(changes: Iterable[Any]) -> list[str]:
    """What happened meanwhile, as sentences: facts of the journal, or what an action says."""
    return [_change_line(change) for change in changes]


def _change_line(change: Any) -> str:
    if isinstance(change, str):
        return change
    title = TITLES.get(change["name"], "Có cập nhật về hồ sơ")
    return f"{parse(change['at']).astimezone(VIETNAM):%H:%M, %d/%m/%Y} – {title}"
