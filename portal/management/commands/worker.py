"""The worker: gives events their places, tells the readers, runs the jobs."""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from portal.core.jobs import running
from portal.core.jobs.heartbeat import Heartbeat
from portal.core.journal import readers, sequencer

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from types import FrameType

DATABASE_PAUSE_SECONDS = 2.0
AWAY = (OperationalError, InterfaceError)
# One job in so many is the oldest of all: a rush of money delays papers, it never stops them.
OLDEST_EVERY = 8
log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Goes round until it is told to stop; a signal lets the running job finish."""

    help = "Chạy các tác vụ nền: nhật ký, thông báo, PDF, gọi ra ngoài."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how long to run and how often to look."""
        end = parser.add_mutually_exclusive_group()
        end.add_argument("--once", action="store_true", help="Một vòng rồi dừng.")
        end.add_argument("--drain", action="store_true", help="Dừng khi không còn việc đến hạn.")
        end.add_argument(
            "--again", nargs="+", metavar="KEY", help="Cho các việc bị tạm gác chạy lại từ đầu."
        )
        parser.add_argument(
            "--idle", type=float, default=0.2, metavar="SECONDS", help="Nghỉ khi không có việc."
        )

    def handle(self, *args: Any, again: list[str] | None, **options: Any) -> None:
        """Run the loop, or give parked jobs back to the workers that do."""
        if again is None:
            self._go_round(**{name: options[name] for name in ("once", "drain", "idle")})
        elif (given := running.run_again(again)) < len(set(again)):
            raise CommandError(f"{len(set(again)) - given} khóa không có việc nào đang tạm gác.")

    def _go_round(self, *, once: bool, drain: bool, idle: float) -> None:
        """Go round until the end; a database that is away is waited for, it ends no worker."""
        _demand_tables()
        stop = threading.Event()
        self._stop_on_signals(stop)
        worker, heartbeat = f"{socket.gethostname()}:{os.getpid()}", Heartbeat()
        for number in count(1):
            if stop.is_set():
                return
            heartbeat.beat()
            try:
                moved = _round(worker, oldest=number % OLDEST_EVERY == 0)
            except AWAY as error:
                if once:
                    raise
                log.warning("the database is away", error=str(error))
                close_old_connections()
                stop.wait(DATABASE_PAUSE_SECONDS)
                continue
            if once or (drain and not moved):
                return
            if not moved:
                close_old_connections()
                stop.wait(idle)

    def _stop_on_signals(self, stop: threading.Event) -> None:
        """Turn SIGTERM and SIGINT into a wish to stop after the current job."""
        if threading.current_thread() is not threading.main_thread():
            return

        def wish(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, wish)
        signal.signal(signal.SIGINT, wish)


def _round(worker: str, *, oldest: bool) -> int:
    """Do each thing once, with one job, so that a signal waits for no batch."""
    moved = sequencer.sequence() + readers.dispatch()
    return moved + running.run_due(worker=worker, limit=1, oldest=oldest)


def _demand_tables() -> None:
    """Refuse a database that answers and has no tables: waiting would not make them."""
    with suppress(*AWAY):
        if not connection.introspection.django_table_names(only_existing=True):
            raise CommandError("Cơ sở dữ liệu chưa có bảng, hãy chạy manage.py migrate.")
