"""The sheet of an entry of the national catalogue, in words; what is doubtful is counted only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontend.public import words
from frontend.words import CHANNELS
from portal.core.money import format_vnd
from procedures.catalogue.national.row import CERTAIN, FACTS

if TYPE_CHECKING:
    from procedures.catalogue.models import CatalogueEntry


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sheet: its lines, and how much of the row could not be read for certain."""

    lines: tuple[str, ...]
    doubtful: int


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers under one heading of the catalogue."""

    heading: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """What the sheet of an entry shows."""

    entry: CatalogueEntry
    decision: str
    parts: dict[str, Part]
    papers: tuple[PaperGroup, ...]
    steps: tuple[str, ...]
    conditions: tuple[str, ...]


def entry_sheet(entry: CatalogueEntry) -> EntrySheet:
    """The sheet of an entry."""
    facts = entry.facts
    doubtful = Counter(one["place"].partition("[")[0].partition(".")[0] for one in entry.doubts)
    told = {
        "audiences": list(facts.get("audiences", ())),
        "agencies": _agencies(facts),
        "channels": [CHANNELS[word] for word in facts.get("channels", ())],
        "times": _per_channel(facts.get("times", ()), _time),
        "fees": _per_channel(facts.get("fees", ()), _fee),
        "legal_basis": [_law(one) for one in facts.get("legal_basis", ())],
        "results": [one["name"] for one in facts.get("results", ())],
    }
    return EntrySheet(
        entry=entry,
        decision=entry.decision if entry.states.get("identity") == CERTAIN else "",
        parts={
            name: Part(tuple(told.get(name, ())), doubtful[name])
            for name in FACTS
            if name != "identity"
        },
        papers=_papers(facts),
        steps=_lines(facts.get("steps", "")),
        conditions=_lines(facts.get("conditions", "")),
    )


def _agencies(facts: dict[str, Any]) -> list[str]:
    """Levels, then names."""
    told = []
    for one in facts.get("agencies", ()):
        told += [words.AGENCY_LEVELS[level] for level in one["levels"]]
        told += dict.fromkeys([*one["performing"], *one["competent"]])
    return told


def _per_channel(values: Any, say: Any) -> list[str]:
    """One sentence for all ways to file where they agree, else one for each."""
    by_sentence: dict[str, list[str]] = {}
    for one in values:
        by_sentence.setdefault(say(one), []).append(CHANNELS[one["channel"]])
    return [f"{', '.join(channels)}: {said}" for said, channels in by_sentence.items()]


def _time(one: dict[str, Any]) -> str:
    return f"{one['number']:02d} {words.TIME_UNITS[one['unit']]}"


def _fee(one: dict[str, Any]) -> str:
    if one["amount"] == 0:
        return "miễn phí"
    price = format_vnd(one["amount"]) if one["currency"] == "VND" else f"{one['amount']} USD"
    per = f"/{one['per']}" if one["per"] else ""
    kind = f" ({words.FEE_KINDS[one['kind']].lower()})" if one["kind"] else ""
    return price + per + kind


def _law(one: dict[str, Any]) -> str:
    name, number = str(one["name"]), str(one["number"])
    return f"{name} ({number})" if name and number not in name else name or number


def _papers(facts: dict[str, Any]) -> tuple[PaperGroup, ...]:
    groups: dict[str, list[str]] = {}
    for one in facts.get("papers", ()):
        counts = ((one["originals"], "original"), (one["copies"], "copy"))
        kinds = [f"{count:02d} {words.PAPER_FORMS[form]}" for count, form in counts if count]
        groups.setdefault(one["group"], []).append(f"{one['name']} ({', '.join(kinds)})")
    return tuple(PaperGroup(heading, tuple(told)) for heading, told in groups.items())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
