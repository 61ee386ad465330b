"""What the tracking room learns from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core.journal import reader
from tracking import notifications

if TYPE_CHECKING:
    from portal.core.journal.models import Event


@reader("tracking.notify", "dossier.*")
def notify_of_dossier(event: Event) -> None:
    """Tell the applicant what happened to the dossier."""
    notifications.notify(event)


@reader("tracking.notify_payments", "payment.*")
def notify_of_payment(event: Event) -> None:
    """Tell the applicant what happened to the money."""
    notifications.notify(event)
