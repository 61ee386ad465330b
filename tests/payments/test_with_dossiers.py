"""Payments with real dossiers: what a success changes there, and what an ending changes here."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from payments import actions, callbacks, ledger, selectors
from payments.models import Observation, PaymentAttempt, PaymentIntent
from payments.vnpay import Ack
from portal.accounts.actors import Actor
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound, Refused
from portal.core.jobs.running import drain
from portal.core.journal import readers, sequencer
from portal.core.journal.models import Event
from procedures.dossiers import actions as dossiers
from procedures.dossiers.models import Dossier
from tests.factories.dossiers import (
    BERTH,
    HONG_BANG,
    THUY_NGUYEN,
    a_submitted,
    an_accepted,
    staff,
    take,
    who,
)
from tests.factories.payments import signed

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.payments.urls")]

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
CITIZEN = "citizen-binh"


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    with clock.at(MORNING):
        yield MORNING


@pytest.fixture
def dossier() -> Dossier:
    """An accepted dossier whose fee of 100,000 đồng is owed."""
    return an_accepted(BERTH, by=CITIZEN, agency=THUY_NGUYEN, is_paid=False)


@pytest.fixture
def citizen(dossier: Dossier) -> Actor:
    return who(CITIZEN)


def start(dossier: Dossier, actor: Actor) -> PaymentAttempt:
    return actions.start(dossier.pk, actor=actor, ip_address="203.0.113.7")


def work() -> None:
    """Let the worker do what is due, the reading of the journal included."""
    sequencer.sequence()
    readers.dispatch()
    drain()


def fee_hold(dossier: Dossier) -> Any:
    return dossier.holds.get(kind="fee")


def test_payment_closes_the_fee_hold_at_its_signed_time(dossier: Dossier, citizen: Actor) -> None:
    attempt = start(dossier, citizen)
    query = signed(attempt, vnp_PayDate="20261123090500")
    with clock.at(MORNING + timedelta(minutes=7)):
        assert callbacks._hear(query) is Ack.OK
    assert fee_hold(dossier).closed_at is None
    with clock.at(MORNING + timedelta(minutes=30)):
        work()
    hold = fee_hold(dossier)
    assert hold.closed_at == MORNING + timedelta(minutes=5)
    assert hold.closed_by == "system:payments"
    intent = PaymentIntent.objects.get()
    assert (intent.dossier_code, intent.agency_code) == (dossier.code, THUY_NGUYEN)
    assert selectors.payment_words(intent) == "Đã thanh toán"
    assert ledger.prove() == []
    with pytest.raises(Refused, match="không có phí"):
        start(dossier, citizen)


def test_receipt_is_a_pdf_that_names_the_payer(dossier: Dossier, citizen: Actor) -> None:
    callbacks._hear(signed(start(dossier, citizen)))
    work()
    [receipt] = selectors.receipts_for(dossier.pk)
    assert receipt.ready_at is not None
    with receipt.file.open() as file:
        document = pypdfium2.PdfDocument(io.BytesIO(file.read()))
    try:
        assert len(document) == 1
        assert [round(side) for side in document[0].get_size()] == [595, 420]
        text = " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()
    assert citizen.person is not None
    for words in (
        citizen.person.full_name,
        dossier.code,
        receipt.number_text,
        "100.000 ₫",
        "Một trăm nghìn đồng",
        "Bản thử nghiệm – chưa ký số",
    ):
        assert words in text


def test_cash_closes_the_fee_hold_too(dossier: Dossier, citizen: Actor) -> None:
    cashier = staff("cashier", dossier)
    intent = actions.record_cash(dossier.pk, actor=cashier, seen_amount=100_000)
    work()
    assert fee_hold(dossier).closed_at == intent.paid_at
    assert ledger.balances()[f"cash:{THUY_NGUYEN}"] == 100_000


@pytest.mark.parametrize("role", ["clerk", "cashier"])
def test_counter_that_took_the_file_in_takes_the_cash(dossier: Dossier, role: str) -> None:
    till = who(f"{role}-hongbang")
    with pytest.raises(NotFound):
        actions.record_cash(dossier.pk, actor=till, seen_amount=100_000)
    Dossier.objects.filter(pk=dossier.pk).update(receiving_agency=till.staff.agency)  # type: ignore[union-attr]
    assert [fee.due.dossier_code for fee in selectors.fees_waiting(till)] == [dossier.code]

    intent = actions.record_cash(dossier.pk, actor=till, seen_amount=100_000)

    work()
    # The fee stays that of the competent agency; the evidence says in whose till it lies.
    [receipt] = selectors.receipts_for(dossier.pk)
    assert (intent.agency_code, receipt.agency_code) == (THUY_NGUYEN, THUY_NGUYEN)
    observation = Observation.objects.get()
    assert (observation.account, json.loads(observation.raw)["till"]) == (HONG_BANG, HONG_BANG)
    paid = Event.objects.get(name="payment.cash_recorded")
    assert (paid.agency, paid.data["till"]) == (THUY_NGUYEN, HONG_BANG)
    assert ledger.prove() == []


def test_other_citizens_find_no_dossier_to_pay(dossier: Dossier) -> None:
    with pytest.raises(NotFound):
        start(dossier, who("citizen-an"))


@pytest.mark.parametrize("role", ["clerk", "cashier", "leader"])
def test_staff_who_see_the_dossier_do_not_pay_for_it(dossier: Dossier, role: str) -> None:
    with pytest.raises(NotAllowed, match="Chỉ người nộp hồ sơ"):
        start(dossier, staff(role, dossier))
    assert not PaymentIntent.objects.exists()


def test_who_owes_the_fee_takes_no_cash(dossier: Dossier, citizen: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.record_cash(dossier.pk, actor=citizen, seen_amount=100_000)


@pytest.mark.parametrize("refused_is_read_first", [True, False])
def test_money_for_what_was_refused_waits_for_its_refund(
    dossier: Dossier, citizen: Actor, refused_is_read_first: bool
) -> None:
    attempt = start(dossier, citizen)
    take(dossier, "hand_over", "clerk")
    take(dossier, "propose_refusal", "officer", reason="Luồng hẹp, không đủ an toàn.")
    take(dossier, "sign", "leader")
    take(dossier, "settle", "registry")
    if refused_is_read_first:
        work()
        assert PaymentIntent.objects.get().state == "cancelled"
    assert callbacks._hear(signed(attempt)) is Ack.OK
    work()
    assert PaymentIntent.objects.get().state == "paid_unneeded"
    assert ledger.balances()["suspense"] == -attempt.amount
    assert ledger.prove() == []


@pytest.mark.parametrize("withdrawn_is_read_first", [True, False])
def test_money_for_a_withdrawn_dossier_waits_for_its_refund(
    withdrawn_is_read_first: bool,
) -> None:
    # The copies of extracts are paid for at submission, and may still be withdrawn then.
    dossier = a_submitted(by=CITIZEN)
    attempt = start(dossier, who(CITIZEN))
    dossier.refresh_from_db()
    dossiers.withdraw(
        dossier, actor=who(CITIZEN), seen_version=dossier.version, reason="Nộp nhầm thủ tục."
    )
    if withdrawn_is_read_first:
        work()
        assert PaymentIntent.objects.get().state == "cancelled"
    assert callbacks._hear(signed(attempt)) is Ack.OK
    work()
    assert PaymentIntent.objects.get().state == "paid_unneeded"
    assert ledger.balances()["suspense"] == -attempt.amount
    assert ledger.prove() == []


@pytest.mark.parametrize(
    ("account", "takes", "sees"),
    [
        ("cashier-thuynguyen", True, True),
        ("clerk-thuynguyen", True, True),
        ("cashier-hongbang", True, False),
        ("officer-thuynguyen", False, False),
        (CITIZEN, False, False),
    ],
)
def test_counter_lists_the_fees_of_its_agency(
    dossier: Dossier, account: str, takes: bool, sees: bool
) -> None:
    actor = who(account)
    assert selectors.takes_cash(actor) is takes
    fees = [fee.due for fee in selectors.fees_waiting(actor)]
    waiting = [(due.dossier_code, due.total) for due in fees]
    assert waiting == ([(dossier.code, 100_000)] if sees else [])


def test_paid_fee_waits_no_more(dossier: Dossier) -> None:
    cashier = staff("cashier", dossier)
    actions.record_cash(dossier.pk, actor=cashier, seen_amount=100_000)
    work()
    assert selectors.fees_waiting(cashier) == []


def test_counters_list_costs_the_same_however_long(
    dossier: Dossier, django_assert_num_queries: Any
) -> None:
    cashier = staff("cashier", dossier)
    assert selectors.takes_cash(cashier)
    for _ in range(3):
        an_accepted(BERTH, by="citizen-an", agency=THUY_NGUYEN, is_paid=False)
    with django_assert_num_queries(2):
        fees = selectors.fees_waiting(cashier)
    assert len(fees) == 4
    first = fees[0].due
    assert (first.dossier_code, first.owner_name) == (dossier.code, dossier.owner_name)
