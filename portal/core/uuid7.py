"""Time-ordered identifiers (RFC 9562, UUID version 7)."""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

RANDOM_BITS = 74
STEP_BITS = 64
_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new UUIDv7 of the real clock: unguessable, and near its neighbours in an index.

    Each is greater than the one before it in this process, also within a millisecond and after the
    clock was set back (RFC 9562 §6.2, monotonic random).
    """
    global _last  # noqa: PLW0603
    millis = time.time_ns() // 1_000_000
    payload = millis << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    with _lock:
        if payload <= _last:
            payload = _last + 1 + secrets.randbits(STEP_BITS)
        _last = payload
    high, low = payload >> RANDOM_BITS, payload & ((1 << RANDOM_BITS) - 1)
    return UUID(int=high << 80 | 0x7 << 76 | low >> 62 << 64 | 0b10 << 62 | low & ((1 << 62) - 1))
