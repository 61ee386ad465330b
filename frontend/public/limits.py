"""A small counter against guessing: so many tries in a minute from one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from portal.core import clock
from portal.core.errors import TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest

SECONDS = 60


def demand_slow(request: HttpRequest, what: str, *, tries: int) -> None:
    """Refuse the try after `tries` of them within the same minute from one address."""
    minute = int(clock.now().timestamp()) // SECONDS
    key = f"frontend.{what}.{minute}.{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 2 * SECONDS)
    if cache.incr(key) > tries:
        raise TooMany("Bạn đã tra cứu quá nhiều lần. Hãy thử lại sau một phút.")
