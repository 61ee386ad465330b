"""The command line ends in one line and an exit code, whatever is wrong."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError

from portal.management import console
from portal.management.commands import explain_due

ROOT = Path(__file__).resolve().parents[3]


def ended(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command on a portal that has no tables yet."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORTAL_VAR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def silent_port() -> int:
    """Find a port that nobody answers at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    "command",
    [
        ("prove", "journal", "ledger", "kpi", "--json"),
        ("export_package", "1.009454"),
        ("worker",),
        ("worker", "--once"),
    ],
    ids=" ".join,
)
def test_missing_tables_are_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = ended(tmp_path, *command)
    (line,) = told.stderr.splitlines()
    assert "hãy chạy manage.py migrate" in line
    assert (told.returncode, told.stdout) == (1, "")


@pytest.mark.parametrize("command", [("prove", "journal"), ("worker", "--once")], ids=" ".join)
def test_database_that_is_away_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    away = f"postgres://portal@127.0.0.1:{silent_port()}/portal"
    told = ended(tmp_path, *command, DATABASE_URL=away)
    (line,) = told.stderr.splitlines()
    assert "Connection refused" in line
    assert told.returncode == 1


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("explain_due", "2026-11-20T10:00", "-3wd"), "DURATION"),
        (("prove", "nonsense"), "nonsense"),
        (("worker", "--once", "--drain"), "not allowed with"),
        (("worker", "--idle", "soon"), "--idle"),
        (("migrate", "--bogus"), "--bogus"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_call_is_one_line(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...], named: str
) -> None:
    with pytest.raises(SystemExit) as end:
        console.run(["manage.py", *command])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"manage.py {command[0]}: ")
    assert named in line
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (OperationalError("no such column: x.y"), "hãy chạy manage.py migrate: no such column"),
        (ProgrammingError('relation "x" does not exist\nLINE 1'), "migrate: relation"),
        (OperationalError('database "x" does not exist'), "không làm được việc này: database"),
        (OperationalError("database is locked"), "không làm được việc này: database is locked"),
        (FileNotFoundError(2, "No such file", "/x"), "Hệ điều hành từ chối: [Errno 2] No such"),
    ],
)
def test_fault_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, line: str
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise fault

    monkeypatch.setattr(explain_due.Command, "handle", fail)
    command = ["manage.py", "explain_due", "2026-11-20", "3wd"]
    with pytest.raises(SystemExit, match=re.escape(line)) as end:
        console.run(command)
    assert "\n" not in str(end.value)
    with pytest.raises(type(fault)):
        console.run([*command, "--traceback"])
