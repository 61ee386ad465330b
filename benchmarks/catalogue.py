"""Searching the public list over the national catalogue's rows, on SQLite, against reading it all.

The rows are those of the file that NATIONAL_CATALOGUE names, else made-up ones.
"""

from __future__ import annotations

import atexit
import os
import random
import shutil
import statistics
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.harness import Contest, Contestant

SAMPLES = 200
MADE_UP = 2000
ON_A_PAGE = 20
OURS = "portal (selectors.lines)"
FLOOR = "every line read and compared in Python"


def contest() -> Contest:
    """The selector against a scan: one page and the count of all that was found."""
    folder = tempfile.mkdtemp(prefix="catalogue-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _set_up(Path(folder))
    from procedures.catalogue.models import CatalogueLine

    asked = _questions()
    wall, processor = [], []
    for question in asked:
        started, used = time.perf_counter(), time.process_time()
        _ours(question)
        wall.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - used) * 1000)
    disagreeing = any(_ours(question)[0] != _scan(question)[0] for question in asked)
    found = Contest(
        "searches",
        FLOOR,
        [Contestant(OURS, _burst(asked, _ours)), Contestant(FLOOR, _burst(asked[:20], _scan))],
    )
    found.disagreements += [OURS] if disagreeing else []
    found.notes["lines"] = f"{CatalogueLine.objects.count():,}"
    for name, spent in (("wall clock", wall), ("processor time", processor)):
        spent.sort()
        median, late = statistics.median(spent), spent[int(len(spent) * 0.95)]
        found.notes[name] = f"median {median:.1f} ms, 95th percentile {late:.1f} ms"
    return found


def _set_up(folder: Path) -> None:
    """A new SQLite file with the shipped procedures and the rows."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'catalogue.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

    import django
    from django.core.management import call_command

    django.setup()
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0)
    from portal.accounts.actors import system
    from procedures.catalogue.actions import load_shipped
    from procedures.catalogue.importing import import_entries

    load_shipped(actor=system("benchmark"))
    import_entries(_rows(), source_hash="0" * 64, actor=system("benchmark"))


def _rows() -> Any:
    """The rows of the national catalogue."""
    from procedures.catalogue.national import source
    from tests.factories.national import row

    path = os.environ.get("NATIONAL_CATALOGUE", "")
    if path:
        return source.rows(Path(path))
    return [
        row(f"9.{number:06}", ten_thu_tuc=f"Cấp giấy phép thử số {number} của cơ sở {number % 97}")
        for number in range(MADE_UP)
    ]


def _questions() -> list[dict[str, str]]:
    """Words of names without diacritics, codes, beginnings of words, with and without filters."""
    from portal.core.text import fold
    from procedures.catalogue.models import CatalogueLine

    draw = random.Random(7)  # noqa: S311 - the same questions each time
    lines = list(CatalogueLine.objects.order_by("place"))
    asked: list[dict[str, str]] = []
    for number in range(SAMPLES):
        line = draw.choice(lines)
        words = fold(line.name).split()
        kinds = (
            {"text": " ".join(draw.sample(words, min(3, len(words))))},
            {"text": line.code},
            {"text": words[0][:3], "agency_level": "commune"},
            {"text": "", "field": line.field_code},
            {"text": "cap giay phep", "audience": "citizen"},
        )
        asked.append(kinds[number % len(kinds)])
    return asked


def _ours(question: dict[str, str]) -> tuple[int, list[str]]:
    from procedures.catalogue import selectors

    found = selectors.lines(**question)
    return found.count(), [line.code for line in found[:ON_A_PAGE]]


def _scan(question: dict[str, str]) -> tuple[int, list[str]]:
    from portal.core.text import fold
    from procedures.catalogue.models import CatalogueLine

    words = fold(question["text"]).split()
    found = [
        line.code
        for line in CatalogueLine.objects.all()
        if all(word in line.search_text for word in words)
        and question.get("field", line.field_code) == line.field_code
        and ("audience" not in question or question["audience"] in line.audiences)
        and ("agency_level" not in question or question["agency_level"] in line.agency_levels)
    ]
    return len(found), found[:ON_A_PAGE]


def _burst(asked: list[dict[str, str]], look_up: Any) -> Any:
    def burst() -> int:
        for question in asked:
            look_up(question)
        return len(asked)

    return burst
