"""The worker's sign of life: a file whose time of change is the last time it was seen."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

EVERY_SECONDS = 2.0


class Heartbeat:
    """Touches the file, at most once in `EVERY_SECONDS`."""

    def __init__(self) -> None:
        """Start without a beat."""
        self._beaten = 0.0

    def beat(self) -> None:
        """Say that the worker goes round."""
        moment = time.monotonic()
        if self._beaten and moment - self._beaten < EVERY_SECONDS:
            return
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self._beaten = moment


def seen_seconds() -> int | None:
    """Return how long ago a worker of this machine was last seen; `None` for never."""
    try:
        changed = _path().stat().st_mtime
    except FileNotFoundError:
        return None
    return max(int(time.time() - changed), 0)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "worker-seen"
