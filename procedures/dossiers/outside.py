"""Local stand-ins of the outside agencies that handle legs: they answer after a set delay.

`OUTSIDE_STANDINS` is the delay in seconds, None for no stand-in. Never production: there the
agencies' own systems report what became of a leg.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.accounts.actors import system
from portal.core import clock
from portal.core.errors import Refused
from portal.core.jobs import job
from procedures.dossiers.models import Dossier
from procedures.dossiers.own_accord import fire_unless_overtaken

if TYPE_CHECKING:
    from datetime import datetime

# Who answers for a procedure that another branch of the state runs on a system of its own.
AGENCIES = {"1.004222": "police", "1.990001": "insurance"}
LOOK_AGAIN = timedelta(hours=1)


def expect(leg: Dossier) -> None:
    """Have the stand-in answer an accepted leg, once for each time that it is open."""
    seconds: int | None = settings.OUTSIDE_STANDINS
    if seconds is None or leg.procedure.code not in AGENCIES:
        return
    if not settings.DEMO:
        raise ImproperlyConfigured("A stand-in answers for no agency in production.")
    run_at = clock.now() + timedelta(seconds=seconds)
    answer.enqueue(key=f"{leg.pk}/{leg.results.count()}", run_at=run_at, dossier=leg.pk)


@job("dossiers.outside_answer", retries=6)
def answer(*, dossier: int) -> None:
    """Answer as the agency: the matter is granted, unless somebody ended it meanwhile."""
    row = Dossier.objects.select_related("procedure").get(pk=dossier)
    actor = system(AGENCIES[row.procedure.code])
    try:
        fire_unless_overtaken(dossier, "settle", actor=actor)
    except Refused as refused:
        if refused.code != "blocked":
            raise
        # A fee is still owed: the agency looks again.
        _again(dossier, clock.now() + LOOK_AGAIN)


def _again(dossier: int, moment: datetime) -> None:
    answer.enqueue(key=f"{dossier}/{moment.isoformat()}", run_at=moment, dossier=dossier)
