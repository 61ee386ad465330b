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


@reader("payments.withdrawn", "dossier.withdrawn")
def cancel_withdrawn(event: Event) -> None:
    """Cancel what a withdrawn dossier no longer owes."""
    _cancel(event)


@reader("payments.refused_intake", "dossier.refused_intake")
def cancel_refused(event: Event) -> None:
    """Cancel what a dossier that was not taken in no longer owes."""
    _cancel(event)


def _cancel(event: Event) -> None:
    unpaid = PaymentIntent.objects.filter(dossier_id=event.data["dossier"], state__in=UNPAID)
    for pk in unpaid.values_list("pk", flat=True):
        with transaction.atomic():
            carrying.end(pk, decide="withdrawn", actor="system:payments")
