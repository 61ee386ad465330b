"""Fill an empty portal with demo data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management.progress import progress_bar
from portal.walkthrough import seeding

if TYPE_CHECKING:
    from argparse import ArgumentParser

CASES = 60
SEED = 20261122


class Command(BaseCommand):
    """Loads agencies, demo people and procedures; adds dossiers when there are none yet."""

    help = "Nạp dữ liệu mẫu; không làm gì khi đã có hồ sơ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much and from which number."""
        parser.add_argument("--cases", type=int, default=CASES, help="Số hồ sơ mẫu.")
        parser.add_argument("--seed", type=int, default=SEED, help="Số gốc: cùng số, cùng dữ liệu.")

    def handle(self, *args: Any, cases: int, seed: int, **options: Any) -> None:
        """Seed."""
        if not settings.DEMO:
            raise CommandError("Hệ thống này không nhận dữ liệu thử nghiệm.")
        if cases < 0:
            raise CommandError("--cases không thể là số âm.")
        seeding.load_base()
        if seeding.is_seeded():
            self.stdout.write("Đã có hồ sơ, giữ nguyên dữ liệu.")
            return
        shown = self.stdout.isatty()
        with progress_bar("Nạp hồ sơ mẫu", cases, shown=shown) as progress:
            count = seeding.seed_dossiers(count=cases, seed=seed, progress=progress)
        self.stdout.write(self.style.SUCCESS(f"Đã nạp {count} hồ sơ mẫu."))
