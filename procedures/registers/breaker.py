"""The breaker: a register that keeps failing is left alone for a while, then tried once (pure)."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

REST = timedelta(seconds=30)


class Breaker:
    """Opens after `limit` faults in a row; after each rest it lets one question through."""

    def __init__(self, *, rest: timedelta = REST) -> None:
        self._rest = rest
        self._faults = 0
        self._rests_until: datetime | None = None
        self._lock = Lock()

    def allows(self, moment: datetime) -> bool:
        """Whether to ask now; the first one after a rest is the trial, and begins the next rest."""
        with self._lock:
            if self._rests_until is None:
                return True
            if moment < self._rests_until:
                return False
            self._rests_until = moment + self._rest
            return True

    def note(self, moment: datetime, *, fault: bool, limit: int) -> None:
        """Take in how a question ended; any answer closes the breaker."""
        with self._lock:
            self._faults = self._faults + 1 if fault else 0
            if not fault:
                self._rests_until = None
            elif self._faults >= limit:
                self._rests_until = moment + self._rest
