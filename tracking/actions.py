"""What a reader does with messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core import clock
from tracking.models import Notice

if TYPE_CHECKING:
    from portal.accounts.actors import Actor


def mark_read(*, actor: Actor) -> int:
    """Mark the actor's own notices as read; returns how many were new."""
    if actor.person is None:
        return 0
    unread = Notice.objects.filter(person=actor.person, read_at__isnull=True)
    return unread.update(read_at=clock.now())
