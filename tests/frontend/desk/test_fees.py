"""Cash at the counter: shown, confirmed, refused to others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from payments import actions, callbacks, door, jobs
from payments.models import PaymentAttempt, PaymentIntent
from payments.states import Source
from portal.core import clock
from tests.factories import dossiers as make
from tests.factories.payments import signed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

    from procedures.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing() -> Dossier:
    """A dossier with a fee of 16,000 đồng."""
    return make.a_submitted(by="citizen-binh")


def address(dossier: Dossier) -> str:
    return f"/can-bo/ho-so/{dossier.code}/thu-tien"


def test_amount_is_shown_in_figures_and_words(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    text = signed_in("cashier-hongbang").get(address(owing)).content.decode()
    assert "16.000\xa0₫" in text
    assert "Mười sáu nghìn đồng" in text


@pytest.mark.parametrize("account", ["cashier-hongbang", "clerk-hongbang"])
def test_counter_takes_cash(
    signed_in: Callable[[str], Client], owing: Dossier, account: str
) -> None:
    client = signed_in(account)
    answer = client.post(address(owing), {"seen_amount": "16000"}, follow=True)
    assert answer.redirect_chain == [(f"/can-bo/ho-so/{owing.code}", 302)]
    text = answer.content.decode()
    assert "Đã thu 16.000\xa0₫" in text
    # The dossier learns of it from the worker; until then nothing is asked for a second time.
    assert "Chưa nộp phí" not in text
    assert "Thu phí bằng tiền mặt" not in text
    again = client.get(address(owing), follow=True)
    assert again.redirect_chain == [(f"/can-bo/ho-so/{owing.code}", 302)]
    assert PaymentIntent.objects.get(dossier_id=owing.pk).method == "cash"


@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("officer-hongbang", 403),
        ("cashier-thuynguyen", 404),
        ("citizen-binh", 403),
    ],
)
def test_others_take_no_cash(
    signed_in: Callable[[str], Client], owing: Dossier, account: str, status: int
) -> None:
    client = signed_in(account)
    assert client.get(address(owing)).status_code == status
    assert client.post(address(owing), {"seen_amount": "16000"}).status_code == status
    assert not PaymentIntent.objects.exists()


def test_other_amount_than_shown_is_outdated(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    answer = signed_in("cashier-hongbang").post(address(owing), {"seen_amount": "8000"})
    assert answer.status_code == 409
    assert "Số tiền phải nộp là 16.000\xa0₫" in answer.content.decode()
    assert not PaymentIntent.objects.exists()


@pytest.mark.parametrize("amount", ["", "mười", "16000.5"])
def test_unreadable_amount_is_refused(
    signed_in: Callable[[str], Client], owing: Dossier, amount: str
) -> None:
    answer = signed_in("cashier-hongbang").post(address(owing), {"seen_amount": amount})
    assert answer.status_code == 400


def test_nothing_owed_is_said(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    answer = signed_in("cashier-hongbang").get(address(dossier))
    assert answer.status_code == 409
    assert "không có phí, lệ phí nào phải nộp" in answer.content.decode()


@pytest.fixture
def in_review(owing: Dossier, clock_at: Callable[[str], datetime]) -> PaymentAttempt:
    """The payment of the owing dossier, of which VNPAY told another amount, hours ago."""
    began = clock_at("2026-11-23T09:00")
    attempt = actions.start(owing.pk, actor=make.who("citizen-binh"), ip_address="203.0.113.7")
    told = callbacks._read(signed(attempt, vnp_Amount="100"), source=Source.IPN)
    door.observe(told)
    with clock.at(began + timedelta(hours=1)):
        jobs.give_up(attempt=attempt.pk)
    return attempt


def test_payment_in_review_stands_on_the_counters_list(
    signed_in: Callable[[str], Client], owing: Dossier, in_review: PaymentAttempt
) -> None:
    text = signed_in("cashier-hongbang").get("/can-bo/thu-phi").content.decode()
    assert "Thanh toán cần kiểm tra" in text
    assert f'href="{address(owing)}/kiem-tra"' in text
    assert f'href="{address(owing)}"' not in text


def test_counter_reads_why_and_ends_the_review(
    signed_in: Callable[[str], Client], owing: Dossier, in_review: PaymentAttempt
) -> None:
    client = signed_in("cashier-hongbang")
    shown = client.get(address(owing), follow=True)
    assert shown.redirect_chain == [(f"{address(owing)}/kiem-tra", 302)]
    text = shown.content.decode()
    assert in_review.txn_ref in text
    assert "10:00, 23/11/2026" in text
    assert "VNPAY báo số tiền 1\xa0₫, khác số tiền phải nộp 16.000\xa0₫." in text
    empty = client.post(f"{address(owing)}/kiem-tra", {"reason": " "})
    assert empty.status_code == 400
    assert 'href="#reason"' in empty.content.decode()
    done = client.post(f"{address(owing)}/kiem-tra", {"reason": "Đã tra cứu."}, follow=True)
    assert done.redirect_chain == [(address(owing), 302)]
    assert "Đã kết luận: VNPAY chưa thu" in done.content.decode()
    client.post(address(owing), {"seen_amount": "16000"})
    assert PaymentIntent.objects.get(dossier_id=owing.pk).method == "cash"


def test_signed_success_leaves_nothing_to_conclude(
    signed_in: Callable[[str], Client], owing: Dossier, in_review: PaymentAttempt
) -> None:
    door.note(callbacks._read(signed(in_review), source=Source.RETURN))
    client = signed_in("cashier-hongbang")
    text = client.get(f"{address(owing)}/kiem-tra").content.decode()
    assert "Không thu lại khoản này" in text
    assert "<textarea" not in text
    assert client.post(f"{address(owing)}/kiem-tra", {"reason": "Đã tra cứu."}).status_code == 409


@pytest.mark.parametrize(
    ("account", "status"),
    [("officer-hongbang", 403), ("cashier-thuynguyen", 404), ("citizen-binh", 403)],
)
def test_others_end_no_review(
    signed_in: Callable[[str], Client],
    owing: Dossier,
    in_review: PaymentAttempt,
    account: str,
    status: int,
) -> None:
    client = signed_in(account)
    assert client.get(f"{address(owing)}/kiem-tra").status_code == status
    assert client.post(f"{address(owing)}/kiem-tra", {"reason": "x"}).status_code == status
    in_review.refresh_from_db()
    assert in_review.state == "in_review"


def test_fee_without_a_review_is_simply_taken(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    answer = signed_in("cashier-hongbang").get(f"{address(owing)}/kiem-tra")
    assert (answer.status_code, answer["Location"]) == (302, address(owing))
