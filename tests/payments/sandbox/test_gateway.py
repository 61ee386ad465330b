"""Two tabs at once: each acts on the copy of the payment it read before the other."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from payments.sandbox import gateway
from payments.sandbox.cards import BY_KEY
from payments.sandbox.models import GatewayPayment, Step
from payments.sandbox.terminal import read_request
from portal.core import clock
from portal.core.jobs.models import JobRow

pytestmark = pytest.mark.django_db

PAID = BY_KEY["ncb-paid"]
Act = Callable[[GatewayPayment], GatewayPayment]


@pytest.fixture
def opened(link: Callable[..., str]) -> GatewayPayment:
    request = read_request(
        urlsplit(link(bank_code="NCB")).query,
        tmn_code=settings.VNPAY_TMN_CODE,
        secret=settings.VNPAY_SECRET,
        moment=clock.now(),
    )
    return gateway.open_payment(request)


ACTS: dict[str, Act] = {
    "cancel": gateway.cancel,
    "bank": lambda stale: gateway.choose_bank(stale, bank_code="VISA"),
    "card": lambda stale: gateway.present_card(stale, card=BY_KEY["ncb-poor"]),
    "otp": lambda stale: gateway.enter_otp(stale, otp="000000"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_ended_payment_stays_as_it_ended(act: Act, opened: GatewayPayment) -> None:
    gateway.present_card(opened, card=PAID)
    gateway.enter_otp(opened, otp=PAID.otp)
    assert act(opened).response_code == "00"
    assert JobRow.objects.count() == 1


@pytest.mark.parametrize("name", ["bank", "card"])
def test_tab_left_behind_does_not_take_the_payment_back(name: str, opened: GatewayPayment) -> None:
    gateway.present_card(opened, card=PAID)
    moved = ACTS[name](opened)
    assert (moved.step, moved.bank_code, moved.card) == (Step.OTP, "NCB", PAID.key)


def test_password_before_a_card_is_ignored(opened: GatewayPayment) -> None:
    moved = gateway.enter_otp(opened, otp=PAID.otp)
    assert (moved.step, moved.wrong_tries) == (Step.CARD, 0)
