"""Debts, tries to pay them, and what the gateway says, for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from payments import codes
from payments.models import IntentLine, PaymentAttempt, PaymentIntent
from payments.states import AttemptState, IntentState
from payments.vnpay.testing import sign_callback
from portal.core import clock

APPRAISAL = {"kind": "phi", "code": "tham_dinh", "name": "Phí thẩm định", "amount": 70_000}
LICENCE = {"kind": "le_phi", "code": "cap_phep", "name": "Lệ phí cấp giấy phép", "amount": 30_000}


class PaymentIntentFactory(DjangoModelFactory):
    """A fee of 100,000 đồng in two lines, phí and lệ phí."""

    class Meta:
        model = PaymentIntent
        skip_postgeneration_save = True

    class Params:
        processing = factory.Trait(state=IntentState.PROCESSING)
        cancelled = factory.Trait(state=IntentState.CANCELLED)

    public_code = factory.LazyFunction(codes.new_public_code)
    dossier_id = factory.Sequence(lambda n: n + 1)
    dossier_code = factory.Sequence(lambda n: f"H24.17.05-261123-{n + 1:04d}")
    hold_id = factory.Sequence(lambda n: n + 1)
    procedure_code = "1.009454"
    agency_code = "H24.17"
    agency_name = "Sở Xây dựng thành phố Hải Phòng"
    agency_tax_code = "0200000001"
    amount = 100_000
    created_at = factory.LazyFunction(clock.now)
    created_by = "person:1"

    @factory.post_generation
    def lines(self, create: bool, lines: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        """Give the intent its lines."""
        for line in lines or (APPRAISAL, LICENCE):
            IntentLine.objects.create(intent=self, **line)


class PaymentAttemptFactory(DjangoModelFactory):
    """An open link to pay, given out a minute ago."""

    class Meta:
        model = PaymentAttempt

    class Params:
        expired = factory.Trait(state=AttemptState.EXPIRED)
        failed = factory.Trait(state=AttemptState.FAILED)

    intent = factory.SubFactory(PaymentIntentFactory, processing=True)
    gateway = "vnpay"
    account = factory.LazyFunction(lambda: settings.VNPAY_TMN_CODE)
    txn_ref = factory.LazyFunction(lambda: codes.new_txn_ref(clock.now()))
    amount = factory.SelfAttribute("intent.amount")
    created_at = factory.LazyFunction(lambda: clock.now() - timedelta(minutes=1))
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(minutes=14))


def signed(attempt: PaymentAttempt, *, codes: str = "00/00", **changes: str | None) -> str:
    """Write what the gateway tells of an attempt, the same each time; `codes`: response/status."""
    response_code, _, status = codes.partition("/")
    params: dict[str, str | int | None] = {
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_BankTranNo": "VNP14226112",
        "vnp_CardType": "ATM",
        "vnp_OrderInfo": f"Nop phi ho so {attempt.intent.dossier_code}",
        "vnp_PayDate": f"{attempt.created_at.astimezone(clock.VIETNAM):%Y%m%d%H%M%S}",
        "vnp_ResponseCode": response_code,
        "vnp_TmnCode": attempt.account,
        "vnp_TransactionNo": str(14_000_000 + attempt.pk),
        "vnp_TransactionStatus": status,
        "vnp_TxnRef": attempt.txn_ref,
        **changes,
    }
    return sign_callback(params, settings.VNPAY_SECRETS[0])
