from datetime import datetime, timedelta

import pytest

from payments import selectors
from payments.models import Observation, PaymentAttempt, PaymentIntent
from portal.core import clock
from portal.core.errors import NotFound
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory

pytestmark = pytest.mark.django_db

LINK_IS_OPEN = "Chưa thanh toán; liên kết còn hiệu lực đến 09:14, 23/11/2026"


@pytest.mark.parametrize(
    ("state", "attempts", "words"),
    [
        ("open", [], "Chưa thanh toán"),
        ("open", ["failed"], "Không thành công — chưa bị trừ tiền"),
        ("open", ["cancelled"], "Không thành công — chưa bị trừ tiền"),
        ("open", ["expired"], "Chưa thanh toán"),
        ("open", ["failed", "expired"], "Chưa thanh toán"),
        ("processing", ["open"], LINK_IS_OPEN),
        ("processing", ["failed", "open"], LINK_IS_OPEN),
        ("on_hold", ["in_review"], "Đang kiểm tra"),
        ("cancelled", [], "Không còn phải nộp"),
    ],
)
def test_words_claim_no_failure_without_proof(
    nine_o_clock: datetime, state: str, attempts: list[str], words: str
) -> None:
    intent = PaymentIntentFactory.create(state=state)
    for tried in attempts:
        PaymentAttemptFactory.create(intent=intent, state=tried)
    assert selectors.payment_words(intent) == words


@pytest.mark.parametrize(
    ("outcome", "minutes"),
    [("succeeded", 0), ("pending", 0), ("cancelled", 0), (None, 14), (None, 19)],
)
def test_link_that_was_used_or_is_over_is_being_checked(
    nine_o_clock: datetime, outcome: str | None, minutes: int
) -> None:
    attempt = PaymentAttemptFactory.create()
    if outcome:
        Observation.objects.create(
            gateway="vnpay",
            account=attempt.account,
            source="return",
            fingerprint="f",
            received_at=nine_o_clock,
            outcome=outcome,
            attempt=attempt,
        )
    with clock.at(nine_o_clock + timedelta(minutes=minutes)):
        assert selectors.payment_words(attempt.intent) == "Đang kiểm tra"
        assert selectors.usable_link(attempt.intent) is None


@pytest.mark.parametrize(
    ("state", "words"), [("paid", "Đã thanh toán"), ("paid_unneeded", "Chờ hoàn tiền")]
)
def test_words_for_money_that_came(state: str, words: str) -> None:
    assert selectors.payment_words(PaymentIntent(state=state)) == words


def test_intent_is_found_by_its_public_code() -> None:
    intent = PaymentIntentFactory.create()
    assert selectors.get_intent(intent.public_code) == intent
    with pytest.raises(NotFound):
        selectors.get_intent("0" * 20)


def test_latest_intent_of_a_dossier() -> None:
    PaymentIntentFactory.create(dossier_id=9, cancelled=True)
    latest = PaymentIntentFactory.create(dossier_id=9)
    assert selectors.intent_for(9) == latest
    assert selectors.intent_for(10) is None
    assert selectors.receipts_for(9) == []
    assert PaymentAttempt.objects.count() == 0
