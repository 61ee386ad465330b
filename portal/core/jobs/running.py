"""Claiming and running jobs: safe against a killed worker and against two workers.

The try is counted when a run starts, so a batch that dies with its worker costs one try to the
job that ran, none to the others; what a dead worker held comes back when its lease ends.
"""

from __future__ import annotations

import traceback
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction
from django.db.models import Q

from portal.core import clock
from portal.core.jobs.models import JobRow, State
from portal.core.jobs.registry import JOBS

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

LEASE = timedelta(minutes=5)
log = structlog.get_logger(__name__)


def run_due(*, worker: str, limit: int = 20, oldest: bool = False) -> int:
    """Claim up to `limit` due jobs, by priority or the `oldest`, and run each; how many ran."""
    claimed = _claim(worker=worker, limit=limit, oldest=oldest)
    return sum(_run(pk, worker=worker) for pk in claimed)


def drain(*, worker: str = "drain", rounds: int = 100) -> int:
    """Run due jobs until none is left: for tests and seeds."""
    total = 0
    for _ in range(rounds):
        ran = run_due(worker=worker)
        if not ran:
            return total
        total += ran
    raise RuntimeError("jobs keep making jobs")


def run_again(keys: Collection[str]) -> int:
    """Give the parked jobs with these keys a new set of tries; returns how many."""
    return JobRow.objects.filter(key__in=keys, state=State.PARKED).update(
        state=State.READY, tries=0, run_at=clock.now()
    )


def _claim(*, worker: str, limit: int, oldest: bool = False) -> list[UUID]:
    """Lease due jobs, and those whose worker died, to this worker."""
    moment = clock.now()
    due = Q(state=State.READY, run_at__lte=moment) | Q(state=State.RUNNING, lease_until__lt=moment)
    if not JobRow.objects.filter(due).exists():
        return []
    with transaction.atomic():
        order = ("run_at", "id") if oldest else ("priority", "run_at", "id")
        rows = JobRow.objects.filter(due).order_by(*order)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        claimed = list(rows.values_list("pk", flat=True)[:limit])
        JobRow.objects.filter(pk__in=claimed).update(
            state=State.RUNNING, worker=worker, lease_until=moment + LEASE
        )
    return claimed


def _run(pk: UUID, *, worker: str) -> bool:
    """Run one claimed job, unless its lease went to another worker meanwhile."""
    moment = clock.now()
    mine = JobRow.objects.filter(pk=pk, worker=worker, state=State.RUNNING)
    row = mine.first()
    if row is None:
        return False
    started = mine.filter(tries=row.tries, lease_until=row.lease_until).update(
        tries=row.tries + 1, lease_until=moment + LEASE
    )
    if not started:
        return False
    # How the run ended counts for as long as it is this run that holds the job.
    held = mine.filter(tries=row.tries + 1)
    job = JOBS.get(row.name)
    if job is None:
        _fail(row, held, error=f"No handler is called {row.name}.")
        return True
    if row.tries > job.retries:
        _fail(row, held, error="Each try ended with its worker; nothing was left to say why.")
        return False
    try:
        job.run(**row.kwargs)
    except Exception as error:  # noqa: BLE001 - a failing job never stops the worker
        _fail(row, held, error=_where(error))
    else:
        held.update(state=State.DONE, finished_at=clock.now(), error="", lease_until=None)
    return True


def _where(error: Exception) -> str:
    """Tell the kind of an error and where it arose; its message may name people."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{kind}\n{''.join(traceback.format_tb(error.__traceback__)[-3:])}".strip()


def _fail(row: JobRow, held: QuerySet[JobRow], *, error: str) -> None:
    """Put a failed job back with its back-off, or park it where it can be seen."""
    tries = row.tries + 1
    job = JOBS.get(row.name)
    parked = job is None or tries > job.retries
    log.warning("job failed", job=row.name, key=row.key, tries=tries, parked=parked)
    held.update(
        state=State.PARKED if parked else State.READY,
        run_at=clock.now() + timedelta(seconds=job.delay(tries) if job else 0),
        lease_until=None,
        error=error[-4000:],
    )
