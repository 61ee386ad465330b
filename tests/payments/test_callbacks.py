import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from payments import door, ledger
from payments.models import FeeReceipt, LedgerTransfer, Observation, PaymentAttempt
from portal.core.jobs.models import JobRow
from portal.core.journal.models import Event
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory, signed

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.payments.urls")]

IPN = "/payments/vnpay/ipn"
RETURN = "/payments/vnpay/return"


@pytest.fixture
def attempt() -> PaymentAttempt:
    return PaymentAttemptFactory.create()


def call(query: str) -> str:
    """Call the IPN as VNPAY does, without following anything, and read the code."""
    response = Client(enforce_csrf_checks=True).get(f"{IPN}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    code: str = response.json()["RspCode"]
    return code


def state(attempt: PaymentAttempt) -> tuple[str, str]:
    attempt = PaymentAttempt.objects.select_related("intent").get(pk=attempt.pk)
    return attempt.intent.state, attempt.state


def traces() -> dict[str, int]:
    tables: tuple[Any, ...] = (Observation, LedgerTransfer, FeeReceipt, JobRow, Event)
    return {table.__name__: table.objects.count() for table in tables}


def events() -> list[str]:
    """Name what was told; facts of one millisecond have no order."""
    return sorted(Event.objects.values_list("name", flat=True))


def test_success_pays_the_intent(attempt: PaymentAttempt) -> None:
    assert call(signed(attempt)) == "00"
    assert state(attempt) == ("paid", "succeeded")
    assert ledger.balances() == {
        "gateway_receivable:vnpay": 100_000,
        "fee_income:H24.17:phi:tham_dinh": -70_000,
        "fee_income:H24.17:le_phi:cap_phep": -30_000,
    }
    assert events() == [
        "payment.receipt_issued",
        "payment.receipt_issued",
        "payment.succeeded",
    ]
    assert set(JobRow.objects.values_list("name", flat=True)) == {
        "payments.close_fee_hold",
        "payments.receipt_pdf",
    }
    assert ledger.prove() == []


def test_journal_tells_codes_and_no_more(attempt: PaymentAttempt) -> None:
    call(signed(attempt))
    event = Event.objects.get(name="payment.succeeded")
    intent = attempt.intent
    assert (event.subject, event.actor) == (f"payment:{intent.public_code}", "system:vnpay")
    assert (event.agency, event.procedure) == ("H24.17", "1.009454")
    assert event.data == {
        "dossier": intent.dossier_id,
        "dossier_code": intent.dossier_code,
        "amount": 100_000,
        "method": "vnpay",
        "channel": "online",
        "txn_ref": attempt.txn_ref,
    }


@pytest.mark.parametrize(
    ("codes", "answer", "owed", "tried"),
    [
        ("24/02", "00", "open", "cancelled"),
        ("51/02", "00", "open", "failed"),
        ("07/00", "00", "on_hold", "in_review"),
        ("00/01", "00", "processing", "open"),
        ("00/02", "00", "processing", "open"),
        ("24/00", "00", "processing", "open"),
        ("88/42", "00", "processing", "open"),
    ],
)
def test_other_words_are_recorded(
    attempt: PaymentAttempt, codes: str, answer: str, owed: str, tried: str
) -> None:
    assert call(signed(attempt, codes=codes)) == answer
    assert state(attempt) == (owed, tried)
    assert Observation.objects.get().ack == answer
    assert LedgerTransfer.objects.count() == 0
    assert call(signed(attempt, codes=codes)) == "02"
    assert Observation.objects.count() == 1


def test_same_ipn_is_applied_once(attempt: PaymentAttempt) -> None:
    query = signed(attempt)
    assert call(query) == "00"
    before = traces()
    assert [call(query) for _ in range(3)] == ["02", "02", "02"]
    assert traces() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda query: query[:-1] + ("0" if query[-1] != "0" else "1"),
        lambda query: query.replace("vnp_Amount=10000000", "vnp_Amount=1000000"),
        lambda query: query.partition("&vnp_SecureHash")[0],
        lambda query: query + "&vnp_Amount=10000000",
        lambda query: query + "&vnp_X=%ff%zz",
        lambda query: query.replace("vnp_TxnRef=", "VNP_TXNREF="),
    ],
    ids=["one digit", "amount", "no hash", "twice", "not utf-8", "other case"],
)
def test_bad_signature_changes_nothing(attempt: PaymentAttempt, spoil: Any) -> None:
    before = traces()
    assert call(spoil(signed(attempt))) == "97"
    assert traces() == before
    assert state(attempt) == ("processing", "open")


