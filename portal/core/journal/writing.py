"""The one way into the journal."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.core import clock
from portal.core.journal.models import Event

if TYPE_CHECKING:
    from datetime import datetime


def record(
    subject: str,
    name: str,
    *,
    actor: str,
    agency: str = "",
    procedure: str = "",
    occurred_at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write a fact inside the caller's transaction; refuses to run outside one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record is called inside the transaction of what it records")
    written = event(
        subject,
        name,
        actor=actor,
        agency=agency,
        procedure=procedure,
        occurred_at=occurred_at,
        data=data,
    )
    written.save(force_insert=True)
    return written


def event(
    subject: str,
    name: str,
    *,
    actor: str,
    agency: str = "",
    procedure: str = "",
    occurred_at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Make a fact with its hash, for whoever writes it together with what it is about."""
    recorded_at = clock.now()
    made = Event(
        subject=subject,
        name=name,
        occurred_at=occurred_at or recorded_at,
        recorded_at=recorded_at,
        actor=actor,
        agency=agency,
        procedure=procedure,
        data=data or {},
    )
    made.hash = digest(made)
    return made


def digest(event: Event) -> str:
    """SHA-256 (hex) of the canonical JSON of every column but the hash itself."""
    columns = {
        "id": str(event.id),
        "subject": event.subject,
        "name": event.name,
        "occurred_at": event.occurred_at.astimezone(clock.VIETNAM).isoformat(),
        "recorded_at": event.recorded_at.astimezone(clock.VIETNAM).isoformat(),
        "actor": event.actor,
        "agency": event.agency,
        "procedure": event.procedure,
        "data": event.data,
    }
    text = json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
