"""What the portal does of its own accord, as the worker runs it: outside any transaction."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.journal.models import Event
from procedures.dossiers import duties
from tests.factories import dossiers as factory


@pytest.mark.django_db(transaction=True)
def test_an_uncollected_result_is_reminded_of_three_times() -> None:
    with clock.at(clock.parse("2026-11-23T09:00")):
        factory.the_portal()
        dossier = factory.a_settled()
    assert dossier.settled_at is not None
    for days in (7, 30, 90):
        with clock.at(dossier.settled_at + timedelta(days=days)):
            duties.remind_uncollected(
                dossier=dossier.pk, settled_at=dossier.settled_at.isoformat(), days=days
            )
    told = Event.objects.filter(name="dossier.uncollected").order_by("recorded_at", "id")
    assert [event.data["days"] for event in told] == [7, 30, 90]
