"""Agencies as this process remembers them, at most a minute old: every action asks for some."""

from __future__ import annotations

import time

from portal.accounts.models import Agency

FRESH_SECONDS = 60.0


class _Memory:
    """All agencies by key, and when they were read by the machine's own clock."""

    def __init__(self) -> None:
        self.agencies: dict[int, Agency] = {}
        self.read_at = 0.0


_memory = _Memory()


def agency(pk: int) -> Agency:
    """The agency with this key; all are read at once when the last look is too old."""
    is_old = time.monotonic() - _memory.read_at > FRESH_SECONDS
    if is_old or pk not in _memory.agencies:
        _memory.agencies = Agency.objects.in_bulk()
        _memory.read_at = time.monotonic()
    return _memory.agencies[pk]


def forget() -> None:
    """Read anew at the next question: after a change, and between tests."""
    _memory.agencies = {}
