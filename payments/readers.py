"""What payments learn from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from payments import carrying
from payments.models import PaymentIntent
from payments.states import UNPAID
from portal.core.journal import reader

if TYPE_CHECKING:
    from portal.core.journal.models import Event


@reader("payments.fee_dropped", "dossier.fee_dropped")
def cancel_dropped(event: Event) -> None:
    """Cancel what a dossier no longer owes: it ended, or what it asked for was refused."""
    unpaid = PaymentIntent.objects.filter(hold_id=event.data["hold"], state__in=UNPAID)
    for pk in unpaid.values_list("pk", flat=True):
        with transaction.atomic():
            carrying.end(pk, decide="dropped", actor="system:payments")
