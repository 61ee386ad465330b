"""Two at once, with real threads and row locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from payments import actions, callbacks, ledger
from payments.models import FeeReceipt, LedgerTransfer, PaymentAttempt, PaymentIntent
from payments.vnpay import Ack
from portal.accounts import actors
from portal.core.errors import Refused
from portal.core.journal.models import Event
from tests.factories.accounts import AgencyFactory, PersonFactory, StaffMemberFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory, signed
from tests.payments.conftest import DossierRoom

pytestmark = [
    pytest.mark.postgresql(reason="SQLite has one writer and no row locks"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.payments.urls"),
]
THREADS = 8


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make all calls in the same moment, each with a connection of its own."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return call()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_storm_of_one_ipn_is_applied_once() -> None:
    attempt = PaymentAttemptFactory.create()
    query = signed(attempt)
    answers = at_once(*[lambda: callbacks._hear(query)] * THREADS)
    assert sorted(answers, key=str) == sorted([Ack.OK, *[Ack.ALREADY] * (THREADS - 1)], key=str)
    assert LedgerTransfer.objects.count() == 2
    assert FeeReceipt.objects.count() == 2
    assert Event.objects.filter(name="payment.succeeded").count() == 1
    assert ledger.prove() == []


def test_two_payments_of_one_fee_at_once() -> None:
    first = PaymentAttemptFactory.create()
    second = PaymentAttemptFactory.create(intent=first.intent, expired=True)
    queries = [signed(first), signed(second), signed(first, codes="24/02")]
    answers = at_once(*[lambda query=query: callbacks._hear(query) for query in queries])
    assert answers[:2] == [Ack.OK, Ack.OK]
    assert PaymentAttempt.objects.filter(settles=True).count() == 1
    assert ledger.balances()["suspense"] == -100_000
    assert ledger.prove() == []


def test_receipts_of_many_payments_leave_no_gap() -> None:
    queries = [signed(PaymentAttemptFactory.create()) for _ in range(THREADS)]
    answers = at_once(*[lambda query=query: callbacks._hear(query) for query in queries])
    assert answers == [Ack.OK] * THREADS
    numbers = FeeReceipt.objects.filter(kind="phi").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, THREADS + 1))
    assert ledger.prove() == []


@pytest.mark.parametrize("was_tried_before", [False, True])
def test_two_tabs_start_one_attempt(dossier_room: DossierRoom, was_tried_before: bool) -> None:
    if was_tried_before:
        PaymentIntentFactory.create(dossier_id=7, hold_id=1007)
    citizen = actors.citizen(PersonFactory.create())
    started = at_once(
        *[lambda: actions.start(7, actor=citizen, ip_address="203.0.113.7").pk] * THREADS
    )
    assert len(set(started)) == 1
    assert PaymentIntent.objects.count() == 1


def test_two_clerks_take_cash_once(dossier_room: DossierRoom) -> None:
    agency = AgencyFactory.create(department=True, code="H24.17")
    clerks = [
        actors.staff(StaffMemberFactory.create(agency=agency, role="cashier")) for _ in range(4)
    ]
    taken = at_once(
        *[
            lambda clerk=clerk: actions.record_cash(7, actor=clerk, seen_amount=100_000)
            for clerk in clerks
        ]
    )
    assert sum(isinstance(outcome, PaymentIntent) for outcome in taken) == 1
    assert ledger.balances()["cash:H24.17"] == 100_000
    assert ledger.prove() == []


def test_ledger_refuses_change_here_too() -> None:
    callbacks._hear(signed(PaymentAttemptFactory.create()))
    with connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
        cursor.execute("DELETE FROM payments_ledgertransfer")
