"""Is everything there that the portal needs on this machine."""

from __future__ import annotations

import json
import platform
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import clock, pdf
from portal.core.jobs.health import backlog
from portal.core.jobs.heartbeat import seen_seconds
from procedures.catalogue import selectors
from procedures.catalogue.models import ProcedureVersion

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

OLDEST_PYTHON = (3, 11)


class Unwell(Exception):
    """What is wrong, in one sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: well or not, and what was seen."""

    name: str
    well: bool
    seen: str


class Command(BaseCommand):
    """Looks at all that the portal stands on; exit 1 when one is unwell."""

    help = "Kiểm tra Python, cơ sở dữ liệu, gói thủ tục, kho tệp, PDF, đồng hồ, tiến trình nền."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the machine-readable form."""
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        """Look at each and say it."""
        findings = [_look(name, check) for name, check in CHECKS.items()]
        if as_json:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2))
        else:
            for finding in findings:
                mark = self.style.SUCCESS("ok  ") if finding.well else self.style.ERROR("FAIL")
                self.stdout.write(f"{mark} {finding.name}: {finding.seen}")
        if not all(finding.well for finding in findings):
            sys.exit(1)


def _look(name: str, check: Callable[[], str]) -> Finding:
    """Run one check; whatever it raises is its finding."""
    try:
        return Finding(name, well=True, seen=check())
    except Exception as error:  # noqa: BLE001 - a doctor names every illness and goes on
        kind = "" if isinstance(error, Unwell) else f"{type(error).__name__}: "
        return Finding(name, well=False, seen=f"{kind}{error}".splitlines()[0])


def _python() -> str:
    if sys.version_info < OLDEST_PYTHON:
        raise Unwell(f"{platform.python_version()} is older than 3.11")
    return f"{platform.python_version()} at {sys.executable}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    plan = MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    if plan:
        raise Unwell(f"{len(plan)} migrations are not applied: run manage.py migrate")
    return f"{connection.vendor}, all migrations applied"


def _packages() -> str:
    unreadable = selectors.unreadable_versions()
    if unreadable:
        raise Unwell("; ".join(unreadable))
    return f"{ProcedureVersion.objects.count()} stored versions can be read"


def _storage() -> str:
    name = default_storage.save(f"doctor-{uuid4().hex}", ContentFile(b"doctor"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"doctor":
                raise Unwell("a file came back changed")
    finally:
        default_storage.delete(name)
    return f"{default_storage.__class__.__name__}: written, read, deleted"


def _pdf() -> str:
    started = time.perf_counter()
    made = pdf.render("<html lang='vi'><title>Thử</title><p>Thử tiếng Việt</p></html>", title="Thử")
    return f"{len(made)} bytes in {time.perf_counter() - started:.1f} s"


def _clock() -> str:
    moment = clock.now()
    shift = getattr(settings, "PORTAL_NOW", "")
    return f"{moment:%Y-%m-%d %H:%M:%S%z}" + (f" (PORTAL_NOW={shift})" if shift else "")


def _worker() -> str:
    seen, jobs = seen_seconds(), backlog()
    when = "not seen on this machine" if seen is None else f"seen {seen} s ago"
    return f"{when}; {jobs['ready']} jobs wait, {jobs['parked']} parked"


CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "database": _database,
    "packages": _packages,
    "storage": _storage,
    "PDF": _pdf,
    "clock": _clock,
    "worker": _worker,
}
