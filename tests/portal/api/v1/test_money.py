"""Paying online and at the counter."""

import pytest

from payments import callbacks, door, jobs
from payments.models import PaymentAttempt, PaymentIntent
from payments.states import Source
from tests.factories import dossiers
from tests.factories.dossiers import BERTH
from tests.factories.payments import signed


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


@pytest.mark.parametrize(
    ("account", "changes", "status", "pointers"),
    [
        ("cashier-hongbang", {}, 200, []),
        ("clerk-hongbang", {"seen_amount": 99_999}, 409, []),
        ("officer-hongbang", {}, 403, []),
        ("cashier-hongbang", {"reference": "12"}, 400, ["/reference"]),
        ("cashier-hongbang", {"reference": None, "approval": ""}, 400, ["/reference", "/approval"]),
    ],
)
def test_who_may_put_down_a_card(signed_in, owed, account, changes, status, pointers):
    slip = {"seen_amount": 100_000, "reference": "632709123456", "approval": "A1B2C3", **changes}
    answer = signed_in(account).tell(f"dossiers/{owed.code}/pos", slip)
    assert answer.status_code == status, answer.content
    told = answer.json()
    assert [error["pointer"] for error in told.get("errors") or ()] == pointers
    assert (told.get("state"), told.get("method")) == (
        ("paid", "pos") if status == 200 else (None, None)
    )


def test_counter_lists_the_fees_that_it_may_take(signed_in):
    owing = dossiers.a_submitted(by="citizen-binh")
    dossiers.a_submitted()
    listed = signed_in("cashier-hongbang").ask("queue/fees/").json()["data"]
    assert [(fee["dossier"], fee["amount"]) for fee in listed] == [(owing.code, 16_000)]
    assert listed[0]["owner"] == owing.owner_name
    assert signed_in("officer-hongbang").ask("queue/fees/").json()["data"] == []
    assert signed_in("citizen-binh").ask("queue/fees/").status_code == 403


@pytest.fixture
def in_review(signed_in, owed, clock_at):
    """A payment of which VNPAY told another amount, an hour ago."""
    signed_in("citizen-an").tell(f"dossiers/{owed.code}/payment")
    attempt = PaymentAttempt.objects.get()
    door.observe(callbacks._read(signed(attempt, vnp_Amount="100"), source=Source.IPN))
    clock_at("2026-11-23T10:00")
    jobs.give_up(attempt=attempt.pk)
    return attempt


def test_counter_sees_and_closes_a_review(signed_in, owed, in_review):
    cashier = signed_in("cashier-hongbang")
    [fee] = cashier.ask("queue/fees/").json()["data"]
    assert (fee["dossier"], fee["review"]["since"]) == (owed.code, "2026-11-23T10:00:00+07:00")
    assert fee["review"]["may_close"] is True
    assert "khác số tiền phải nộp" in fee["review"]["words"]
    address = f"payments/{fee['review']['payment']}/review"
    assert cashier.tell(address, {}).json()["errors"][0]["pointer"] == "/reason"
    closed = cashier.tell(address, {"reason": "Đã tra cứu, không có giao dịch."}).json()
    assert (closed["state"], closed["words"]) == ("open", "Chưa thanh toán")
    assert cashier.ask("queue/fees/").json()["data"][0]["review"] is None
    again = cashier.tell(address, {"reason": "Đã tra cứu."})
    assert (again.status_code, again.json()["code"]) == (409, "no_review")


@pytest.mark.parametrize(
    ("account", "status"),
    [("citizen-an", 403), ("officer-hongbang", 403), ("cashier-thuynguyen", 404)],
)
def test_others_close_no_review(signed_in, in_review, account, status):
    code = in_review.intent.public_code
    assert signed_in(account).tell(f"payments/{code}/review", {"reason": "x"}).status_code == status
