from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from payments import ledger
from payments.models import (
    FeeReceipt,
    IntentLine,
    LedgerTransfer,
    Observation,
    PaymentAttempt,
    PaymentIntent,
    ReceiptCounter,
)
from portal.core import clock
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory
from tests.payments.test_jobs import hear

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid() -> PaymentAttempt:
    attempt: PaymentAttempt = PaymentAttemptFactory.create()
    hear(attempt)
    return attempt


def transfer(intent: PaymentIntent, **changes: Any) -> LedgerTransfer:
    values = {"debit_account": "suspense", "credit_account": "cash:H24", "amount": 1} | changes
    return LedgerTransfer.objects.create(
        **values, cause="payment", intent=intent, booked_at=clock.now()
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda: LedgerTransfer.objects.update(amount=1),
        lambda: LedgerTransfer.objects.all().delete(),
    ],
    ids=["update", "delete"],
)
def test_transfers_are_never_changed(paid: PaymentAttempt, change: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert ledger.prove() == []


@pytest.mark.parametrize("changes", [{"amount": 0}, {"amount": -1}, {"credit_account": "suspense"}])
def test_transfers_move_money_between_two_accounts(changes: dict[str, Any]) -> None:
    intent = PaymentIntentFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        transfer(intent, **changes)


def test_accounts_sum_to_zero(paid: PaymentAttempt) -> None:
    assert sum(ledger.balances().values()) == 0


def test_proof_reads_a_fixed_number_of_times(
    paid: PaymentAttempt, django_assert_num_queries: Any
) -> None:
    hear(PaymentAttemptFactory.create())
    with django_assert_num_queries(9):
        assert ledger.prove() == []


def test_proof_is_clean_with_unpaid_intents() -> None:
    PaymentAttemptFactory.create()
    PaymentIntentFactory.create(cancelled=True)
    assert ledger.prove() == []


# Each fault, and a piece of the sentence that names it.
FAULTS: list[tuple[Callable[[PaymentAttempt], object], str]] = [
    (lambda paid: transfer(paid.intent), "suspense → cash:H24: phải là 0, sổ ghi 1"),
    (
        lambda paid: IntentLine.objects.filter(kind="phi").update(amount=60_000),
        "phải là 60000, sổ ghi 70000",
    ),
    (
        lambda paid: IntentLine.objects.filter(kind="phi").update(amount=60_000),
        "các khoản cộng lại 90000, phải nộp 100000",
    ),
    (
        lambda paid: PaymentIntent.objects.update(state="paid_unneeded"),
        "→ suspense: phải là 70000, sổ ghi 0",
    ),
    (lambda paid: PaymentIntent.objects.update(state="open"), "nhưng trạng thái open"),
    (
        lambda paid: PaymentAttempt.objects.update(settles=False),
        "không có lần nộp nào được ghi nhận",
    ),
    (
        lambda paid: PaymentAttempt.objects.update(settles=False, state="failed"),
        "cổng báo thành công 100000 đồng nhưng chưa ghi sổ",
    ),
    (lambda paid: Observation.objects.update(amount=1), "không có chứng cứ"),
    (
        lambda paid: FeeReceipt.objects.filter(kind="phi").update(amount=1),
        "biên lai phi ghi 1, đã thu 70000",
    ),
    (lambda paid: FeeReceipt.objects.filter(kind="phi").delete(), "ghi 0, đã thu 70000"),
    (lambda paid: FeeReceipt.objects.update(number=2), "sai dãy số tại [1, 2]"),
    (lambda paid: ReceiptCounter.objects.update(last=3), "sai dãy số tại [2, 3]"),
    (lambda paid: ReceiptCounter.objects.all().delete(), "không có bộ đếm"),
]


@pytest.mark.parametrize(("spoil", "named"), FAULTS)
def test_proof_names_what_differs(
    paid: PaymentAttempt, spoil: Callable[[PaymentAttempt], object], named: str
) -> None:
    assert ledger.prove() == []
    spoil(paid)
    assert named in "\n".join(ledger.prove())
