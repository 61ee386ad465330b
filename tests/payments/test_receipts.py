from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from payments import receipts
from payments.models import FeeReceipt, PaymentIntent, ReceiptCounter
from portal.core import clock
from tests.factories.payments import APPRAISAL, PaymentIntentFactory

pytestmark = pytest.mark.django_db

EVE = datetime(2026, 12, 31, 23, 59, tzinfo=clock.VIETNAM)
NEW_YEAR = datetime(2027, 1, 1, 0, 1, tzinfo=clock.VIETNAM)


def issue(intent: PaymentIntent | None = None, **kwargs: object) -> list[FeeReceipt]:
    with transaction.atomic():
        return receipts.issue(intent or PaymentIntentFactory.create(**kwargs))


def test_two_kinds_get_two_receipts() -> None:
    le_phi, phi = issue()
    assert (le_phi.kind, le_phi.amount, phi.kind, phi.amount) == ("le_phi", 30_000, "phi", 70_000)
    assert le_phi.receipt_symbol != phi.receipt_symbol
    assert phi.lines == [{"code": "tham_dinh", "name": "Phí thẩm định", "amount": 70_000}]


def test_lines_of_one_kind_share_a_receipt() -> None:
    intent = PaymentIntentFactory.create(lines=[APPRAISAL, APPRAISAL | {"amount": 30_000}])
    [receipt] = issue(intent)
    assert receipt.amount == 100_000


def test_numbers_follow_each_other_in_each_unit() -> None:
    here = [issue()[0].number for _ in range(3)]
    there = issue(agency_code="H24.18")[0].number
    assert (here, there) == ([1, 2, 3], 1)


def test_rollback_gives_the_number_back() -> None:
    issue()
    with transaction.atomic():
        receipts.issue(PaymentIntentFactory.create())
        transaction.set_rollback(True)
    assert issue()[0].number == 2


def test_numbers_restart_on_new_year_in_vietnam() -> None:
    with clock.at(EVE):
        last = issue()[1]
    with clock.at(NEW_YEAR):
        first = issue()[1]
    assert (last.year, last.number, last.receipt_symbol) == (2026, 1, "PA-26E")
    assert (first.year, first.number, first.receipt_symbol) == (2027, 1, "PA-27E")


def test_number_is_printed_with_eight_digits() -> None:
    assert FeeReceipt(number=42).number_text == "00000042"


def test_same_kind_is_not_receipted_twice() -> None:
    intent = PaymentIntentFactory.create()
    issue(intent)
    with pytest.raises(IntegrityError):
        issue(intent)
    assert set(ReceiptCounter.objects.values_list("last", flat=True)) == {1}


def test_cancelled_receipt_keeps_its_number() -> None:
    intent = PaymentIntentFactory.create()
    for receipt in issue(intent):
        receipt.cancelled_at = clock.now()
        receipt.save()
    assert [receipt.number for receipt in issue(intent)] == [2, 2]
