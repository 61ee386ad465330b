"""Where a dossier stands, in words and colours for the applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core.money import format_vnd
from procedures.definition.lifecycle import NATIONAL_CODES
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
CLOCKS = {"ok": "on_time", "soon": "due_soon", "late": "late", "paused": "paused"}
DELIVERIES = {
    "online": "Trực tuyến, trên cổng này",
    "counter": "Tại quầy một cửa",
    "post": "Qua bưu chính",
}
OUTCOMES = {"grant": "Đồng ý", "refuse": "Từ chối"}


def status_tag(dossier: Dossier) -> dict[str, str]:
    """The status as the national list names it, with a colour."""
    number = dossier.national_code or 1
    return {"text": NATIONAL_CODES[number], "colour": COLOURS[number]}


def clock_words(dossier: Dossier, holds: Sequence[Hold]) -> dict[str, str]:
    """The legal clock's drawing and words; empty when none runs."""
    state = selectors.clock_of(dossier, waiting=any(hold.stops_clock for hold in holds))
    if state.state not in CLOCKS:
        return {}
    return {"state": CLOCKS[state.state], "text": state.words}


def asked_now(dossier: Dossier, holds: Sequence[Hold]) -> str:
    """What the applicant has to do now, in a few words; "" when nothing."""
    kinds = {hold.kind: hold for hold in holds}
    if "supplement" in kinds:
        return "Bổ sung hồ sơ"
    if "fee" in kinds:
        return f"Nộp phí, lệ phí {format_vnd(kinds['fee'].data['amount'])}"
    if dossier.stage == "settled":
        return "Nhận kết quả" if dossier.delivery == "online" else "Đến quầy nhận kết quả"
    return ""
