"""How long it takes, per way to file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from procedures.catalogue.national.reading import Doubt, Reading, doubt
from procedures.catalogue.national.rows import Row
from procedures.catalogue.national.superseded import SUPERSEDED

UNITS = {
    "Ngày làm việc": "working_day",
    "Ngày": "day",
    "Giờ làm việc": "working_hour",
    "Giờ": "hour",
    "Phút": "minute",
    "Tuần": "week",
    "Tháng": "month",
    "Năm": "year",
}
LONGEST = 1000  # of any unit

_MENTIONED = re.compile(
    r"(?<![\d/.,])(\d{1,4})\s{0,3}(?:\([^()]{1,40}\)\s{0,3})?"
    r"(ngày\s{1,3}làm\s{1,3}việc|ngày|giờ\s{1,3}làm\s{1,3}việc|giờ|phút|tuần|tháng|năm)\b"
    r"(?!\s{1,3}\d{1,2}\s?/)",  # "7 giờ 30 ngày 01/7"
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s{0,3}\d{2}")  # "7 giờ 30" is a time of day


@dataclass(frozen=True, slots=True)
class Time:
    """A processing time that the row states for one way to file."""

    channel: str
    number: int
    unit: str


def read(rows: Iterable[Row], numbers: Iterable[str] = ()) -> Reading[Time]:
    """The times read for certain; `numbers` are the legal texts that the row rests on."""
    by_channel: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row)
    values: list[Time] = []
    doubts: list[Doubt] = []
    outdated = [number for number in numbers if number in SUPERSEDED]
    for channel, group in by_channel.items():
        if len({(row.number, row.unit, row.joined) for row in group}) > 1:
            doubts += [doubt("times.several_rows", row.cells, at=row.at) for row in group]
            continue
        wrong = [code for row in group if (code := _fault(row))]
        if wrong:
            doubts.append(doubt(wrong[0], group[0].cells, at=group[0].at))
        elif outdated and group[0].number:
            doubts.append(doubt("times.outdated", ", ".join(outdated), at=group[0].at))
        elif group[0].number:
            values.append(Time(channel, int(group[0].number), UNITS[group[0].unit]))
    return Reading(tuple(values), tuple(doubts))


def _fault(row: Row) -> str:
    """The code of what makes the time of a row doubtful; "" when it is certain or absent."""
    if row.joined:
        return "times.run_together"
    mentioned = _mentioned(f"{row.note}\n{row.description}")
    if not row.number:
        return "times.only_in_text" if mentioned else ""
    if not row.number.isascii() or not row.number.isdigit():
        return "times.fraction"
    if not row.unit:
        return "times.no_unit"
    if not 0 < int(row.number) <= LONGEST:
        return "times.too_long" if int(row.number) else "times.zero"
    if mentioned - {(int(row.number), UNITS[row.unit])}:
        return "times.description_differs"
    return ""


def _mentioned(text: str) -> set[tuple[int, str]]:
    """The times that a text speaks of."""
    found = set()
    for told in _MENTIONED.finditer(text):
        unit = " ".join(told[2].split()).capitalize()
        if unit == "Giờ" and _CLOCK.match(text, told.end()):
            continue
        found.add((int(told[1]), UNITS[unit]))
    return found
