"""The office hours of a week between their three forms: values, the stored list, typed words."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING

from portal.core.worktime import OFFICE_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.core.worktime import Spans

Stored = list[list[list[str]]]
_SPAN = re.compile(r"([0-9]{1,2})[:h]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[:h]([0-9]{2})")


def shipped() -> Stored:
    """The week of the calendar that ships with the portal."""
    return [stored(spans) for spans in OFFICE_WEEK]


def stored(spans: Spans) -> list[list[str]]:
    """One day's hours as they are stored."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in spans]


def values(hours: Stored) -> tuple[Spans, ...]:
    """A stored week as values."""
    return tuple(
        tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)
        for day in hours
    )


def words(spans: Spans) -> str:
    """One day's hours in words."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans) or "nghỉ"


def parse(text: str) -> Spans:
    """Read 07:30-11:30, 13:30-17:30; nothing or "nghỉ" is a day of rest; else `ValueError`."""
    if text.strip().lower() in {"", "nghỉ"}:
        return ()
    spans = tuple(_span(piece.strip()) for piece in re.split("[,;]", text))
    if not _in_order(spans):
        raise ValueError("office hours run on within a day, one after the other")
    return spans


def _span(piece: str) -> tuple[time, time]:
    match = _SPAN.fullmatch(piece)
    if match is None:
        raise ValueError(f"{piece!r} is no span of office hours")
    opens_h, opens_m, closes_h, closes_m = (int(number) for number in match.groups())
    return time(opens_h, opens_m), time(closes_h, closes_m)


def _in_order(spans: Sequence[tuple[time, time]]) -> bool:
    moments = [moment for span in spans for moment in span]
    return all(earlier < later for earlier, later in pairwise(moments))