@pytest.mark.parametrize(
    "changes",
    [{"vnp_TxnRef": "DVC261123AAAAAAAAX"}, {"vnp_TmnCode": "OTHER001"}],
    ids=["reference", "terminal"],
)
def test_unknown_payment_is_kept_and_answered_01(
    attempt: PaymentAttempt, changes: dict[str, str]
) -> None:
    query = signed(attempt, **changes)
    assert [call(query), call(query)] == ["01", "01"]
    assert state(attempt) == ("processing", "open")
    assert Observation.objects.get().ack == "01"
    assert events() == ["payment.incident"]


@pytest.mark.parametrize("amount", ["9900000", "0", "+10000000", "010000000", "10000001", "1e7"])
def test_other_amount_is_answered_04_and_leaves_the_attempt_open(
    attempt: PaymentAttempt, amount: str
) -> None:
    query = signed(attempt, vnp_Amount=amount)
    assert [call(query), call(query)] == ["04", "04"]
    assert state(attempt) == ("processing", "open")
    assert events() == ["payment.incident"]
    assert call(signed(attempt)) == "00"
    assert state(attempt) == ("paid", "succeeded")


def test_signed_fields_missing_are_kept_and_answered_99(attempt: PaymentAttempt) -> None:
    query = signed(attempt, vnp_TransactionStatus=None)
    assert [call(query), call(query)] == ["99", "99"]
    assert state(attempt) == ("processing", "open")
    assert Observation.objects.get().incident == "unreadable"
    assert events() == ["payment.incident"]


def test_empty_call_is_answered_99() -> None:
    before = traces()
    assert call("") == "99"
    assert traces() == before


