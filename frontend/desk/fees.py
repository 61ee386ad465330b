"""Cash at the counter: taking a fee, and ending the review of a payment that stands before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.desk.answers import stale_page, whole_number
from frontend.session import actor_of
from frontend.settling import is_settling
from payments import actions as payments
from payments.reviews import reviews_of
from payments.selectors import intent_for, takes_cash_at
from portal.core.errors import InvalidInput, NotAllowed, Refused, Stale
from portal.core.money import format_vnd, in_words
from procedures.dossiers import queues, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from payments.reviews import Review
    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.selectors import FeeDue


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cash(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a dossier owes; put down that the counter took it."""
    actor, dossier = _at_the_counter(request, code)
    if request.method == "POST":
        seen = whole_number(request.POST.get("seen_amount", ""))
        try:
            intent = payments.record_cash(dossier.pk, actor=actor, seen_amount=seen)
        except Stale as stale:
            return stale_page(request, dossier, stale)
        messages.success(
            request, f"Đã thu {format_vnd(intent.amount)} của hồ sơ {code}. Biên lai đang được lập."
        )
        return redirect("frontend:case", code)
    if is_settling(intent_for(dossier.pk), selectors.open_holds(dossier)):
        messages.info(request, f"Đã thu phí, lệ phí của hồ sơ {code}. Biên lai đang được lập.")
        return redirect("frontend:case", code)
    due, found = _due(dossier)
    if found is not None:
        return redirect("frontend:payment_review", code)
    return render(
        request,
        "frontend/desk/cash.html",
        {
            "dossier": dossier,
            "due": due,
            "lines": [(line["name"], format_vnd(line["amount"])) for line in due.lines],
            "total": format_vnd(due.total),
            "total_in_words": in_words(due.total),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Show why a payment waits for people; put down that the gateway did not take the fee."""
    actor, dossier = _at_the_counter(request, code)
    due, found = _due(dossier)
    if found is None:
        return redirect("frontend:cash", code)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            payments.close_review(found.public_code, actor=actor, reason=reason)
        except InvalidInput as wrong:
            error = wrong.message
        else:
            messages.success(request, f"Đã kết luận: VNPAY chưa thu phí, lệ phí của hồ sơ {code}.")
            return redirect("frontend:cash", code)
    context = {
        "dossier": dossier,
        "review": found,
        "total": format_vnd(due.total),
        "reason": reason,
        "error": error or None,
        "errors": [{"text": error, "href": "#reason"}] if error else [],
    }
    return render(
        request, "frontend/desk/payment_review.html", context, status=400 if error else 200
    )


def _at_the_counter(request: HttpRequest, code: str) -> tuple[Actor, Dossier]:
    """Who asks and for which dossier; whoever takes no cash is refused."""
    actor = actor_of(request)
    queues.desks(actor)
    dossier = selectors.get_dossier(code, viewer=actor)
    competent, receiver = dossier.competent_agency, dossier.receiving_agency
    if not takes_cash_at(
        competent.code if competent else "",
        actor,
        receiver_code=receiver.code if receiver else "",
    ):
        raise NotAllowed("Chỉ cán bộ thu phí hoặc cán bộ một cửa được ghi nhận tiền mặt.")
    return actor, dossier


def _due(dossier: Dossier) -> tuple[FeeDue, Review | None]:
    """What a dossier owes, and what people must look at first."""
    due = selectors.fee_due(dossier)
    if due is None:
        raise Refused("Hồ sơ không có phí, lệ phí nào phải nộp.")
    return due, reviews_of([due.hold_id]).get(due.hold_id)
