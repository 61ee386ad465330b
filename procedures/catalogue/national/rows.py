"""The table “Cách thức thực hiện”, its run-together cells cut where there is only one way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedures.catalogue.national.reading import ABSENT, Doubt, Reading, doubt

HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = {"Trực tuyến": "online", "Dịch vụ bưu chính": "post", "Trực tiếp": "counter"}
MOST_ROWS = 300

_CHANNEL = re.compile(r"(Trực tuyến|Dịch vụ bưu chính|Trực tiếp)(?=\d|Không có thông tin)")
_CELLS = re.compile(
    r"(?:Không có thông tin|(?P<number>\d{1,5}(?:[.,]\d{1,2}(?=\s))?)"
    r"(?:\s(?P<unit>Ngày làm việc|Ngày|Giờ làm việc|Giờ|Phút|Tuần|Tháng|Năm))?)"
    r"(?P<fee>Miễn phí|Không có thông tin|(?P<amount>[\d.,]{1,20})\s(?P<currency>"
    r"VNĐ|Việt Nam Đồng|USD|EUR|Euro))"
)
_JOINED = re.compile(r"(?P<amount>[\d.,]{1,24})\s(?P<currency>VNĐ|Việt Nam Đồng|USD|EUR|Euro)")


@dataclass(frozen=True, slots=True)
class Row:
    """One way to file: its cells as they stand, nothing judged yet."""

    at: int
    channel: str
    number: str
    unit: str
    fee: str  # "free", "amount" or "" when the cell says nothing
    amount: str
    currency: str
    joined: bool  # number and amount are one run of digits
    note: str
    note_open: bool
    description: str
    cells: str


def table(text: str) -> Reading[Row]:
    """The rows of the table; doubts tell of what is no row."""
    if text.strip() in ABSENT:
        return Reading()
    if not text.startswith(HEADER):
        return Reading(doubts=(doubt("channels.no_table", text),))
    parts = _CHANNEL.split(text[len(HEADER) :], maxsplit=MOST_ROWS)
    doubts: list[Doubt] = []
    if parts[0].strip():
        doubts.append(doubt("channels.lead", parts[0]))
    rows = []
    for at in range((len(parts) - 1) // 2):
        channel, cell = parts[1 + 2 * at], parts[2 + 2 * at]
        row = _row(at, CHANNELS[channel], cell)
        if row is None:
            doubts.append(doubt("channels.cell", channel + cell, at=at))
        else:
            rows.append(row)
    return Reading(tuple(rows), tuple(doubts))


def _row(at: int, channel: str, cell: str) -> Row | None:
    """The cells of one row; None when they do not begin as a time and a fee."""
    found = _CELLS.match(cell)
    joined = None
    if found is None or (found["amount"] and found["number"] and not found["unit"]):
        joined = _JOINED.match(cell)
        if joined is None:
            return None
    whole = joined or found
    if whole is None:
        return None
    note, note_open, description = _note(cell[whole.end() :])
    told = whole.groupdict()
    fee = {"Miễn phí": "free", "Không có thông tin": ""}.get(told.get("fee") or "", "amount")
    return Row(
        at=at,
        channel=channel,
        number="" if joined else told.get("number") or "",
        unit="" if joined else told.get("unit") or "",
        fee=fee,
        amount=told.get("amount") or "",
        currency=told.get("currency") or "",
        joined=joined is not None,
        note=note,
        note_open=note_open,
        description=description,
        cells=cell,
    )


def _note(rest: str) -> tuple[str, bool, str]:
    """The fee's note in its outer brackets, whether it never closes, and what follows it."""
    if not rest.startswith("("):
        return "", False, rest.strip()
    depth = 0
    for place, char in enumerate(rest):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return rest[1:place].strip(), False, rest[place + 1 :].strip()
    return rest[1:].strip(), True, ""
