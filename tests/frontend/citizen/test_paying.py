"""Paying a fee, and the page that says what became of a payment."""

import pytest

from payments.models import PaymentIntent
from payments.states import IntentState
from tests.factories.dossiers import a_submitted
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory, signed
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.fixture
def owing():
    return a_submitted(by="citizen-binh")


def test_pay_page_shows_sum_and_lines(owing):
    page = words(browser("citizen-binh").get(f"/ho-so/{owing.code}/thanh-toan"))
    assert "Nộp phí, lệ phí: 16.000 ₫" in page
    assert "8.000 đồng mỗi bản sao × 2 bản" in page


def test_paying_online_leads_to_the_gateway(owing, settings):
    settings.VNPAY_PAY_URL = "https://gateway.example/pay.html"
    client = browser("citizen-binh")
    url = f"/ho-so/{owing.code}/thanh-toan"
    answer = client.post(url, {"way": "vnpay"})
    assert answer.headers["Location"].startswith("https://gateway.example/pay.html?")
    assert PaymentIntent.objects.get().dossier_id == owing.pk
    policy = client.get(url).headers["Content-Security-Policy"]
    assert "form-action 'self' https://gateway.example;" in f"{policy};"


def test_paying_at_the_counter_says_where_and_how_much(owing):
    answer = browser("citizen-binh").post(f"/ho-so/{owing.code}/thanh-toan", {"way": "cash"})
    assert "Hãy đến quầy thu của Ủy ban nhân dân phường Hồng Bàng" in words(answer)
    assert not PaymentIntent.objects.exists()


def test_no_way_chosen_is_asked_again(owing):
    answer = browser("citizen-binh").post(f"/ho-so/{owing.code}/thanh-toan")
    assert answer.status_code == 400
    assert '<a href="#way">Hãy chọn cách nộp phí, lệ phí.</a>' in answer.content.decode()


@pytest.mark.parametrize("way", [None, "vnpay"])
def test_nothing_owed_is_refused(way):
    dossier = a_submitted()
    client = browser("citizen-an")
    url = f"/ho-so/{dossier.code}/thanh-toan"
    answer = client.post(url, {"way": way}) if way else client.get(url)
    assert answer.status_code == 409
    assert "không có phí, lệ phí nào phải nộp" in words(answer)


@pytest.mark.parametrize(
    ("state", "title", "more"),
    [
        (IntentState.OPEN, "Chưa thanh toán", "Nộp phí, lệ phí"),
        (IntentState.PROCESSING, "Đang kiểm tra", "không nộp lại"),
        (IntentState.ON_HOLD, "Đang kiểm tra", "Xem lại"),
        (IntentState.CANCELLED, "Không còn phải nộp", "không còn phải nộp khoản này"),
        (IntentState.PAID_UNNEEDED, "Chờ hoàn tiền", "tiền sẽ được hoàn lại"),
    ],
)
def test_result_page_says_where_the_payment_stands(state, title, more):
    intent = PaymentIntentFactory(state=state)
    page = words(browser().get(f"/thanh-toan/{intent.public_code}"))
    assert title in page
    assert more in page


def test_result_page_says_paid(clock_at):
    moment = clock_at("2026-11-23T09:05")
    intent = PaymentIntentFactory(state=IntentState.PAID, paid_at=moment, method="vnpay")
    page = words(browser().get(f"/thanh-toan/{intent.public_code}"))
    assert "Đã thanh toán 100.000 ₫" in page
    assert "lúc 09:05, 23/11/2026" in page


def test_only_the_gateways_word_lets_one_pay_again():
    intent = PaymentIntentFactory(state=IntentState.OPEN)
    PaymentAttemptFactory(intent=intent, failed=True)
    page = words(browser().get(f"/thanh-toan/{intent.public_code}"))
    assert "chưa bị trừ tiền" in page
    assert "Nộp lại" in page


def test_link_that_is_not_used_yet_is_no_check():
    intent = PaymentIntentFactory(state=IntentState.PROCESSING)
    PaymentAttemptFactory(intent=intent)
    answer = browser().get(f"/thanh-toan/{intent.public_code}")
    assert 'data-payment="open"' in answer.content.decode()
    assert "liên kết còn hiệu lực đến" in words(answer)


@pytest.mark.parametrize(
    ("brought_back", "face"),
    [(["24/02"], "Bạn đã hủy giao dịch"), (["24/02", "00/00"], "Đang kiểm tra")],
)
def test_page_says_that_the_payer_cancelled(brought_back, face):
    intent = PaymentIntentFactory(state=IntentState.PROCESSING)
    attempt = PaymentAttemptFactory(intent=intent)
    for codes in brought_back:
        assert browser().get(f"/payments/vnpay/return?{signed(attempt, codes=codes)}").status_code
    answer = browser().get(f"/thanh-toan/{intent.public_code}")
    assert face in words(answer)
    assert 'data-payment="checking"' in answer.content.decode()
    assert "await-payment.js" in answer.content.decode()


def test_unknown_payment_is_not_found():
    assert browser().get("/thanh-toan/KHONGCO").status_code == 404


def test_unverified_return_asks_not_to_pay_again():
    page = words(browser().get("/thanh-toan/chua-xac-minh"))
    assert "Chưa xác minh được thanh toán" in page
    assert "đừng nộp lại" in page
