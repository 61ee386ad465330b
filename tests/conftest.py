"""What every test may ask for, and what is done for each run without asking."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis_settings

from portal.accounts import memory
from portal.core import calendars, clock, rows, worktime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

hypothesis_settings.register_profile("dev", max_examples=25, deadline=None)
hypothesis_settings.register_profile(
    "ci", max_examples=200, deadline=None, derandomize=True, print_blob=True
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_unconfigure() -> None:
    """Remove the files of the run."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what only PostgreSQL can do; bin/test runs it there."""
    mark = item.get_closest_marker("postgresql")
    if mark and not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        why = mark.kwargs.get("reason") or "needs row locks or SQL that only PostgreSQL has"
        pytest.skip(f"{why} (set DATABASE_URL; bin/test does)")


@pytest.fixture
def clock_at() -> Iterator[Callable[[str], datetime]]:
    """`clock_at("2026-11-23T09:00")` pins the clock until the test's end; may be called again."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(clock.at(clock.parse(moment)))


@pytest.fixture(autouse=True)
def _calendar_as_shipped() -> Iterator[None]:
    """Let each test begin as a process that has just read the calendar of a new portal."""
    calendars.forget()
    calendars.remember(worktime.load_calendar())
    yield
    calendars.forget()


@pytest.fixture(autouse=True)
def _agencies_unread() -> None:
    """Let each test begin as a process that has read no agency."""
    memory.forget()


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], AbstractContextManager[None]]:
    """`with round_trips(5):` counts statements; what is written together counts as one.

    That is what PostgreSQL does. SQLite takes one statement at a time, and has no way to go.
    """
    together = rows.send
    more: list[int] = []

    def send(statements: Sequence[rows.Statement]) -> None:
        more.append(0 if connection.vendor == "postgresql" else len(statements) - 1)
        together(statements)

    @contextmanager
    def count(expected: int) -> Iterator[None]:
        more.clear()
        with CaptureQueriesContext(connection) as taken:
            yield
        assert len(taken) - sum(more) == expected, [query["sql"] for query in taken]

    monkeypatch.setattr(rows, "send", send)
    return count


@pytest.fixture(scope="session", autouse=True)
def _flush_spares_what_migrations_made() -> Iterator[None]:
    """Let a test that commits be cleaned up after.

    Append-only tables refuse the DELETE of SQLite's flush, so their triggers step aside for it;
    and the sequence's row, made by a migration, is put back.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def gentle_flush(operations: Any, statements: Any) -> None:
        with _triggers_aside(operations.connection):
            flush(operations, statements)
        apps.get_model("journal", "Sequence").objects.get_or_create(pk=1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", gentle_flush)
        yield


@contextmanager
def _triggers_aside(connection: Any) -> Iterator[None]:
    """Drop SQLite's triggers and make them again; PostgreSQL's TRUNCATE passes by row triggers."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, statement in triggers:
                cursor.execute(statement)