@pytest.mark.parametrize("method", ["post", "put", "delete", "head", "patch"])
@pytest.mark.parametrize("url", [IPN, RETURN])
def test_only_get_is_heard(attempt: PaymentAttempt, method: str, url: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(f"{url}?{signed(attempt)}")
    assert response.status_code == 405
    assert Observation.objects.count() == 0


def test_failure_inside_is_kept_and_heard_again(
    attempt: PaymentAttempt, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the lock was not given in time")

    caplog.set_level(logging.CRITICAL)
    with monkeypatch.context() as broken:
        broken.setattr(door.carrying, "carry_out", fail)
        assert call(signed(attempt)) == "99"
    assert state(attempt) == ("processing", "open")
    kept = Observation.objects.get()
    assert (kept.ack, kept.error) == ("99", "DatabaseError")
    assert LedgerTransfer.objects.count() == 0

    assert call(signed(attempt)) == "00"
    assert state(attempt) == ("paid", "succeeded")
    assert Observation.objects.get().error == ""


def test_database_down_is_answered_99(
    attempt: PaymentAttempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(door, "observe", fail)
    monkeypatch.setattr(door, "note_failure", fail)
    assert call(signed(attempt)) == "99"


def test_missing_secret_is_answered_99(attempt: PaymentAttempt, settings: Any) -> None:
    query = signed(attempt)
    settings.VNPAY_SECRETS = []
    assert call(query) == "99"


def test_old_secret_verifies_during_rotation(attempt: PaymentAttempt, settings: Any) -> None:
    query = signed(attempt)
    settings.VNPAY_SECRETS = ["the-new-secret", *settings.VNPAY_SECRETS]
    assert call(query) == "00"


def test_second_payment_waits_for_its_refund(attempt: PaymentAttempt) -> None:
    late = PaymentAttemptFactory.create(intent=attempt.intent, expired=True)
    assert [call(signed(attempt)), call(signed(late))] == ["00", "00"]
    assert state(late) == ("paid", "succeeded")
    assert ledger.balances()["suspense"] == -100_000
    assert FeeReceipt.objects.count() == 2
    assert PaymentAttempt.objects.filter(settles=True).get() == attempt
    assert "payment.unneeded" not in events()
    assert Event.objects.get(name="payment.incident").data["incident"] == "duplicate_money"
    assert ledger.prove() == []


def test_money_for_a_cancelled_fee_waits_for_its_refund() -> None:
    attempt = PaymentAttemptFactory.create(intent=PaymentIntentFactory.create(cancelled=True))
    assert call(signed(attempt)) == "00"
    assert state(attempt) == ("paid_unneeded", "succeeded")
    assert ledger.balances() == {"gateway_receivable:vnpay": 100_000, "suspense": -100_000}
    assert events() == ["payment.incident", "payment.unneeded"]
    assert FeeReceipt.objects.count() == 0
    assert ledger.prove() == []


@pytest.mark.parametrize("first", ["51/02", "24/02"])
def test_success_after_failure_pays_late(attempt: PaymentAttempt, first: str) -> None:
    assert [call(signed(attempt, codes=first)), call(signed(attempt))] == ["00", "00"]
    assert state(attempt) == ("paid", "succeeded")


def test_failure_after_success_changes_nothing(attempt: PaymentAttempt) -> None:
    assert [call(signed(attempt)), call(signed(attempt, codes="24/02"))] == ["00", "02"]
    assert state(attempt) == ("paid", "succeeded")
    assert "payment.incident" in events()


def test_success_with_used_number_is_reviewed(attempt: PaymentAttempt) -> None:
    other = PaymentAttemptFactory.create()
    call(signed(other, vnp_TransactionNo="14226112"))
    assert call(signed(attempt, vnp_TransactionNo="14226112")) == "00"
    assert state(attempt) == ("on_hold", "in_review")
    assert ledger.prove() == []


@pytest.mark.parametrize(
    ("pay_date", "believed"),
    [
        ("20261123085930", True),
        ("20261123090130", False),
        ("20261120085930", False),
        ("yesterday", False),
        (None, False),
    ],
    ids=["between", "in the future", "before the link", "no date", "missing"],
)
def test_signed_time_counts_if_it_can_be_true(
    nine_o_clock: Any, pay_date: str | None, believed: bool
) -> None:
    attempt = PaymentAttemptFactory.create()
    assert call(signed(attempt, vnp_PayDate=pay_date)) == "00"
    attempt.intent.refresh_from_db()
    expected = nine_o_clock - timedelta(seconds=30) if believed else nine_o_clock
    assert attempt.intent.paid_at == expected
    assert Event.objects.get(name="payment.succeeded").occurred_at == expected


def test_overlong_signed_text_is_kept(attempt: PaymentAttempt) -> None:
    assert call(signed(attempt, vnp_TxnRef="A" * 300, vnp_BankCode="B" * 90)) == "01"
    kept = Observation.objects.get()
    assert len(kept.txn_ref) == 100
    assert "A" * 300 in kept.raw


def test_ipn_costs_a_fixed_number_of_queries(attempt: PaymentAttempt) -> None:
    other = PaymentAttemptFactory.create()
    call(signed(attempt))  # makes the year's receipt counters
    with CaptureQueriesContext(connection) as first:
        assert call(signed(other)) == "00"
    with CaptureQueriesContext(connection) as again:
        assert call(signed(other)) == "02"
    assert (len(first), len(again)) == (25, 1)


class TestReturn:
    """The customer's way back: it stores and shows, and settles nothing."""

    def come_back(self, query: str) -> str:
        response = Client().get(f"{RETURN}?{query}")
        assert response.status_code == 302
        location: str = response["Location"]
        return location

    @pytest.mark.parametrize("codes", ["00/00", "24/02", "07/00", "88/00"])
    def test_return_is_kept_and_settles_nothing(self, attempt: PaymentAttempt, codes: str) -> None:
        place = self.come_back(signed(attempt, codes=codes))
        assert place == f"/thanh-toan/{attempt.intent.public_code}"
        assert state(attempt) == ("processing", "open")
        kept = Observation.objects.get()
        assert (kept.source, kept.attempt, kept.ack) == ("return", attempt, "")
        assert traces() | {"Observation": 0} == dict.fromkeys(traces(), 0)

    def test_return_does_not_shadow_its_ipn(self, attempt: PaymentAttempt) -> None:
        query = signed(attempt)
        self.come_back(query)
        assert call(query) == "00"
        self.come_back(query)
        assert state(attempt) == ("paid", "succeeded")
        assert Observation.objects.count() == 2

    def test_refreshing_keeps_one_row(self, attempt: PaymentAttempt) -> None:
        for _ in range(5):
            self.come_back(signed(attempt))
        assert Observation.objects.count() == 1

    @pytest.mark.parametrize("tail", ["0", "&vnp_Amount=1", "&vnp_X=%zz"])
    def test_unverified_return_claims_nothing(self, attempt: PaymentAttempt, tail: str) -> None:
        assert self.come_back(signed(attempt) + tail) == "/thanh-toan/"
        assert Observation.objects.count() == 0

    def test_return_of_unknown_payment_is_kept(self, attempt: PaymentAttempt) -> None:
        query = signed(attempt, vnp_TxnRef="DVC261123AAAAAAAAX")
        assert self.come_back(query) == "/thanh-toan/"
        assert Observation.objects.get().attempt is None

    def test_signed_return_that_says_too_little_shows_its_payment(
        self, attempt: PaymentAttempt
    ) -> None:
        query = signed(attempt, vnp_ResponseCode=None)
        assert self.come_back(query) == f"/thanh-toan/{attempt.intent.public_code}"
