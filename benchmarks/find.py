"""Finding people's dossiers within an agency: by whole names, without diacritics, by parts.

The agency is the largest one. Each look-up runs through the portal's selector; recall is counted
against reading every row. With a `BENCH_SIZE` beyond 100,000 a city of 100,000 is asked in turn.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import database, names
from benchmarks.harness import Burst, Contest, Contestant
from benchmarks.queue import busiest_officer, within

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = 300
TURNS = 3
OURS = "portal (queues.find)"
MOST = 50
FLOOR = "every row of the agency read (icontains)"


@dataclass(slots=True)
class Asked:
    """What was asked in one city, what was right, and how long each answer took."""

    size: int
    officer: Any
    questions: list[str]
    spent: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    recalled: int = 0
    wanted: int = 0
    foreign: int = 0

    def say(self, contest: Contest) -> None:
        """Note what came out."""
        of = f", {self.size:,}"
        for what, times in (("time", self.spent), ("processor time", self.worked)):
            ordered = sorted(times)
            fast, late, last = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.9999))
            contest.notes[what + of] = (
                f"median {fast:.1f} ms, 95th percentile {late:.1f} ms, slowest {last:.1f} ms"
            )
        contest.notes["recall" + of] = f"{self.recalled / self.wanted:.3f} of {self.wanted} rows"
        if self.foreign or self.recalled != self.wanted:
            contest.disagreements.append(f"{OURS}{of}")


def contest() -> Contest:
    """The selector against a scan, with p95 and recall over many kinds of query."""
    database.set_up()
    asked = []
    for size in database.sizes():
        with database.city_of(size):
            asked.append(_ask(size))
    _time(asked)
    first = asked[0]
    agency, questions = first.officer.staff.agency_id, first.questions
    found = Contest("look-ups", FLOOR, [])
    for name, look_up in ((OURS, _ours(first.officer)), (FLOOR, _floor(agency))):
        burst = within(first.size, _each(questions, look_up))
        found.contestants.append(Contestant(name, burst))
    for one in asked:
        one.say(found)
    return found


def _ask(size: int) -> Asked:
    """Ask everything once and compare with what reading all names finds."""
    from procedures.dossiers import queues
    from procedures.dossiers.models import Dossier

    officer = busiest_officer()
    rows = Dossier.objects.filter(competent_agency=officer.staff.agency_id, code__isnull=False)
    newest_first = rows.order_by("-submitted_at", "-id").values_list("pk", "owner_key")
    keys = list(newest_first.iterator(chunk_size=20_000))
    asked = Asked(size, officer, _questions([key for _, key in keys]))
    for text in asked.questions:
        found = {dossier.pk for dossier in queues.find(officer, text)}
        expected = _by_reading(keys, text)
        asked.recalled += len(found & expected)
        asked.wanted += len(expected)
        asked.foreign += len(found - expected)
    return asked


def _time(asked: list[Asked]) -> None:
    """Let the cities answer in turn, so that a busy moment hits both."""
    from procedures.dossiers import queues

    for number in range(SAMPLES * TURNS):
        for one in asked:
            with database.city_of(one.size):
                started, worked = time.perf_counter(), _worked()
                queues.find(one.officer, one.questions[number % SAMPLES])
                one.spent.append((time.perf_counter() - started) * 1000)
                one.worked.append(_worked() - worked)


def _worked() -> float:
    """The processor time in ms of this process and of its server's, if that runs here.

    On a machine with other work it is what the look-up itself costs.
    """
    from django.db import connection

    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    ours = time.process_time() * 1000
    return ours + (int(server.read_text().split()[0]) / 1e6 if server.exists() else 0)


def _questions(keys: list[str]) -> list[str]:
    """Names as a clerk types them, of people who have a dossier there.

    Whole ones with and without diacritics, family and given name, the last two words, and
    beginnings and middles of words.
    """
    draw = random.Random(7)  # noqa: S311 - the same questions each time
    marked, asked = names.words(), []
    for number in range(SAMPLES):
        words = draw.choice(keys).split()
        kinds = (
            " ".join(words),
            " ".join(marked[word] for word in words),
            " ".join(marked[word] for word in words).upper(),
            f"{words[0]} {words[-1]}",
            f"{marked[words[-2]]} {marked[words[-1]]}",
            f"{words[-2][:2]} {words[-1][:3]}",
            f"{words[0][1:]} {words[-1]}",
        )
        asked.append(kinds[number % len(kinds)])
    return asked


def _by_reading(keys: list[tuple[int, str]], text: str) -> set[int]:
    """The newest rows that hold every part, found without any index."""
    from portal.core.text import fold

    parts, found = fold(text).split(), set()
    for pk, key in keys:
        if all(part in key for part in parts):
            found.add(pk)
            if len(found) == MOST:
                break
    return found


def _ours(officer: Any) -> Any:
    from procedures.dossiers import queues

    return lambda text: queues.find(officer, text)


def _floor(agency: int) -> Any:
    from procedures.dossiers.models import Dossier

    rows = Dossier.objects.filter(competent_agency=agency)
    return lambda text: list(rows.filter(owner_key__icontains=text)[:MOST])


def _each(asked: list[str], look_up: Callable[[str], object]) -> Burst:
    position = cycle(asked)

    def burst() -> int:
        look_up(next(position))
        return 1

    return burst
