"""Is the portal alive, is it ready, how is it: for probes and for Prometheus."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from portal.core.jobs.health import backlog
from portal.core.jobs.heartbeat import seen_seconds
from portal.core.journal import sequencer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

LONGEST_WAIT_SECONDS = 120
_LOOPBACK = {"127.0.0.1", "::1"}
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
log = structlog.get_logger(__name__)


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process answers; asks nothing of anybody else."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database and storage work and jobs move, else 503; the body says which."""
    state: dict[str, Any] = {"database": _database_answers(), "storage": _storage_answers()}
    ready = state["database"] and state["storage"]
    if state["database"]:
        jobs = backlog()
        # The worker makes jobs of events, so without one only the events pile up.
        unplaced = sequencer.oldest_seconds()
        state |= {"jobs": jobs, "parked": jobs["parked"]}
        state |= {"sequencer_lag": sequencer.lag(), "oldest_event_seconds": unplaced}
        ready = ready and max(jobs["oldest_seconds"], unplaced) <= LONGEST_WAIT_SECONDS
    state["worker_seen_seconds"] = seen_seconds()
    return JsonResponse({"ready": ready, **state}, status=200 if ready else 503)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the gauges to Prometheus: where it is switched on, and to the machine itself."""
    if not (getattr(settings, "METRICS_ENABLED", False) or _from_this_machine(request)):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Gauges())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Gauges:
    """What is read from the rows at each scrape: equal in every process, nothing to add up."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the portal's gauges."""
        jobs = backlog()
        by_state = GaugeMetricFamily("portal_jobs", "Unfinished jobs by state", labels=["state"])
        by_state.add_metric(["ready"], jobs["ready"])
        by_state.add_metric(["running"], jobs["running"])
        by_state.add_metric(["parked"], jobs["parked"])
        yield by_state
        yield GaugeMetricFamily(
            "portal_oldest_job_seconds", "Wait of the oldest due job", jobs["oldest_seconds"]
        )
        yield GaugeMetricFamily(
            "portal_sequencer_lag", "Events without a position", sequencer.lag()
        )
        seen = seen_seconds()
        if seen is not None:
            yield GaugeMetricFamily("portal_worker_seen_seconds", "Since the worker's sign", seen)
        by_stage = GaugeMetricFamily("portal_dossiers", "Dossiers by stage", labels=["stage"])
        counts = apps.get_model("dossiers", "Dossier").objects.values_list("stage")
        for stage, number in counts.annotate(number=Count("pk")).order_by("stage"):
            by_stage.add_metric([str(stage)], number)
        yield by_stage


def _database_answers() -> bool:
    """Whether a trivial query comes back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError as error:
        log.warning("the database does not answer", error=type(error).__name__)
        return False


def _storage_answers() -> bool:
    """Whether the store of files answers and, when it is a folder, can be written to."""
    try:
        folder = _folder()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            return os.access(folder, os.W_OK | os.X_OK)
        default_storage.exists("readyz")
    except Exception as error:  # noqa: BLE001 - each storage has errors of its own; all mean "no"
        log.warning("the storage does not answer", error=type(error).__name__)
        return False
    return True


def _folder() -> Path | None:
    """Find the folder behind the storage; `None` when it is a remote one."""
    try:
        return Path(default_storage.path(""))
    except NotImplementedError:
        return None


def _from_this_machine(request: HttpRequest) -> bool:
    """Whether the caller is this machine itself, not a proxy on it that speaks for others."""
    if any(request.headers.get(name) for name in _FORWARDED):
        return False
    return request.META.get("REMOTE_ADDR") in _LOOPBACK


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
