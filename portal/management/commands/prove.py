"""Recompute what is derived from the primary rows, and compare."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

if TYPE_CHECKING:
    from argparse import ArgumentParser

PROOFS = {
    "journal": "portal.core.journal.proofs",
    "ledger": "payments.ledger",
    "kpi": "tracking.proofs",
}


class Command(BaseCommand):
    """Exit 0 when all agrees; exit 1 with a line for each difference."""

    help = "Tính lại từ dữ liệu gốc rồi so sánh: journal, ledger, kpi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to prove."""
        parser.add_argument("what", nargs="+", choices=sorted(PROOFS), metavar="journal|ledger|kpi")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, what: list[str], as_json: bool, **options: Any) -> None:
        """Prove each and say what differs."""
        found = {name: list(import_module(PROOFS[name]).prove()) for name in what}
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            for name, differences in found.items():
                self._say(name, differences)
        if any(found.values()):
            sys.exit(1)

    def _say(self, name: str, differences: list[str]) -> None:
        if not differences:
            self.stdout.write(self.style.SUCCESS(f"{name}: khớp"))
            return
        self.stdout.write(self.style.ERROR(f"{name}: {len(differences)} điểm sai khác"))
        for difference in differences:
            self.stdout.write(f"  {difference}")
