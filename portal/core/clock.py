"""The one clock of the portal, in Việt Nam's time (UTC+07:00, no daylight saving)."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VIETNAM = timezone(timedelta(hours=7), "UTC+07:00")

_pinned: ContextVar[datetime | None] = ContextVar("pinned_moment", default=None)
_started_at = time.time()


def now() -> datetime:
    """This moment; a pinned one inside `at`, shifted by `PORTAL_NOW` outside production."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    return datetime.fromtimestamp(time.time() + _shift(), VIETNAM)


def today() -> date:
    """This day in Việt Nam."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Pin the clock to an aware moment: for seeds and tests."""
    if moment.tzinfo is None:
        raise ValueError("the clock is pinned to aware moments only")
    token = _pinned.set(moment.astimezone(VIETNAM))
    try:
        yield moment
    finally:
        _pinned.reset(token)


def parse(text: str) -> datetime:
    """Read an ISO 8601 moment; one without a zone is Việt Nam's."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment


@cache
def _shift() -> float:
    """Seconds between `PORTAL_NOW` and the real time at which it held.

    `PORTAL_NOW_SINCE` (Unix time) lets several processes of one run share the same shift.
    """
    from django.conf import settings

    if not getattr(settings, "PORTAL_NOW", ""):
        return 0.0
    since = getattr(settings, "PORTAL_NOW_SINCE", 0.0) or _started_at
    return parse(settings.PORTAL_NOW).timestamp() - since
