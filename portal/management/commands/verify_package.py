"""Prove procedure packages, and write them in their canonical form."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from portal.management import packages
from procedures.definition import canonical, verify, yaml_form

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from procedures.definition.verify import Facts

CLEAN, FOUND, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    """Exit 0 when every package is clean, 1 with findings, 2 when a file cannot be read."""

    help = "Kiểm tra gói thủ tục: verify_package PATH… [--json] [--write]"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the packages and what to do with them."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument(
            "--write", action="store_true", help="Viết lại tệp theo dạng chuẩn, không đổi nội dung."
        )

    def handle(
        self, *args: Any, paths: list[Path], as_json: bool, write: bool, **options: Any
    ) -> None:
        """Judge each package."""
        known = packages.facts(paths)
        verdicts = [_judge(path, known, write=write) for path in paths]
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
        if verdict["exit"] == UNREADABLE:
            self.stderr.write(self.style.ERROR(f"{path}: {verdict['error']}"))
            return
        if not verdict["findings"]:
            written = ", đã viết lại theo dạng chuẩn" if verdict["written"] else ""
            self.stdout.write(self.style.SUCCESS(f"{path}: {verdict['code']} đạt{written}"))
            return
        count = len(verdict["findings"])
        self.stdout.write(self.style.ERROR(f"{path}: {verdict['code']} có {count} lỗi"))
        for finding in verdict["findings"]:
            self.stdout.write(f"  {finding['place']}: {finding['message']} [{finding['rule']}]")
            if finding["path"]:
                self.stdout.write(f"    đường đi: {' → '.join(finding['path'])}")


def _judge(path: Path, known: Facts, *, write: bool) -> dict[str, Any]:
    """The verdict on one file as the JSON shows it."""
    verdict: dict[str, Any] = {"path": str(path), "exit": CLEAN, "findings": [], "written": False}
    try:
        text, package = packages.read(path)
    except packages.Unreadable as fault:
        return {**verdict, "exit": UNREADABLE, "error": str(fault)}
    found = verify.report(package, known)
    verdict |= {
        "code": package.code,
        "findings": [finding.as_dict() for finding in found.findings],
        "notes": list(found.notes),
    }
    if write:
        verdict["written"] = _rewrite(path, text)
    return {**verdict, "exit": FOUND if found.findings else CLEAN}


def _rewrite(path: Path, text: str) -> bool:
    """Write the canonical form over the file; whether anything changed."""
    written = canonical.dump(yaml_form.read(text))
    if written != text:
        path.write_text(written, encoding="utf-8")
    return written != text
