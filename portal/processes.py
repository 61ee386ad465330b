"""The web process and the worker as two children of one process tree: demo, journeys, tests."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 60.0
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1


class StartFailed(Exception):
    """The portal could not be started; the message is one line for people."""


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def demand_free(port: int) -> None:
    """Refuse a port that is taken, in one line."""
    with socket.socket() as probe:
        # As the web process binds: a port that only waits out its last connections is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            message = f"Cổng {port} không dùng được ({error}). Hãy chọn cổng khác bằng PORT=…"
            raise StartFailed(message) from error


@dataclass(slots=True)
class Portal:
    """One running portal; a context manager that ends what it started."""

    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None  # where both processes write; None lets them write to our terminal
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the home page, without its slash."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Portal:
        """Start both processes and wait until the pages are served."""
        try:
            self.start()
            self.wait_until_served()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        """End both processes."""
        self.stop()

    def run_command(self, *arguments: str) -> None:
        """Run one management command in the portal's environment to its end."""
        done = subprocess.run(  # noqa: S603 - our own program with our own arguments
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise StartFailed(f"{arguments[0]}: {said[-1] if said else done.returncode}")

    def start(self) -> None:
        """Start the web process and the worker."""
        demand_free(self.port)
        self._spawn("web", *_web_arguments(self.port))
        self._spawn("worker", str(ROOT / "manage.py"), "worker")

    def wait_until_served(self) -> None:
        """Wait for the first answer; a process that ends meanwhile ends the waiting."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            if dead := self.ended():
                raise StartFailed(f"Tiến trình {dead} đã dừng ngay khi khởi động.")
            try:
                with urlopen(f"{self.url}/healthz", timeout=2):  # noqa: S310 - our own address
                    return
            except (URLError, OSError):
                time.sleep(LOOK_SECONDS)
        raise StartFailed(f"Không có trả lời tại {self.url} sau {READY_SECONDS:.0f} giây.")

    def ended(self) -> str:
        """The name of a process that has ended; "" while all run."""
        return next((name for name, child in self.children.items() if child.poll() is not None), "")

    def stop(self) -> None:
        """Ask both to end, wait, and kill what does not."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(until - time.monotonic(), LOOK_SECONDS))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()

    def _spawn(self, name: str, *arguments: str) -> None:
        output = self.log.open("ab") if self.log else None
        try:
            self.children[name] = subprocess.Popen(  # noqa: S603 - our own programs
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - we start them from one thread
            )
        finally:
            if output:
                output.close()

    def _environment(self) -> dict[str, str]:
        own = {"PORT": str(self.port), "PORTAL_BASE_URL": self.url}
        return {**os.environ, **own, **self.environment}


class Ending:
    """Turns SIGINT and SIGTERM into a wish to end, and puts the old handlers back."""

    def __init__(self) -> None:
        self.wished = False
        self._before: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> Ending:
        """Listen."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._wish)
        return self

    def __exit__(self, *error: object) -> None:
        """Listen no more."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _wish(self, number: int, frame: FrameType | None) -> None:
        self.wished = True


def _web_arguments(port: int) -> list[str]:
    return [
        *("-m", "gunicorn", "portal.wsgi", "--no-control-socket"),
        *("--bind", f"{HOST}:{port}", "--worker-class", "portal.web_worker.Worker"),
        *("--workers", "1", "--threads", "4", "--graceful-timeout", "5", "--log-level", "warning"),
        # The most that gunicorn allows: a gateway's call may bring an address of 8 KB.
        *("--limit-request-line", "8190"),
    ]


def _end_with_parent() -> None:
    """Let the kernel end the child with its parent, even one that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
