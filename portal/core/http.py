"""What both skins ask of a request: whose address it came from, and whether it comes too often."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError

from portal.core import clock
from portal.core.errors import TooMany, Unavailable

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.core.errors import PortalError

NOBODY = "127.0.0.1"
DATABASE_AWAY = (OperationalError, InterfaceError)
NOTHING_LOST = (
    "Hệ thống đang bận hoặc tạm thời gián đoạn nên chưa thực hiện được yêu cầu này. Những gì bạn "
    "đã lưu vẫn được giữ nguyên. Hãy thử lại sau ít giây."
)
_MINUTE = 60
_RETRY_AFTER = {TooMany.status: _MINUTE, Unavailable.status: 5}


def address_of(request: HttpRequest) -> str:
    """The caller's address, as far as our own proxies (NUM_PROXIES) vouch for it."""
    proxies = settings.REST_FRAMEWORK["NUM_PROXIES"]
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    told = hops[-min(proxies, len(hops))] if proxies else ""
    # A socket of the machine itself has no address.
    return _valid(told) or _valid(request.META.get("REMOTE_ADDR", "")) or NOBODY


def demand_slow(request: HttpRequest, what: str) -> None:
    """Refuse tries past the rate of `what` from one address, whichever skin they come through."""
    tries = int(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][what].removesuffix("/min"))
    minute = int(clock.now().timestamp()) // _MINUTE
    key = f"tries.{what}.{minute}.{address_of(request)}"
    cache.add(key, 0, 2 * _MINUTE)
    if cache.incr(key) > tries:
        raise TooMany("Bạn đã thử quá nhiều lần. Hãy thử lại sau một phút.")


def retry_headers(error: PortalError) -> dict[str, str]:
    """When to come again, for refusals that only time mends."""
    seconds = _RETRY_AFTER.get(error.status)
    return {"Retry-After": str(seconds)} if seconds else {}


def _valid(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return ""
