"""A fee at the counter, in cash or by card: shown, confirmed, refused to others."""

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

CASH = {"seen_amount": "16000", "way": "cash"}
CARD = {"seen_amount": "16000", "way": "pos", "reference": "632709123456", "approval": "A1B2C3"}


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
    answer = client.post(address(owing), CASH, follow=True)
    assert answer.redirect_chain == [(f"/can-bo/ho-so/{owing.code}", 302)]
    text = answer.content.decode()
    assert "Đã thu 16.000\xa0₫" in text
    # The dossier learns of it from the worker; until then nothing is asked for a second time.
    assert "Chưa nộp phí" not in text
    assert "/thu-tien" not in text
    again = client.get(address(owing), follow=True)
    assert again.redirect_chain == [(f"/can-bo/ho-so/{owing.code}", 302)]
    assert PaymentIntent.objects.get(dossier_id=owing.pk).method == "cash"


def test_counter_takes_a_card(signed_in: Callable[[str], Client], owing: Dossier) -> None:
    client = signed_in("clerk-hongbang")
    answer = client.post(address(owing), CARD, follow=True)
    assert "Đã thu 16.000\xa0₫" in answer.content.decode()
    assert PaymentIntent.objects.get(dossier_id=owing.pk).method == "pos"


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"way": ""}, "bằng tiền mặt hay bằng thẻ", "way"),
        ({"way": "vang"}, "bằng tiền mặt hay bằng thẻ", "way"),
        ({"reference": ""}, "Hãy nhập số tham chiếu", "reference"),
        ({"approval": "12"}, "Mã chuẩn chi gồm đúng 6", "approval"),
    ],
)
def test_wrong_slip_is_said_beside_its_field_and_kept(
    signed_in: Callable[[str], Client],
    owing: Dossier,
    changes: dict[str, str],
    sentence: str,
    field: str,
) -> None:
    sent = {**CARD, "back": "counter", **changes}
    answer = signed_in("cashier-hongbang").post(address(owing), sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in text
    assert f'href="#{field}"' in text
    assert f'id="{field}"' in text
    for name in ("reference", "approval"):
        assert f'value="{sent[name]}"' in text or not sent[name]
    assert 'name="back" value="counter"' in text
    assert not PaymentIntent.objects.exists()


@pytest.mark.parametrize("is_told", [False, True])
@pytest.mark.parametrize("form", [CASH, CARD])
def test_form_sent_twice_takes_once(
    signed_in: Callable[[str], Client], owing: Dossier, form: dict[str, str], *, is_told: bool
) -> None:
    client = signed_in("cashier-hongbang")
    client.post(address(owing), form)
    if is_told:
        jobs.close_fee_hold(intent=PaymentIntent.objects.get().pk)
    again = client.post(address(owing), form, follow=True)
    assert again.status_code == 200
    assert "Đã thu 16.000\xa0₫" in again.content.decode()
    assert PaymentAttempt.objects.count() == 1
    assert client.get(address(owing)).status_code == 302


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (CASH, CARD, "hủy giao dịch trên máy"),
        (CARD, CASH, "trả lại người nộp"),
        (CARD, {**CARD, "reference": "000000000999"}, "hủy giao dịch trên máy"),
    ],
)
def test_what_was_taken_for_a_paid_fee_is_given_back(
    signed_in: Callable[[str], Client],
    owing: Dossier,
    first: dict[str, str],
    second: dict[str, str],
    words: str,
) -> None:
    client = signed_in("cashier-hongbang")
    client.post(address(owing), first)
    again = client.post(address(owing), second, follow=True)
    assert again.status_code == 409
    assert words in again.content.decode()
    assert PaymentAttempt.objects.count() == 1


def test_walk_in_goes_back_to_its_last_page(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    client = signed_in("clerk-hongbang")
    done = f"/can-bo/tai-quay/xong/{owing.code}"
    for way in ("cash", "pos"):
        there = f"{address(owing)}?back=counter&amp;way={way}"
        assert f'href="{there}"' in client.get(done).content.decode()
    answer = client.post(address(owing), {**CASH, "back": "counter"}, follow=True)
    assert answer.redirect_chain == [(done, 302)]
    text = answer.content.decode()
    # The dossier has still to learn of it: nothing is asked for twice, and the page waits.
    assert 'data-payment="checking"' in text
    assert "/thu-tien" not in text
    jobs.close_fee_hold(intent=PaymentIntent.objects.get().pk)
    text = client.get(done).content.decode()
    assert 'data-payment="told"' in text
    assert f'action="/can-bo/ho-so/{owing.code}/accept"' in text
    assert "Biên lai thu phí số 00000001" in text
    owing.refresh_from_db()
    sent = {"version": str(owing.version), "back": "counter"}
    accepted = client.post(f"/can-bo/ho-so/{owing.code}/accept", sent, follow=True)
    assert accepted.redirect_chain == [(done, 302)]
    assert "In Giấy tiếp nhận hồ sơ" in accepted.content.decode()


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
    assert client.post(address(owing), CASH).status_code == status
    assert client.post(address(owing), CARD).status_code == status
    assert not PaymentIntent.objects.exists()


def test_other_amount_than_shown_is_outdated(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    answer = signed_in("cashier-hongbang").post(address(owing), {**CASH, "seen_amount": "8000"})
    assert answer.status_code == 409
    assert "Số tiền phải nộp là 16.000\xa0₫" in answer.content.decode()
    assert not PaymentIntent.objects.exists()


@pytest.mark.parametrize("amount", ["", "mười", "16000.5"])
def test_unreadable_amount_is_refused(
    signed_in: Callable[[str], Client], owing: Dossier, amount: str
) -> None:
    answer = signed_in("cashier-hongbang").post(address(owing), {**CASH, "seen_amount": amount})
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
    client.post(address(owing), CASH)
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
