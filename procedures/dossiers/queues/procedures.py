"""The procedures that can wait in a queue, for the choice of a filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.core import clock
from procedures.catalogue.models import Procedure

FRESH = timedelta(minutes=5)


@dataclass(slots=True)
class _Known:
    """What this process read last, and when."""

    names: dict[str, str]
    at: datetime | None = None


_known = _Known({})


def procedure_names() -> dict[str, str]:
    """The names of procedures with a published package, by code; at most five minutes old."""
    now = clock.now()
    if not _known.names or _known.at is None or not timedelta() <= now - _known.at < FRESH:
        rows = Procedure.objects.filter(versions__isnull=False).distinct().order_by("name")
        _known.names, _known.at = dict(rows.values_list("code", "name")), now
    return _known.names
