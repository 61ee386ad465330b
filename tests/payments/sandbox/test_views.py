from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from payments.sandbox.cards import CARDS, DemoCard
from payments.sandbox.models import GatewayPayment, Step
from payments.vnpay import CallbackEvent, Outcome, VnpayClient
from portal.core import clock
from portal.core.jobs.models import JobRow
from tests.payments.sandbox.conftest import MOUNT, NOW, Customer, Outline

pytestmark = pytest.mark.django_db

NCB_PAID = {"number": "9704 1985 2619 1432 198", "holder": "Nguyen Van A", "date": "07/15"}
VISA_PLAIN = {"number": "4456530000001005", "date": "12/26", "cvv": "123"}

Link = Callable[..., str]


@pytest.fixture
def event(customer: Customer, merchant: VnpayClient) -> Callable[[], CallbackEvent]:
    return lambda: merchant.callbacks.construct_event(customer.returned_query())


def test_customer_pays_by_card_and_otp(
    customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link())
    assert "Chọn ngân hàng hoặc loại thẻ" in customer.page
    assert "100.000\u00a0₫" in customer.page
    assert "Nop le phi ho so H24.5" in customer.page
    customer.answer(bank="NCB")
    assert "Nhập thông tin thẻ" in customer.page
    customer.answer(**NCB_PAID)
    assert "Nhập mã OTP" in customer.page
    customer.answer(otp="123456")
    paid = event()
    assert paid.outcome is Outcome.SUCCEEDED
    assert (paid.amount, paid.txn_ref) == (100_000, "DVC2611230001")
    assert (paid.bank_code, paid.card_type) == ("NCB", "ATM")
    assert paid.bank_tran_no == f"VNP{paid.transaction_no}"
    assert paid.pay_date == NOW
    job = JobRow.objects.get()
    assert (job.name, job.run_at) == ("sandbox.send_ipn", NOW)


def card_answers(card: DemoCard) -> dict[str, str]:
    details = {"number": card.number, "date": card.date}
    return details | ({"cvv": card.cvv} if card.cvv else {"holder": card.holder})


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_each_card_ends_as_published(
    card: DemoCard, customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link(bank_code=card.bank))
    assert card.number in customer.page
    customer.answer(**card_answers(card))
    if card.otp and card.result == "00":
        assert not customer.left_for
        customer.answer(otp=card.otp)
    outcome = Outcome.SUCCEEDED if card.result == "00" else Outcome.FAILED
    assert event().outcome is outcome
    assert event().response_code == card.result


def test_wrong_otp_is_asked_again_until_the_third(
    customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link(bank_code="NCB")).answer(**NCB_PAID)
    for left in (2, 1):
        customer.answer(otp="000000")
        assert f"Mã OTP không đúng. Quý khách còn {left} lần thử." in customer.page
    customer.answer(otp="000000")
    assert (event().response_code, event().outcome) == ("79", Outcome.FAILED)


def test_right_otp_after_a_wrong_one_pays(
    customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link(bank_code="NCB")).answer(**{**NCB_PAID, "date": "08/15"})
    customer.answer(**NCB_PAID)
    customer.answer(otp="1").answer(otp="2").answer(otp="123456")
    assert event().outcome is Outcome.SUCCEEDED


def test_wrong_card_details_end_after_the_third(
    customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link(bank_code="VISA"))
    customer.answer(**{**VISA_PLAIN, "cvv": "321"})
    assert "Thông tin thẻ không đúng. Quý khách còn 2 lần thử." in customer.page
    customer.answer(**{**VISA_PLAIN, "date": "11/26"})
    customer.answer(**{**VISA_PLAIN, "number": "9704198526191432198"})
    assert (event().response_code, event().outcome) == ("10", Outcome.FAILED)


@pytest.mark.parametrize("bank_code", [None, "NCB"])
def test_cancelled_payment_has_no_number(
    bank_code: str | None,
    customer: Customer,
    link: Link,
    event: Callable[[], CallbackEvent],
) -> None:
    customer.open(link(bank_code=bank_code)).cancel()
    assert event().outcome is Outcome.CANCELLED
    assert event().raw["vnp_TransactionNo"] == "0"
    assert event().bank_tran_no is None
    shape = (event().bank_code, event().card_type)
    assert shape == (("NCB", "ATM") if bank_code else ("VNPAY", "QRCODE"))


