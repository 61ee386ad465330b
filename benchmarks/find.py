"""Finding people's dossiers within an agency: by whole names, without diacritics, by parts.

Each look-up runs through the portal's selector; recall is counted against reading every row.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

from benchmarks import city, database
from benchmarks.harness import Contest, Contestant
from benchmarks.queue import busiest_officer, size

SAMPLES = 120
OURS = "portal (queues.find)"
FLOOR = "every row of the agency read (icontains)"


def contest() -> Contest:
    """The selector against a scan, with p95 and recall over many kinds of query."""
    database.set_up()
    city.fill(size())
    from procedures.dossiers import queues
    from procedures.dossiers.models import Dossier

    officer = busiest_officer()
    agency = officer.staff.agency_id
    asked = _questions(agency)
    spent, recalled, wanted = [], 0, 0
    for text in asked:
        started = time.perf_counter()
        found = {dossier.pk for dossier in queues.find(officer, text)}
        spent.append((time.perf_counter() - started) * 1000)
        expected = _by_reading(agency, text)
        recalled += len(found & expected)
        wanted += len(expected)
    rows = Dossier.objects.filter(competent_agency=agency)
    contest_of = Contest(
        "look-ups",
        FLOOR,
        [
            Contestant(OURS, _each(asked, lambda text: list(queues.find(officer, text)))),
            Contestant(
                FLOOR,
                _each(asked, lambda text: list(rows.filter(owner_key__icontains=text)[:50])),
            ),
        ],
    )
    spent.sort()
    contest_of.notes["dossiers"] = f"{size():,}"
    contest_of.notes["median"] = f"{statistics.median(spent):.1f} ms"
    contest_of.notes["95th percentile"] = f"{spent[int(len(spent) * 0.95)]:.1f} ms"
    contest_of.notes["recall"] = f"{recalled / wanted:.3f} of {wanted} rows"
    if recalled != wanted:
        contest_of.disagreements.append(OURS)
    return contest_of


def _questions(agency: int) -> list[str]:
    """Whole names with and without diacritics, two words, and beginnings and middles of words."""
    from procedures.dossiers.models import Dossier

    draw = random.Random(7)  # noqa: S311 - the same questions each time
    keys = list(
        Dossier.objects.filter(competent_agency=agency)
        .order_by("pk")
        .values_list("owner_key", flat=True)[:2000]
    )
    asked = []
    for number in range(SAMPLES):
        words = draw.choice(keys).split()
        kinds = (
            " ".join(words),
            " ".join(words).upper(),
            f"{words[0]} {words[-1]}",
            f"{words[-2][:2]} {words[-1][:3]}",
            f"{words[0][1:]} {words[-1]}",
        )
        asked.append(kinds[number % len(kinds)])
    return asked


def _by_reading(agency: int, text: str) -> set[int]:
    """The newest rows that hold every part, found without any index of names."""
    from portal.core.text import fold
    from procedures.dossiers.models import Dossier

    parts = fold(text).split()
    rows = Dossier.objects.filter(competent_agency=agency, code__isnull=False).order_by(
        "-submitted_at", "-id"
    )
    found: list[int] = []
    for pk, key in rows.values_list("pk", "owner_key").iterator(chunk_size=20_000):
        if all(part in key for part in parts):
            found.append(pk)
            if len(found) == 50:
                break
    return set(found)


def _each(asked: list[str], look_up: Any) -> Any:
    position = iter(())

    def burst() -> int:
        nonlocal position
        text = next(position, None)
        if text is None:
            position = iter(asked)
            text = next(position)
        look_up(text)
        return 1

    return burst
