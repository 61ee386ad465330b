"""Probes: alive, ready, measured."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connections, transaction
from django.test import Client

from portal.core import clock, journal
from portal.core.jobs import heartbeat
from portal.core.jobs.models import JobRow, State

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

START = clock.parse("2026-11-23T09:00")


def add_job(state: State, *, key: str = "1") -> None:
    JobRow.objects.create(name="test.errand", key=key, run_at=START, created_at=START, state=state)


def add_event() -> None:
    with transaction.atomic():
        journal.record("dossier:1", "dossier.accepted", actor="staff:1")


@pytest.fixture(autouse=True)
def _own_folder(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_ready_shows_jobs_and_journal(client: Client) -> None:
    add_job(State.READY)
    add_job(State.PARKED, key="2")
    heartbeat.Heartbeat().beat()
    with clock.at(START + timedelta(seconds=20)):
        add_event()
    with clock.at(START + timedelta(seconds=60)):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "storage": True,
        "jobs": {"ready": 1, "running": 0, "parked": 1, "oldest_seconds": 60},
        "sequencer_lag": 1,
        "oldest_event_seconds": 40,
        "parked": 1,
        "worker_seen_seconds": 0,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "status"), [(120, 200), (121, 503)])
def test_jobs_that_stand_still_are_not_ready(client: Client, seconds: int, status: int) -> None:
    add_job(State.READY)
    with clock.at(START + timedelta(seconds=seconds)):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (status, status == 200)


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "status"), [(120, 200), (121, 503)])
def test_events_that_no_worker_places_are_not_ready(
    client: Client, seconds: int, status: int
) -> None:
    with clock.at(START):
        add_event()
    with clock.at(START + timedelta(seconds=60)):
        add_event()
    with clock.at(START + timedelta(seconds=seconds)):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (status, status == 200)


@pytest.mark.django_db
def test_database_that_is_away_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connections["default"], "cursor", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert "jobs" not in answer.json()


@pytest.mark.django_db
def test_storage_that_is_away_is_not_ready(
    client: Client, settings: SettingsWrapper, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file stands where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "taken"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["storage"]) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("answers", "status"), [(True, 200), (False, 503)])
def test_remote_storage_is_asked(
    client: Client, monkeypatch: pytest.MonkeyPatch, *, answers: bool, status: int
) -> None:
    def remote(name: str) -> str:
        raise NotImplementedError

    def exists(name: str) -> bool:
        if not answers:
            raise ConnectionError("no route to the store")
        return False

    monkeypatch.setattr(default_storage, "path", remote)
    monkeypatch.setattr(default_storage, "exists", exists)
    assert client.get("/readyz").status_code == status


@pytest.mark.django_db
def test_worker_never_seen_is_said(client: Client) -> None:
    assert client.get("/readyz").json()["worker_seen_seconds"] is None


@pytest.mark.django_db
def test_metrics_show_the_gauges(client: Client) -> None:
    add_job(State.READY)
    with clock.at(START + timedelta(seconds=7)):
        text = client.get("/metrics").content.decode()
    for line in (
        'portal_jobs{state="ready"} 1.0',
        "portal_oldest_job_seconds 7.0",
        "portal_sequencer_lag 0.0",
        "# HELP portal_dossiers",
    ):
        assert line in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "enabled", "status"),
    [
        ("127.0.0.1", {}, False, 200),
        ("::1", {}, False, 200),
        ("10.0.0.7", {}, False, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, False, 404),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, False, 404),
        ("10.0.0.7", {}, True, 200),
    ],
)
def test_metrics_are_not_public(
    settings: SettingsWrapper, address: str, headers: dict[str, str], enabled: bool, status: int
) -> None:
    settings.METRICS_ENABLED = enabled
    client = Client(REMOTE_ADDR=address)
    assert client.get("/metrics", headers=headers).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probe_takes_no_post_and_is_never_cached(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert "no-store" in client.get(path)["Cache-Control"]
