"""The worker goes round, waits for its database, and ends when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from portal.core import clock, journal
from portal.core.jobs import Job, Priority, job, registry, running
from portal.core.jobs.heartbeat import seen_seconds
from portal.core.jobs.models import JobRow, State
from portal.core.journal import readers, sequencer
from portal.management.commands import worker as command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

ROOT = Path(__file__).resolve().parents[3]
CALLS: list[int] = []


@pytest.fixture
def errand() -> Iterator[Job]:
    CALLS.clear()
    yield job("test.errand")(lambda *, number: CALLS.append(number))
    del registry.JOBS["test.errand"]


@pytest.mark.django_db
def test_drain_places_tells_and_runs(errand: Job) -> None:
    journal.reader("test.worker", "test.*")(
        lambda event: errand.enqueue(key=str(event.pk), number=event.data["number"])
    )
    try:
        for number in range(3):
            with transaction.atomic():
                journal.record("test:1", "test.done", actor="system:test", data={"number": number})
        call_command("worker", "--drain")
    finally:
        del readers.READERS["test.worker"]
    assert sorted(CALLS) == [0, 1, 2]
    assert sequencer.lag() == 0
    assert not JobRow.objects.exclude(state=State.DONE).exists()


@pytest.mark.django_db
def test_once_is_one_round(errand: Job) -> None:
    for number in range(3):
        errand.enqueue(key=str(number), number=number)
    call_command("worker", "--once")
    assert len(CALLS) == 1


@pytest.mark.django_db
def test_paper_is_not_kept_waiting_for_ever_by_money(errand: Job) -> None:
    early = clock.now() - timedelta(hours=1)
    Job(errand.name, errand.run, 0, 0, Priority.PAPER).enqueue(key="paper", number=0, run_at=early)
    money = Job(errand.name, errand.run, 0, 0, Priority.MONEY)
    for number in range(1, 2 * command.OLDEST_EVERY):
        money.enqueue(key=str(number), number=number)
    call_command("worker", "--drain")
    assert CALLS.index(0) == command.OLDEST_EVERY - 1


@pytest.mark.django_db
def test_round_leaves_a_sign_of_life(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    assert seen_seconds() is None
    call_command("worker", "--once")
    assert seen_seconds() == 0


@pytest.mark.django_db(transaction=True)  # the worker closes its connection meanwhile
def test_database_that_comes_back_is_waited_for(
    errand: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    errand.enqueue(key="1", number=1)
    left, run_due = [2], running.run_due

    def away_twice(*, worker: str, limit: int, oldest: bool) -> int:
        left[0] -= 1
        if left[0] >= 0:
            raise OperationalError("the database is starting up")
        return run_due(worker=worker, limit=limit, oldest=oldest)

    monkeypatch.setattr(running, "run_due", away_twice)
    monkeypatch.setattr(command, "DATABASE_PAUSE_SECONDS", 0)
    call_command("worker", "--drain")
    assert CALLS == [1]


@pytest.mark.django_db
def test_parked_job_is_given_back_by_its_key(errand: Job) -> None:
    for number in (1, 2):
        errand.enqueue(key=str(number), number=number)
    JobRow.objects.update(state=State.PARKED, tries=6)
    call_command("worker", "--again", "test.errand/2")
    assert CALLS == []
    call_command("worker", "--drain")
    assert CALLS == [2]
    with pytest.raises(CommandError, match="1 khóa"):
        call_command("worker", "--again", "test.errand/1", "test.errand/2")


def test_two_ends_at_once_are_refused() -> None:
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("worker", "--once", "--drain")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["term", "int"])
def test_signal_ends_the_worker_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
    }
    run = [sys.executable, "manage.py"]
    subprocess.run([*run, "migrate", "-v0"], cwd=ROOT, env=environment, check=True, timeout=120)
    with subprocess.Popen(
        [*run, "worker"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as worker:
        while not (tmp_path / "worker-seen").exists():
            assert worker.poll() is None, worker.communicate()[1]
            time.sleep(0.05)
        worker.send_signal(number)
        _, said = worker.communicate(timeout=60)
    assert worker.returncode == 0, said
    assert "Traceback" not in said
