"""Declaring and enqueueing jobs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from portal.core import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from portal.core.jobs.models import JobRow

JOBS: dict[str, Job] = {}


class Priority(IntEnum):
    """Whose turn comes first among due jobs; a job that says nothing is a message."""

    MONEY = 1  # money, and whatever moves a dossier on: people stand at the counter for it
    MESSAGE = 2
    PAPER = 3  # PDFs: the slowest to make, and the first that may wait


@dataclass(frozen=True, slots=True)
class Wanted:
    """One run that somebody asks for, by the name of the job."""

    name: str
    key: str
    run_at: datetime | None
    kwargs: dict[str, Any]
    priority: Priority | None = None  # the job's own unless told


def enqueue_all(wanted: Sequence[Wanted]) -> None:
    """Ask for many runs at once, inside the caller's transaction, in one statement."""
    if rows := rows_of(wanted):
        type(rows[0]).objects.bulk_create(rows, ignore_conflicts=True)


def rows_of(wanted: Sequence[Wanted]) -> list[JobRow]:
    """The rows that ask for these runs; one whose key was ever used is passed over when written."""
    from portal.core.jobs.models import JobRow

    moment = clock.now()
    return [
        JobRow(
            name=want.name,
            key=f"{want.name}/{want.key}",
            kwargs=want.kwargs,
            priority=want.priority or JOBS[want.name].priority,
            run_at=want.run_at or moment,
            created_at=moment,
        )
        for want in wanted
    ]


@dataclass(frozen=True, slots=True)
class Job:
    """A named handler with its retry policy; `enqueue` asks for one run of it."""

    name: str
    run: Callable[..., None]
    retries: int
    backoff: int
    priority: Priority = Priority.MESSAGE

    def enqueue(self, *, key: str, run_at: datetime | None = None, **kwargs: Any) -> None:
        """Ask for a run with JSON-able `kwargs` inside the caller's transaction.

        A key that was ever used for this job makes no second one.
        """
        enqueue_all([Wanted(self.name, key, run_at, kwargs, self.priority)])

    def __call__(self, **kwargs: Any) -> None:
        """Run the handler here and now: for tests."""
        self.run(**kwargs)

    def delay(self, tries: int) -> int:
        """Seconds until the next try: the back-off doubles, up to six hours."""
        return int(min(self.backoff * 2 ** max(tries - 1, 0), 6 * 3600))


def job(
    name: str, *, retries: int = 5, backoff: int = 5, priority: Priority = Priority.MESSAGE
) -> Callable[[Callable[..., None]], Job]:
    """Declare the function below as the job `name`, tried `retries` times after the first."""

    def register(run: Callable[..., None]) -> Job:
        if name in JOBS:
            raise ValueError(f"two jobs are called {name}")
        JOBS[name] = Job(name, run, retries, backoff, priority)
        return JOBS[name]

    return register
