"""A card terminal at the counter: the door, ledger and receipt of cash, with the slip's numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from payments import actions, documents, ledger
from payments.models import FeeReceipt, LedgerTransfer, Observation, PaymentAttempt, PaymentIntent
from portal.accounts import actors
from portal.core.errors import InvalidInput, NotAllowed, NotFound, Refused, Stale
from portal.core.journal.models import Event
from tests.factories.accounts import PersonFactory
from tests.payments.test_actions import staff

if TYPE_CHECKING:
    from collections.abc import Callable

    from payments.models import PaymentIntent as Intent
    from portal.accounts.actors import Actor
    from tests.payments.conftest import DossierRoom

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dossier_room")]

REFERENCE, APPROVAL = "632709123456", "A1B2C3"


@pytest.fixture
def cashier() -> Actor:
    return staff("cashier")


def by_card(actor: Actor, dossier: int = 7, **changes: Any) -> Intent:
    sent = {"seen_amount": 100_000, "reference": REFERENCE, "approval": APPROVAL, **changes}
    return actions.record_pos(dossier, actor=actor, **sent)


def test_card_pays_through_the_same_door(nine_o_clock: Any, cashier: Actor) -> None:
    intent = by_card(cashier, reference=" 632709 123456 ", approval="a1b2c3")
    intent.refresh_from_db()
    assert (intent.state, intent.method, intent.paid_at) == ("paid", "pos", nine_o_clock)
    assert ledger.balances()["gateway_receivable:pos:H24.17"] == 100_000
    assert PaymentAttempt.objects.get().gateway_txn_no == REFERENCE
    word = Observation.objects.get()
    assert (word.source, word.gateway, word.actor) == ("counter", "pos", cashier.code)
    told = json.loads(word.raw)
    assert (told["reference"], told["approval"], told["till"]) == (REFERENCE, APPROVAL, "H24.17")
    event = Event.objects.get(name="payment.pos_recorded")
    assert (event.data["method"], event.data["channel"]) == ("pos", "counter")
    assert event.data["till"] == "H24.17"
    assert ledger.prove() == []


def test_receipt_says_that_a_card_paid(cashier: Actor) -> None:
    by_card(cashier)
    said = documents.context(FeeReceipt.objects.all()[0])["method"]
    assert said == "Thẻ qua máy POS tại quầy, số tham chiếu 632709123456"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"reference": ""}, ["/reference"]),
        ({"approval": " "}, ["/approval"]),
        ({"reference": "12345", "approval": "12345"}, ["/reference", "/approval"]),
        ({"reference": "1" * 13}, ["/reference"]),
        ({"reference": "63270912345é"}, ["/reference"]),
        ({"reference": "６３２７０９１２３４５６"}, ["/reference"]),
        ({"approval": "1234567"}, ["/approval"]),
        ({"approval": "12-456"}, ["/approval"]),
    ],
)
def test_slip_must_be_readable(cashier: Actor, changes: dict[str, str], wrong: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        by_card(cashier, **changes)
    assert [error.pointer for error in refused.value.errors] == wrong
    assert not PaymentIntent.objects.exists()


def test_one_slip_pays_one_fee(cashier: Actor) -> None:
    by_card(cashier)
    with pytest.raises(InvalidInput, match="khoản thu khác") as refused:
        by_card(cashier, dossier=8)
    assert [error.pointer for error in refused.value.errors] == ["/reference"]
    assert by_card(cashier, dossier=8, reference="632709123457").state == "paid"
    assert ledger.prove() == []


def test_slip_that_another_window_took_meanwhile_is_refused(
    cashier: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_card(cashier)
    monkeypatch.setattr("payments.counter._demand_unused", lambda *args, **named: None)
    monkeypatch.setattr("payments.door._is_numbered", lambda *args: True)
    with pytest.raises(InvalidInput, match="khoản thu khác"):
        by_card(cashier, dossier=8)
    assert LedgerTransfer.objects.count() == 2


@pytest.mark.parametrize("again", ["cash", "pos"])
def test_fee_is_taken_once_whatever_the_way(cashier: Actor, again: str) -> None:
    by_card(cashier)
    take: dict[str, Callable[[], Intent]] = {
        "cash": lambda: actions.record_cash(7, actor=cashier, seen_amount=100_000),
        "pos": lambda: by_card(cashier, reference="632709123457"),
    }
    with pytest.raises(Refused, match="đã được nộp"):
        take[again]()
    assert LedgerTransfer.objects.count() == 2


def test_another_amount_was_seen(cashier: Actor) -> None:
    with pytest.raises(Stale, match=r"100\.000"):
        by_card(cashier, seen_amount=90_000)


def test_card_waits_for_the_open_link(nine_o_clock: Any, cashier: Actor) -> None:
    citizen = actors.citizen(PersonFactory.create())
    actions.start(7, actor=citizen, ip_address="203.0.113.7")
    with pytest.raises(Refused, match=r"đến 09:20. Chỉ thu tại quầy"):
        by_card(cashier)


@pytest.mark.parametrize(
    ("role", "agency", "refusal"),
    [("officer", "H24.17", NotAllowed), ("cashier", "H24.18", NotFound)],
)
def test_only_the_counter_takes_cards(
    dossier_room: DossierRoom, role: str, agency: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        by_card(staff(role, agency))
    assert PaymentIntent.objects.count() == 0