def test_customer_cancels_at_the_otp_page(
    customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link(bank_code="NCB")).answer(**NCB_PAID).cancel()
    assert event().outcome is Outcome.CANCELLED
    assert event().transaction_no is None


def test_time_runs_out_on_an_open_page(
    customer: Customer, link: Link, event: Callable[[], CallbackEvent]
) -> None:
    customer.open(link(bank_code="NCB")).answer(**NCB_PAID)
    with clock.at(NOW + timedelta(minutes=15)):
        customer.answer(otp="123456")
    assert (event().response_code, event().outcome) == ("11", Outcome.EXPIRED)
    assert JobRow.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "changes", "words"),
    [
        ("15", {"expires_at": NOW - timedelta(seconds=1), "created_at": NOW - timedelta(1)}, "quá"),
        ("70", {}, "Sai chữ ký"),
    ],
)
def test_refused_link_shows_its_code_and_tells_nobody(
    code: str, changes: dict[str, Any], words: str, customer: Customer, link: Link
) -> None:
    url = link(**changes)
    customer.open(url if changes else url.replace("10000000", "10000100"))
    assert customer.url == f"{MOUNT}/Payment/Error.html?code={code}"
    assert words in customer.page
    assert f"<strong>{code}</strong>" in customer.page
    assert not GatewayPayment.objects.exists()
    assert not JobRow.objects.exists()


def test_unlisted_error_code_is_not_echoed(customer: Customer) -> None:
    customer.open(f"{MOUNT}/Payment/Error.html?code=<script>")
    assert customer.status == 200
    assert "script" not in customer.page


def test_finished_link_cannot_be_opened_again(
    customer: Customer, link: Link, ended: GatewayPayment
) -> None:
    customer.open(link())
    assert "Giao dịch đã tồn tại" in customer.page


def test_same_reference_with_other_terms_is_refused(customer: Customer, link: Link) -> None:
    customer.open(link())
    customer.open(link(amount=200_000))
    assert "Giao dịch đã tồn tại" in customer.page
    assert GatewayPayment.objects.get().amount == 100_000


def test_same_link_leads_back_to_the_open_payment(customer: Customer, link: Link) -> None:
    first = customer.open(link()).url
    assert customer.open(link()).url == first
    assert GatewayPayment.objects.count() == 1


def test_finished_pages_lead_back_to_the_merchant(
    customer: Customer, link: Link, merchant: VnpayClient, ended: GatewayPayment
) -> None:
    for name in ("PaymentMethod", "Card", "Otp"):
        customer.open(f"{MOUNT}/Transaction/{ended.token}/{name}.html")
        event = merchant.callbacks.construct_event(customer.returned_query())
        assert event.outcome is Outcome.SUCCEEDED
    assert JobRow.objects.count() == 1


def test_second_answer_changes_nothing(customer: Customer, link: Link) -> None:
    customer.open(link(bank_code="NCB")).answer(**NCB_PAID)
    otp_page = customer.url
    customer.answer(otp="123456")
    customer.url = otp_page
    customer.cancel()
    assert GatewayPayment.objects.get().response_code == "00"
    assert JobRow.objects.count() == 1


def test_later_page_is_not_reached_early(customer: Customer, link: Link) -> None:
    customer.open(link())
    chosen = customer.url
    customer.open(chosen.replace("PaymentMethod", "Otp"))
    assert customer.url == chosen


def test_another_bank_can_be_chosen(customer: Customer, link: Link) -> None:
    customer.open(link(bank_code="NCB"))
    customer.open(customer.url.replace("Card", "PaymentMethod")).answer(bank="VISA")
    assert "Mã CVV" in customer.page


@pytest.mark.parametrize(
    ("bank_code", "offered", "hidden"),
    [("VNBANK", "NAPAS", "Visa"), ("INTCARD", "Visa", "NAPAS"), ("VNPAYQR", "NAPAS", "Không có")],
)
def test_group_of_banks_is_offered(
    bank_code: str, offered: str, hidden: str, customer: Customer, link: Link
) -> None:
    labels = customer.open(link(bank_code=bank_code)).page.partition("<fieldset")[2]
    labels = labels.partition("</fieldset>")[0]
    assert offered in labels
    assert hidden not in labels


