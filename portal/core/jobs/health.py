"""What an operator wants to know of the jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Min

from portal.core import clock
from portal.core.jobs.models import JobRow, State

if TYPE_CHECKING:
    from typing import TypedDict

    class Backlog(TypedDict):
        """Counts by state and the age of the oldest due job in seconds."""

        ready: int
        running: int
        parked: int
        oldest_seconds: int


def backlog() -> Backlog:
    """Counts of unfinished jobs, and how long the oldest due one has waited."""
    counts = dict(
        JobRow.objects.exclude(state=State.DONE).values_list("state").annotate(number=Count("pk"))
    )
    moment = clock.now()
    oldest = JobRow.objects.filter(state=State.READY, run_at__lte=moment).aggregate(
        at=Min("run_at")
    )["at"]
    return {
        "ready": counts.get(State.READY, 0),
        "running": counts.get(State.RUNNING, 0),
        "parked": counts.get(State.PARKED, 0),
        "oldest_seconds": int((moment - oldest).total_seconds()) if oldest else 0,
    }
