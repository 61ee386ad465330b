"""The demo as its user starts and stops it: real processes, real signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from portal.processes import HOST, ROOT, free_port
from portal.walkthrough.place import scratch_database

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.journey
PATIENCE = 60


class Demo:
    """One place for demos, started as often as a test likes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.local",
            "PORTAL_VAR": str(folder),
            "DATABASE_URL": database,
            "PORT": str(self.port),
        }
        self.running: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "demo", "--cases", "2"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A terminal's Ctrl-C reaches the whole group; here it must do with the parent alone.
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def serve(self) -> subprocess.Popen[str]:
        process = self.start()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                requests.get(f"http://{HOST}:{self.port}/healthz", timeout=2)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return process
        process.kill()
        raise AssertionError(process.communicate())

    def dossiers(self) -> set[str]:
        counts = requests.get(f"http://{HOST}:{self.port}/metrics", timeout=5).text
        return {line for line in counts.splitlines() if line.startswith("portal_dossiers{")}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL", "")
        database = f"sqlite:///{tmp_path}/demo.sqlite3"
        if server.startswith("postgres"):
            database = stack.enter_context(scratch_database(server))
        place = Demo(tmp_path, database)
        yield place
        for process in place.running:
            if process.poll() is None:
                process.kill()
            process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_ends_all_and_loses_nothing(demo: Demo, number: signal.Signals) -> None:
    first = demo.serve()
    before = demo.dossiers()
    children = _children(first.pid)

    first.send_signal(number)
    said, complaints = first.communicate(timeout=PATIENCE)

    assert first.returncode == 0, complaints
    assert "citizen-an" in said
    assert f"http://{HOST}:{demo.port}" in said
    assert len(children) == 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    demo.serve()
    assert demo.dossiers() == before
    assert before


def test_one_process_that_dies_ends_the_other(demo: Demo) -> None:
    process = demo.serve()
    victim, survivor = _children(process.pid)

    os.kill(victim, signal.SIGKILL)
    _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert "đã dừng" in complaints
    assert not Path(f"/proc/{survivor}").exists()


def test_a_killed_parent_leaves_no_orphans(demo: Demo) -> None:
    process = demo.serve()
    children = _children(process.pid)

    process.kill()
    process.communicate()

    until = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < until, "the children outlive their parent"
        time.sleep(0.1)


def test_a_busy_port_is_said_in_one_line(demo: Demo) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, demo.port))
        taken.listen()
        process = demo.start()
        _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    lines: list[Any] = [line for line in complaints.splitlines() if not line.startswith("{")]
    assert len(lines) == 1
    assert f"Cổng {demo.port}" in lines[0]


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]
