"""Where a dossier stands, in words and colours for the applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontend.words import clock_mark
from portal.core.money import format_vnd
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind, Stage
from procedures.dossiers import selectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procedures.dossiers.models import Dossier, Hold

COLOURS = {
    1: "blue",
    2: "blue",
    3: "red",
    4: "blue",
    5: "orange",
    6: "orange",
    7: "grey",
    8: "orange",
    9: "green",
    10: "green",
}


def status_tag(dossier: Dossier) -> dict[str, str]:
    """The status as the national list names it, with a colour."""
    number = dossier.national_code or 1
    return {"text": NATIONAL_CODES[number], "colour": COLOURS[number]}


def clock_words(dossier: Dossier, holds: Sequence[Hold]) -> dict[str, str] | None:
    """The legal clock's drawing and words; None when none runs."""
    waiting = any(hold.stops_clock for hold in holds)
    return clock_mark(selectors.clock_of(dossier, waiting=waiting))


def asked_now(dossier: Dossier, holds: Sequence[Hold]) -> str:
    """What the applicant has to do now, in a few words; "" when nothing."""
    kinds = {hold.kind: hold for hold in holds}
    if HoldKind.SUPPLEMENT in kinds:
        return "Bổ sung hồ sơ"
    if HoldKind.FEE in kinds:
        return f"Nộp phí, lệ phí {format_vnd(kinds[HoldKind.FEE].data['amount'])}"
    if dossier.stage == Stage.SETTLED:
        return "Nhận kết quả" if dossier.delivery == "online" else "Đến quầy nhận kết quả"
    return ""
