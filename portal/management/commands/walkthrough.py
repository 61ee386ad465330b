"""The main job, unattended: a portal of its own, eight dossiers, every PDF."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

import requests
from django.core.management.base import BaseCommand

from portal.processes import StartFailed
from portal.walkthrough.api_driver import ApiDriver
from portal.walkthrough.driver import JourneyFailed
from portal.walkthrough.html_driver import HtmlDriver
from portal.walkthrough.journey import Journey
from portal.walkthrough.place import fresh_portal, last_words, move_to

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from types import FrameType

    from portal.processes import Portal
    from portal.walkthrough.driver import Driver
    from portal.walkthrough.scenes import Step

DRIVERS: dict[str, type[HtmlDriver | ApiDriver]] = {"html": HtmlDriver, "api": ApiDriver}
# What a driver raises when the portal answers with something else than the story needs.
FAULTS = (JourneyFailed, LookupError, ValueError, requests.RequestException)


class Command(BaseCommand):
    """Exit 0 only if all happened as it should; nothing that it started outlives it."""

    help = "Chạy trọn hành trình qua HTTP thật: walkthrough [--out DIR] [--json] [--via html|api]"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the way in and what to keep."""
        parser.add_argument("--out", type=Path, default=None, help="Thư mục giữ các tệp PDF.")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--via", choices=sorted(DRIVERS), default="html")

    def handle(self, *args: Any, out: Path | None, as_json: bool, via: str, **options: Any) -> None:
        """Walk."""
        self.as_json = as_json
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            with ExitStack() as stack:
                folder = out or Path(stack.enter_context(TemporaryDirectory(prefix="walkthrough-")))
                folder.mkdir(parents=True, exist_ok=True)
                database = os.environ.get("DATABASE_URL", "")
                portal = stack.enter_context(fresh_portal(database_url=database))
                report = self._walk(portal, DRIVERS[via](portal.url), folder)
        except KeyboardInterrupt:
            self._end(130, "Đã dừng theo yêu cầu.")
        except (StartFailed, OSError) as failed:
            self._end(1, str(failed))
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        elif report["ok"]:
            count = len(report["steps"])
            self.stdout.write(
                self.style.SUCCESS(f"Xong: {count} bước, {len(report['files'])} tệp PDF.")
            )
        if not report["ok"]:
            sys.exit(1)

    def _walk(self, portal: Portal, driver: Driver, folder: Path) -> dict[str, Any]:
        """Take the journey and report it, also one that failed."""
        journey = Journey(driver, folder, self._tell)
        try:
            journey.run(partial(move_to, portal))
        except FAULTS as fault:
            self.stderr.write(last_words(portal))
            self.stderr.write(self.style.ERROR(f"✗ {journey.current}: {fault}"))
            return {"ok": False, "failed": journey.current, "error": str(fault), **journey.report()}
        return {"ok": True, **journey.report()}

    def _tell(self, step: Step) -> None:
        if not self.as_json:
            detail = f"  {step.detail}" if step.detail else ""
            mark = self.style.SUCCESS("✓")
            self.stdout.write(f"{mark} {step.seconds:6.2f} s  {step.name}{detail}")
            self.stdout.flush()

    def _end(self, code: int, sentence: str) -> NoReturn:
        self.stderr.write(self.style.ERROR(sentence))
        sys.exit(code)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """End by SIGTERM as by Ctrl-C: everything that was started is ended on the way out."""
    raise KeyboardInterrupt
