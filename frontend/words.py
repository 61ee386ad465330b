"""Words that pages of all kinds share: channels, deliveries, clocks, what changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.core.clock import VIETNAM, parse
from tracking.words import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from portal.core.errors import PortalError
    from procedures.dossiers.legal_clock import ClockState
    from procedures.dossiers.looking_up import PaperLookUp
    from procedures.dossiers.selectors import PaperSlot

CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp tại quầy", "post": "Qua bưu chính"}
DELIVERIES = {
    "online": "Trực tuyến, trên cổng này",
    "counter": "Tại quầy một cửa",
    "post": "Qua bưu chính",
}
# The clock's states as the clock component spells them.
CLOCKS = {"ok": "on_time", "soon": "due_soon", "late": "late", "paused": "paused"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened since the reader looked."""

    title: str
    at: datetime


def clock_mark(clock: ClockState) -> dict[str, str] | None:
    """The arguments of the clock component; None where no clock runs."""
    return {"state": CLOCKS[clock.state], "text": clock.words} if clock.state in CLOCKS else None


def changes_of(error: PortalError | None) -> list[Change]:
    """What happened since the reader looked, from a refusal that says so."""
    return change_words(error.extra.get("changes", ()) if error else ())


def change_words(changes: Iterable[Mapping[str, str]]) -> list[Change]:
    """What happened, from the names and moments of the journal."""
    return [
        Change(
            TITLES.get(change["name"], "Hồ sơ có cập nhật"), parse(change["at"]).astimezone(VIETNAM)
        )
        for change in changes
    ]


def look_up_words(slot: PaperSlot, told: Mapping[str, PaperLookUp]) -> dict[str, Any]:
    """What was asked of the registers, while it matters: a scan of one's own ends it."""
    look_up = told.get(slot.need.rule.code)
    if look_up is None:
        return {"look_up": "", "is_vouched": False}
    is_vouched = any(file.register for file in slot.files)
    said = is_vouched if look_up.found else not slot.files
    return {"look_up": look_up.sentence if said else "", "is_vouched": is_vouched}
