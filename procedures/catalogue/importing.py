"""Bringing the national catalogue in: row by row, in batches, as often as one likes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from portal.core import clock, journal
from procedures.catalogue import listing
from procedures.catalogue.entry_models import CatalogueEntry, CatalogueLine
from procedures.catalogue.national.reading import doubt
from procedures.catalogue.national.row import READER, EntryReading, code_of, read_row, row_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from datetime import datetime

    from portal.accounts.actors import Actor

_T = TypeVar("_T")
BATCH = 100
LONGEST_NAME, LONGEST_FIELD = 2000, 300
_WRITTEN = [
    "name",
    "field_name",
    "decision",
    "source_url",
    "search_text",
    "row_hash",
    "source_hash",
    "reader",
    "listed_twice",
    "other_procedure",
    "changed_at",
    "vanished_at",
    "states",
    "facts",
    "doubts",
    "previous",
]


@dataclass(slots=True)
class Summary:
    """What an import did, and how much of each fact was read."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    vanished: int = 0
    states: dict[str, Counter[str]] = field(default_factory=dict)
    values: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)

    def count(self, entry: CatalogueEntry) -> None:
        """Add one entry's reading."""
        for fact, state in entry.states.items():
            self.states.setdefault(fact, Counter())[state] += 1
        self.values.update(
            {name: len(told) for name, told in entry.facts.items() if isinstance(told, list)}
        )
        self.doubts.update(one["code"] for one in entry.doubts)


@dataclass(slots=True)
class _Run:
    """One import: what it is told, and what it counts."""

    source_hash: str
    actor: Actor
    twice: Container[str]
    dry_run: bool
    progress: Callable[[], None]
    summary: Summary = field(default_factory=Summary)
    seen: set[str] = field(default_factory=set)


def import_entries(
    rows: Iterable[Mapping[str, Any]],
    *,
    source_hash: str,
    actor: Actor,
    twice: Container[str] = frozenset(),
    whole: bool = True,
    dry_run: bool = False,
    progress: Callable[[], None] = lambda: None,
) -> Summary:
    """Bring the entries up to these rows; what did not change is left alone.

    `twice` are the codes that several different rows claim: the first of them is read. Entries
    that no row speaks of are marked, never deleted, and only when the rows are the `whole` file.
    """
    run = _Run(source_hash, actor, twice, dry_run, progress)
    for batch in _batches(rows):
        with transaction.atomic():
            _import_batch(_fresh(batch, run), run)
    if whole:
        _mark_vanished(run)
    done = run.summary
    if not dry_run and (done.new or done.changed or done.vanished):
        _record_run(run)
    return done


def _fresh(batch: list[Mapping[str, Any]], run: _Run) -> dict[str, Mapping[str, Any]]:
    """The rows of a batch by code, without those whose code came before."""
    fresh: dict[str, Mapping[str, Any]] = {}
    for values in batch:
        code = code_of(values)
        if code in run.seen:
            run.summary.repeated += 1
            run.progress()
        else:
            run.seen.add(code)
            fresh[code] = values
    return fresh


def _import_batch(rows: dict[str, Mapping[str, Any]], run: _Run) -> None:
    """Read and write the rows of one transaction."""
    now = clock.now()
    known = CatalogueEntry.objects.in_bulk(rows, field_name="code")
    new, changed = [], []
    for code, values in rows.items():
        entry = known.get(code)
        state = (row_hash(values), READER, code in run.twice)
        run.summary.rows += 1
        if entry and _state(entry) == state and entry.vanished_at is None:
            run.summary.unchanged += 1
        else:
            before = _substance(entry) if entry else None
            entry = entry or CatalogueEntry(code=code, imported_at=now)
            _fill(entry, read_row(values), state, run.source_hash, now)
            if before is None:
                new.append(entry)
            else:
                changed.append((entry, before))
        run.summary.count(entry)
        run.progress()
    run.summary.new += len(new)
    run.summary.changed += len(changed)
    if not run.dry_run:
        _write(new, changed, run.actor)


def _write(
    new: list[CatalogueEntry],
    changed: list[tuple[CatalogueEntry, dict[str, Any]]],
    actor: Actor,
) -> None:
    """Save entries, tell the journal what changed, bring the list up to date."""
    CatalogueEntry.objects.bulk_create(new)
    for entry, before in changed:
        differing = _differing(before, _substance(entry))
        if differing:
            entry.previous = before
        journal.record(
            f"entry:{entry.code}",
            "entry.changed",
            actor=actor.code,
            procedure=entry.code,
            data={"row": entry.row_hash, "reader": entry.reader, "facts": differing},
        )
    CatalogueEntry.objects.bulk_update([entry for entry, _ in changed], _WRITTEN)
    listing.put_entries([*new, *(entry for entry, _ in changed)])


def _fill(
    entry: CatalogueEntry,
    read: EntryReading,
    state: tuple[str, int, bool],
    source_hash: str,
    now: datetime,
) -> None:
    """Put a reading into an entry."""
    entry.row_hash, entry.reader, entry.listed_twice = state
    entry.source_hash, entry.changed_at, entry.vanished_at = source_hash, now, None
    entry.name, entry.field_name = read.name[:LONGEST_NAME], read.field[:LONGEST_FIELD]
    entry.decision, entry.source_url = read.decision, read.source_url
    entry.other_procedure = read.other_procedure
    # Through JSON, as the database gives it back: a tuple would differ from its own list.
    entry.facts, entry.states = json.loads(json.dumps(read.facts)), dict(read.states)
    doubts = list(read.doubts)
    if entry.listed_twice:
        doubts.insert(0, doubt("row.listed_twice", entry.code))
    entry.doubts = [one.as_dict() for one in doubts]
    entry.search_text = listing.entry_words(entry)


def _mark_vanished(run: _Run) -> None:
    """Mark the entries that the file no longer has."""
    present = CatalogueEntry.objects.filter(vanished_at__isnull=True)
    gone = sorted(set(present.values_list("code", flat=True)) - run.seen)
    run.summary.vanished = len(gone)
    if run.dry_run:
        return
    for codes in _batches(gone):
        with transaction.atomic():
            CatalogueEntry.objects.filter(code__in=codes).update(vanished_at=clock.now())
            national = CatalogueLine.objects.filter(source=CatalogueLine.Source.NATIONAL)
            national.filter(code__in=codes).delete()
            for code in codes:
                journal.record(
                    f"entry:{code}", "entry.vanished", actor=run.actor.code, procedure=code
                )


def _record_run(run: _Run) -> None:
    done = run.summary
    with transaction.atomic():
        journal.record(
            "catalogue:national",
            "catalogue.imported",
            actor=run.actor.code,
            data={
                "source": run.source_hash,
                "reader": READER,
                "rows": done.rows,
                "new": done.new,
                "changed": done.changed,
                "vanished": done.vanished,
            },
        )


def _state(entry: CatalogueEntry) -> tuple[str, int, bool]:
    return entry.row_hash, entry.reader, entry.listed_twice


def _substance(entry: CatalogueEntry) -> dict[str, Any]:
    """All that a row says, by fact."""
    named = {"name": entry.name, "field": entry.field_name, "decision": entry.decision}
    return {**entry.facts, **named}


def _differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The facts that differ, each by the hashes of what was and what is."""
    return {
        fact: {"before": _digest(before.get(fact)), "after": _digest(after.get(fact))}
        for fact in sorted({*before, *after})
        if before.get(fact) != after.get(fact)
    }


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch
