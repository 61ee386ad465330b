"""The whole portal with demo data: one command, one process tree."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal.accounts import demo
from portal.processes import LOOK_SECONDS, Ending, Portal, StartFailed, demand_free

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Migrates, seeds when empty, serves; Ctrl-C ends all that it started."""

    help = "Chạy cổng thử nghiệm: cập nhật cơ sở dữ liệu, nạp dữ liệu mẫu, phục vụ trang và tác vụ."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to seed and where to serve."""
        parser.add_argument("--cases", type=int, default=None, help="Số hồ sơ mẫu khi nạp mới.")
        parser.add_argument("--seed", type=int, default=None, help="Số gốc của dữ liệu mẫu.")
        port = getattr(settings, "PORT", 8000)
        parser.add_argument("--port", type=int, default=port, help="Mặc định: PORT hoặc 8000.")
        parser.add_argument("--no-serve", action="store_true", help="Chuẩn bị xong thì dừng.")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        """Prepare and serve."""
        seeding = {name: options[name] for name in ("cases", "seed") if options[name] is not None}
        try:
            if not no_serve:
                demand_free(port)
            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
            self.stdout.write("Cập nhật cơ sở dữ liệu …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("seed", **seeding)
            connections.close_all()
            if not no_serve:
                self._serve(Portal(port, _given_address()))
        except StartFailed as failed:
            raise CommandError(str(failed)) from failed
        except KeyboardInterrupt:
            self.stdout.write("\nĐã dừng.")
            sys.exit(130)

    def _serve(self, portal: Portal) -> None:
        """Serve until a signal or until one of the processes ends."""
        with Ending() as ending, portal:
            self._welcome(portal.url)
            while not ending.wished:
                if dead := portal.ended():
                    raise StartFailed(f"Tiến trình {dead} đã dừng, nên cổng dừng theo.")
                time.sleep(LOOK_SECONDS)
        self.stdout.write("Đã dừng. Dữ liệu được giữ lại cho lần chạy sau.")

    def _welcome(self, url: str) -> None:
        """Print the address and the demo accounts."""
        self.stdout.write(self.style.SUCCESS(f"Cổng đang chạy tại {url}"))
        self.stdout.write(f"Đăng nhập tại {url}/dang-nhap bằng một tài khoản thử nghiệm:")
        for account in demo.accounts():
            self.stdout.write(f"  {account.code:<20} {account.name:<22} {account.title}")
        self.stdout.write("Nhấn Ctrl-C để dừng.")
        self.stdout.flush()


def _given_address() -> dict[str, str]:
    """Keep an outside address that somebody set, for a demo behind a proxy."""
    given = os.environ.get("PORTAL_BASE_URL", "")
    return {"PORTAL_BASE_URL": given} if given else {}