@pytest.mark.parametrize(
    ("bank", "answers", "message"),
    [
        (None, {}, "Hãy chọn ngân hàng hoặc loại thẻ"),
        (None, {"bank": "ABC"}, "Hãy chọn một ngân hàng trong danh sách"),
        ("NCB", {}, "Hãy nhập số thẻ"),
        ("NCB", {**NCB_PAID, "holder": ""}, "Hãy nhập tên chủ thẻ"),
        ("NCB", {**NCB_PAID, "number": "x"}, "Số thẻ gồm 12 đến 19 chữ số"),
        ("NCB", {**NCB_PAID, "date": "13/15"}, "Nhập tháng và năm dạng MM/YY"),
        ("VISA", {**VISA_PLAIN, "cvv": ""}, "Hãy nhập mã CVV"),
    ],
)
def test_unfinished_answer_is_asked_again_without_counting(
    bank: str | None, answers: dict[str, str], message: str, customer: Customer, link: Link
) -> None:
    customer.open(link(bank_code=bank)).answer(**answers)
    assert customer.status == 200
    assert customer.page.count(message) == 2
    assert "<title>Lỗi: " in customer.page
    assert GatewayPayment.objects.get().wrong_tries == 0


def test_typed_values_are_kept_with_the_error(customer: Customer, link: Link) -> None:
    customer.open(link(bank_code="NCB")).answer(number="x", holder="NGUYEN VAN A", date="07/15")
    assert 'value="NGUYEN VAN A"' in customer.page


def every_page(customer: Customer, link: Link) -> dict[str, str]:
    pages = {"error": customer.open(f"{MOUNT}/Payment/Error.html?code=70").page}
    pages["bank"] = customer.open(link()).page
    pages["bank, wrong"] = customer.answer().page
    pages["card"] = customer.answer(bank="NCB").page
    pages["card, wrong"] = customer.answer(number="x").page
    pages["otp"] = customer.answer(**NCB_PAID).page
    pages["otp, wrong"] = customer.answer(otp="1").page
    return pages


def test_pages_are_accessible_and_need_no_script(
    customer: Customer, link: Link, outline: type[Outline]
) -> None:
    for name, page in every_page(customer, link).items():
        parts = outline(page)
        assert parts.all("html") == [{"lang": "vi"}], name
        assert len(parts.all("h1")) == 1, name
        assert "CỔNG THANH TOÁN THỬ NGHIỆM – không phải tiền thật" in page, name
        assert not parts.all("script"), name
        assert not parts.all("style"), name
        assert not [tag for tag, attrs in parts.tags if "style" in attrs], name
        ids = [attrs["id"] for _, attrs in parts.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), name
        labelled = {attrs["for"] for attrs in parts.all("label")}
        visible = [field for field in parts.all("input") if field["type"] != "hidden"]
        assert {field["id"] for field in visible} == labelled, name
        described = {
            target
            for _, attrs in parts.tags
            for key in ("aria-describedby", "aria-labelledby")
            for target in (attrs.get(key) or "").split()
        }
        anchors = {(a["href"] or "")[1:] for a in parts.all("a") if (a["href"] or "")[0] == "#"}
        assert described | anchors <= set(ids), name
        if "wrong" in name:
            assert [attrs for _, attrs in parts.tags if attrs.get("role") == "alert"], name


def test_pages_are_never_cached(client: Client, link: Link) -> None:
    assert "no-store" in client.get(link())["Cache-Control"]


def test_form_without_its_token_is_refused(client: Client, link: Link) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(link()).headers["Location"]
    assert strict.post(page, {"bank": "NCB"}).status_code == 403
    assert GatewayPayment.objects.get().step == Step.BANK


@pytest.mark.parametrize("method", ["post", "put", "head"])
def test_pay_address_takes_get_only(method: str, client: Client, link: Link) -> None:
    assert getattr(client, method)(link()).status_code == 405
    assert not GatewayPayment.objects.exists()


def test_unknown_payment_is_not_found(client: Client) -> None:
    assert client.get(f"{MOUNT}/Transaction/guess/Card.html").status_code == 404


def test_disabled_gateway_is_not_there(
    client: Client, link: Link, ended: GatewayPayment, settings: Any
) -> None:
    settings.SANDBOX_ENABLED = False
    for url in (
        link(),
        f"{MOUNT}/Payment/Error.html",
        f"{MOUNT}/Transaction/{ended.token}/Card.html",
    ):
        assert client.get(url).status_code == 404
