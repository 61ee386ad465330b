"""Publish procedure packages: verified, frozen as the newest version, written in the journal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from portal.accounts.actors import system
from portal.core.errors import InvalidInput
from portal.management import packages
from procedures.catalogue.actions import publish
from procedures.catalogue.models import ProcedureVersion

if TYPE_CHECKING:
    from argparse import ArgumentParser

PUBLISHED, REFUSED, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    """One line per package; exit 0 when all are in the catalogue, 1 refused, 2 unreadable."""

    help = "Công bố gói thủ tục: publish_package PATH… [--json]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the packages."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, paths: list[Path], as_json: bool, **options: Any) -> None:
        """Publish each package by itself; one that is refused does not stop the others."""
        verdicts = [_publish(path) for path in paths]
        if as_json:
            self.stdout.write(json.dumps(verdicts, ensure_ascii=False, indent=2))
        else:
            for verdict in verdicts:
                self._say(verdict)
        worst = max(verdict["exit"] for verdict in verdicts)
        if worst:
            sys.exit(worst)

    def _say(self, verdict: dict[str, Any]) -> None:
        path = verdict["path"]
        if verdict["exit"] == PUBLISHED:
            done = "đã công bố" if verdict["new"] else "đã có sẵn, không đổi:"
            line = f"{path}: {verdict['code']} {done} phiên bản {verdict['version']}"
            self.stdout.write(self.style.SUCCESS(line))
            return
        self.stderr.write(self.style.ERROR(f"{path}: {verdict['error']}"))


def _publish(path: Path) -> dict[str, Any]:
    """What became of one file, as the JSON shows it."""
    verdict: dict[str, Any] = {"path": str(path), "exit": PUBLISHED, "findings": []}
    try:
        text, package = packages.read(path)
    except packages.Unreadable as fault:
        return {**verdict, "exit": UNREADABLE, "error": str(fault)}
    verdict["code"] = package.code
    versions = ProcedureVersion.objects.filter(procedure__code=package.code)
    before = versions.count()
    try:
        version = publish(text, actor=system("publish_package"))
    except InvalidInput as refused:
        findings = [error.as_dict() for error in refused.errors]
        first = findings[0]
        more = f" (và {len(findings) - 1} lỗi khác)" if len(findings) > 1 else ""
        error = f"{refused.message} {first['pointer']}: {first['message']}{more}"
        return {**verdict, "exit": REFUSED, "error": error, "findings": findings}
    return {**verdict, "version": version.number, "new": versions.count() > before}
