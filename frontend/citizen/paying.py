"""Paying a fee, and what became of a payment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from frontend.session import actor_of
from payments import actions
from payments import selectors as payments
from payments.models import Observation
from payments.states import AttemptState, IntentState
from payments.vnpay import Outcome
from portal.core.errors import Refused
from portal.core.http import address_of
from procedures.dossiers import selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from payments.models import PaymentIntent

WAYS = [
    {
        "value": "vnpay",
        "text": "Trực tuyến qua VNPAY",
        "hint": {"text": "Thẻ ngân hàng nội địa, thẻ quốc tế, tài khoản ngân hàng"},
    },
    {
        "value": "cash",
        "text": "Tại quầy, bằng tiền mặt hoặc thẻ ngân hàng",
        "hint": {"text": "Mang theo mã hồ sơ; thời hạn giải quyết tạm dừng đến khi bạn nộp"},
    },
]
NO_WAY = "Hãy chọn cách nộp phí, lệ phí."
FACES = {
    IntentState.PAID: "paid",
    IntentState.PROCESSING: "checking",
    IntentState.ON_HOLD: "checking",
}
AWAITED = {"checking", "cancelled"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what is owed and choose how to pay."""
    # Browsers hold the form's redirect to the gateway against `form-action` too.
    gateway = urlsplit(settings.VNPAY_PAY_URL)
    allow = csp_update({"form-action": [f"{gateway.scheme}://{gateway.netloc}"]})
    return allow(partial(_pay, code=code))(request)


def _pay(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    way = request.POST.get("way", "")
    if way == "vnpay":
        attempt = actions.start(dossier.pk, actor=actor, ip_address=address_of(request))
        return redirect(attempt.url)
    fee = selectors.fee_due(dossier)
    if fee is None:
        raise Refused("Hồ sơ không có phí, lệ phí nào phải nộp.", code="nothing_owed")
    error = NO_WAY if request.method == "POST" and way != "cash" else ""
    context = {
        "dossier": dossier,
        "fee": fee,
        "ways": WAYS,
        "way": way,
        "error": error or None,
        "errors": [{"text": error, "href": "#way"}] if error else [],
    }
    return render(request, "frontend/citizen/pay.html", context, status=400 if error else 200)


@login_not_required
@never_cache
@require_safe
def payment_result(request: HttpRequest, public_code: str) -> HttpResponse:
    """Where a payment stands, for whoever comes back from the gateway with its code."""
    intent = payments.get_intent(public_code)
    kind = _kind(intent)
    context = {
        "intent": intent,
        "words": payments.payment_words(intent),
        "kind": kind,
        "is_awaited": kind in AWAITED,
    }
    return render(request, "frontend/citizen/payment_result.html", context)


@login_not_required
@never_cache
@require_safe
def payment_unverified(request: HttpRequest) -> HttpResponse:
    """The gateway's word could not be verified: nothing is known yet."""
    return render(request, "frontend/citizen/payment_unverified.html")


def _kind(intent: PaymentIntent) -> str:
    """Which of the page's few faces fits.

    Paid, checking, cancelled (the gateway has still to confirm that), open, not charged, or no
    longer owed.
    """
    if intent.state == IntentState.PROCESSING and payments.usable_link(intent):
        return "open"
    if intent.state == IntentState.PROCESSING and _was_cancelled(intent):
        return "cancelled"
    if intent.state == IntentState.OPEN:
        charged = payments.payment_words(intent) != payments.NOT_CHARGED
        return "open" if charged else "not_charged"
    return FACES.get(IntentState(intent.state), "ended")


def _was_cancelled(intent: PaymentIntent) -> bool:
    """Whether all that was heard of a payment so far is that its payer gave it up."""
    heard = Observation.objects.filter(attempt__intent=intent, attempt__state=AttemptState.OPEN)
    return set(heard.values_list("outcome", flat=True)) == {Outcome.CANCELLED.value}
