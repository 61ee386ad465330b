"""What the applicant gets: names and national codes of results."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedures.catalogue.national.reading import ABSENT, Doubt, Reading, doubt

MOST_RESULTS = 100
_MARK = "Mã:"
_CODE = re.compile(r"\s?(KQ\.[A-Z]\d{2}\.\d{6})")
_END = re.compile(r"Từ khóa|Chọn cơ quan thực hiện")


@dataclass(frozen=True, slots=True)
class Result:
    """One result with its national code."""

    code: str
    name: str


def read(text: str) -> Reading[Result]:
    """The results read for certain."""
    if text.strip() in ABSENT:
        return Reading()
    end = _END.search(text)
    listed = text[: end.start()] if end else text
    parts = listed.split(_MARK, maxsplit=MOST_RESULTS)
    if len(parts) == 1:
        told = listed.strip() not in ABSENT
        return Reading(doubts=(doubt("results.no_code", listed),) if told else ())
    values: list[Result] = []
    doubts: list[Doubt] = []
    name, sure = parts[0], True
    for at, part in enumerate(parts[1:]):
        found = _CODE.match(part)
        following = part[found.end() :] if found else ""
        if found is None or following[:1].isdigit():
            doubts.append(doubt("results.code", f"{name}{_MARK}{part[:60]}", at=at))
            name, sure = part, False
            continue
        cleaned = _named(name)
        if not sure:
            doubts.append(doubt("results.boundary", f"{name}{_MARK}{found[1]}", at=at))
        elif not cleaned:
            doubts.append(doubt("results.no_name", found[1], at=at))
        else:
            values.append(Result(found[1], cleaned))
        name, sure = following, True
    if sure and name.strip():
        doubts.append(doubt("results.no_code", name))
    return Reading(tuple(values), tuple(doubts))


def _named(text: str) -> str:
    return " ".join(text.split()).lstrip("-+*• ").rstrip(" .;,")
