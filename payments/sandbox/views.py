"""The gateway's pages: plain forms, no script."""

from collections.abc import Callable, Collection
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from payments.sandbox import gateway
from payments.sandbox.callbacks import return_address
from payments.sandbox.cards import BANKS, BY_KEY, CARDS, banks_for, cards_of
from payments.sandbox.forms import BankForm, CardForm, OtpForm
from payments.sandbox.models import GatewayPayment, Step
from payments.sandbox.terminal import RequestRefused, read_request
from portal.core import clock
from portal.core.money import format_vnd

ERRORS = {
    "01": "Giao dịch đã tồn tại.",
    "03": "Dữ liệu gửi sang không đúng định dạng.",
    "15": "Giao dịch đã quá thời gian chờ thanh toán. Quý khách vui lòng thực hiện lại.",
    "32": "Số tiền không hợp lệ. Số tiền hợp lệ từ 5.000 đến dưới 1 tỷ đồng.",
    "70": "Sai chữ ký.",
    "72": "Không tìm thấy website.",
}
UNLISTED_ERROR = "Không xử lý được giao dịch."

View = Callable[[HttpRequest], HttpResponse]
PaymentView = Callable[[HttpRequest, GatewayPayment], HttpResponse]
TokenView = Callable[[HttpRequest, str], HttpResponse]


def payment_page(*steps: Step, methods: Collection[str]) -> Callable[[PaymentView], TokenView]:
    """Hand the view its payment; who stands at another step is sent to that step's page."""

    def decorate(view: PaymentView) -> TokenView:
        @login_not_required
        @never_cache
        @require_http_methods(list(methods))
        @sensitive_post_parameters()
        @wraps(view)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            _require_enabled()
            payment = gateway.find_payment(token)
            if payment is None:
                raise Http404
            if payment.step not in steps:
                return _proceed(payment)
            return view(request, payment)

        return page

    return decorate


@login_not_required
@never_cache
@require_http_methods(["GET"])
def pay(request: HttpRequest) -> HttpResponse:
    """Take the customer in, or show why not."""
    _require_enabled()
    try:
        checked = read_request(
            request.META["QUERY_STRING"],
            tmn_code=settings.VNPAY_TMN_CODE,
            secret=settings.VNPAY_SECRET,
            moment=clock.now(),
        )
        payment = gateway.open_payment(checked)
    except RequestRefused as refused:
        return redirect(f"{reverse('sandbox:error')}?code={refused.code}")
    return _proceed(payment)


@payment_page(Step.BANK, Step.CARD, methods=["GET", "POST"])
def bank(request: HttpRequest, payment: GatewayPayment) -> HttpResponse:
    """Ask for the bank."""
    banks = banks_for(str(payment.params.get("vnp_BankCode", "")))
    form = BankForm(request.POST or None, banks=banks)
    if request.method == "POST" and form.is_valid():
        return _proceed(gateway.choose_bank(payment, bank_code=form.cleaned_data["bank"]))
    return _ask(request, payment, form, "sandbox/bank.html", cards=CARDS)


@payment_page(Step.CARD, methods=["GET", "POST"])
def card(request: HttpRequest, payment: GatewayPayment) -> HttpResponse:
    """Ask for the card."""
    chosen = BANKS[payment.bank_code]
    form = CardForm(request.POST or None, bank=chosen)
    if request.method == "POST" and form.is_valid():
        payment = gateway.present_card(payment, card=form.card())
        if payment.step != Step.CARD:
            return _proceed(payment)
        form.add_error("number", f"Thông tin thẻ không đúng. {_tries_left(payment)}")
    return _ask(
        request, payment, form, "sandbox/card.html", bank=chosen, cards=cards_of(chosen.code)
    )


@payment_page(Step.OTP, methods=["GET", "POST"])
def otp(request: HttpRequest, payment: GatewayPayment) -> HttpResponse:
    """Ask for the one-time password."""
    form = OtpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        payment = gateway.enter_otp(payment, otp=form.cleaned_data["otp"])
        if payment.step != Step.OTP:
            return _proceed(payment)
        form.add_error("otp", f"Mã OTP không đúng. {_tries_left(payment)}")
    demo_otp = BY_KEY[payment.card].otp
    return _ask(request, payment, form, "sandbox/otp.html", demo_otp=demo_otp)


@payment_page(Step.BANK, Step.CARD, Step.OTP, methods=["POST"])
def cancel(request: HttpRequest, payment: GatewayPayment) -> HttpResponse:
    """End the payment at the customer's wish."""
    return _proceed(gateway.cancel(payment))


@login_not_required
@require_http_methods(["GET"])
def error(request: HttpRequest) -> HttpResponse:
    """Show why a pay request was refused; the merchant is told nothing."""
    _require_enabled()
    code = request.GET.get("code", "")
    message = ERRORS.get(code, UNLISTED_ERROR)
    shown = code if code in ERRORS else "99"
    return render(request, "sandbox/error.html", {"code": shown, "message": message})


def _require_enabled() -> None:
    if not settings.SANDBOX_ENABLED:
        raise Http404


def _proceed(payment: GatewayPayment) -> HttpResponse:
    """Send the browser to the page of the payment's step, or back to the merchant."""
    if payment.step == Step.DONE:
        return HttpResponseRedirect(return_address(payment))
    return redirect(f"sandbox:{payment.step}", token=payment.token)


def _ask(
    request: HttpRequest,
    payment: GatewayPayment,
    form: BankForm | CardForm | OtpForm,
    template: str,
    **context: object,
) -> HttpResponse:
    amount = format_vnd(payment.amount)
    return render(
        request, template, {"payment": payment, "amount": amount, "form": form, **context}
    )


def _tries_left(payment: GatewayPayment) -> str:
    return f"Quý khách còn {gateway.MAX_WRONG_TRIES - payment.wrong_tries} lần thử."
