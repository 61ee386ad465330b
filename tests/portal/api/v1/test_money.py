"""Paying online and at the counter."""

import pytest

from payments.models import PaymentIntent
from tests.factories import dossiers
from tests.factories.dossiers import BERTH


@pytest.fixture
def owed(portal):
    """A dossier of Mr An that owes 100,000 đồng."""
    return dossiers.an_accepted(BERTH, is_paid=False)


def test_payer_gets_a_link_and_follows_it(signed_in, owed):
    an = signed_in("citizen-an")
    link = an.tell(f"dossiers/{owed.code}/payment").json()
    assert set(link) == {"pay_url", "public_code", "amount", "expires_at"}
    assert link["expires_at"] == "2026-11-23T09:15:00+07:00"
    payment = an.ask(f"payments/{link['public_code']}").json()
    assert (payment["amount"], payment["state"], payment["paid_at"]) == (
        100_000,
        "processing",
        None,
    )
    assert payment["expires_at"] == link["expires_at"]
    assert payment["words"] == "Chưa thanh toán; liên kết còn hiệu lực đến 09:15, 23/11/2026"


def test_payment_of_another_is_not_found(signed_in, owed):
    signed_in("citizen-an").tell(f"dossiers/{owed.code}/payment")
    code = PaymentIntent.objects.get().public_code
    assert signed_in("citizen-binh").ask(f"payments/{code}").status_code == 404


def test_dossier_that_owes_nothing_has_no_payment(signed_in):
    dossier = dossiers.a_submitted()
    answer = signed_in("citizen-an").tell(f"dossiers/{dossier.code}/payment")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_owed")


@pytest.mark.parametrize(
    ("account", "amount", "status"),
    [
        ("cashier-hongbang", 99_999, 409),
        ("cashier-hongbang", "100000", 200),
        ("clerk-hongbang", 100_000, 200),
        ("officer-hongbang", 100_000, 403),
        ("cashier-thuynguyen", 100_000, 404),
        ("citizen-binh", 100_000, 404),
        ("cashier-hongbang", 0, 400),
    ],
)
def test_who_may_put_down_cash(signed_in, owed, account, amount, status):
    answer = signed_in(account).tell(f"dossiers/{owed.code}/cash", {"seen_amount": amount})
    assert answer.status_code == status, answer.content


def test_counter_lists_the_fees_that_it_may_take(signed_in):
    owing = dossiers.a_submitted(by="citizen-binh")
    dossiers.a_submitted()
    listed = signed_in("cashier-hongbang").ask("queue/fees/").json()["data"]
    assert [(fee["dossier"], fee["amount"]) for fee in listed] == [(owing.code, 16_000)]
    assert listed[0]["owner"] == owing.owner_name
    assert signed_in("officer-hongbang").ask("queue/fees/").json()["data"] == []
    assert signed_in("citizen-binh").ask("queue/fees/").status_code == 403
