"""The proof finds whatever no longer agrees with the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.models import QuerySet

from payments import actions as payments
from payments.models import PaymentIntent
from portal.core import clock
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as make
from tracking.proofs import prove

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
MOMENT = clock.parse("2026-01-05T08:00")


@pytest.fixture
def lived(worker: Callable[[], None]) -> Dossier:
    """Dossiers in several stages; gives an accepted one."""
    make.a_delivered()
    make.request_supplement(make.a_submitted())
    owing = make.a_submitted(by="citizen-binh")
    payments.record_cash(owing.pk, actor=make.staff("cashier", owing), seen_amount=16_000)
    make.an_accepted(make.BERTH, agency=make.THUY_NGUYEN, is_paid=False)
    worker()
    return make.an_accepted()


@pytest.mark.usefixtures("lived")
def test_untouched_portal_agrees() -> None:
    assert prove() == []


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("step", "elsewhere", "step is 'elsewhere'"),
        ("national_code", 9, "national_code is 9"),
        ("version", 99, "version is 99"),
        ("due_at", MOMENT, "due_at is"),
        ("settled_at", MOMENT, "settled:"),
        ("channel", "post", "received_online:"),
    ],
)
def test_changed_column_is_named(lived: Dossier, column: str, value: object, named: str) -> None:
    # The dossiers' own manager refuses what somebody with the database's keys can do.
    QuerySet(Dossier).filter(pk=lived.pk).update(**{column: value})
    found = [line for line in prove() if named in line]
    assert found
    assert all(str(lived.code) in line for line in found)


@pytest.mark.usefixtures("lived")
def test_payment_that_nobody_told_of_is_named() -> None:
    PaymentIntent.objects.update(method="vnpay")
    assert any(line.startswith("fee_paid_online:") for line in prove())
