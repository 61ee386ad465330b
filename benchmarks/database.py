"""The database of the benchmarks: a PostgreSQL whose name ends in `bench`, migrated and filled.

A city of `BENCH_SIZE` dossiers lies in it. A larger one than usual gets a usual one beside it, in
a database of its own on the same server, so that one run compares both.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = "Set DATABASE_URL to a PostgreSQL database whose name ends in “bench”; it is filled."
USUAL = 100_000
_ENDING = "bench"

_opened: dict[int, Any] = {}


class NoDatabase(SystemExit):
    """There is nothing that may be filled."""


def set_up() -> None:
    """Start Django on the benchmark's database and bring its tables up to date."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres") or not url.rstrip("/").endswith(_ENDING):
        raise NoDatabase(NEEDED)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

    import django

    django.setup()
    _bring_up()


def sizes() -> list[int]:
    """How many dossiers each city has: `BENCH_SIZE`, then the usual number if that is less."""
    told = int(os.environ.get("BENCH_SIZE", str(USUAL)))
    return [told, USUAL] if told > USUAL else [told]


@contextmanager
def city_of(size: int) -> Iterator[None]:
    """Let everything in the block ask the city of this size, filled when it is first asked."""
    from django.db import connections

    from benchmarks import city

    before, is_new = connections["default"], size not in _opened
    if is_new:
        _opened[size] = before if size == sizes()[0] else _beside(before)
    connections["default"] = _opened[size]
    try:
        if is_new:
            _bring_up()
            city.fill(size)
        yield
    finally:
        connections["default"] = before


def say(text: str) -> None:
    """Tell progress beside the report."""
    print(text, file=sys.stderr, flush=True)


def _beside(first: Any) -> Any:
    """A connection to the second database, which is made if it is not there."""
    name = f"{first.settings_dict['NAME'].removesuffix(_ENDING)}small_{_ENDING}"
    with first.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
    return type(first)({**first.settings_dict, "NAME": name}, first.alias)


def _bring_up() -> None:
    from django.core.management import call_command

    from tests.factories.dossiers import the_portal

    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0)
    the_portal()
