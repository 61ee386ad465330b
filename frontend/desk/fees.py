"""Cash at the counter: which fees wait, and taking one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.desk.answers import stale_page, whole_number
from frontend.session import actor_of
from payments import actions as payments
from payments.selectors import takes_cash
from portal.core.errors import NotAllowed, Refused, Stale
from portal.core.money import format_vnd, in_words
from procedures.dossiers import queues, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cash(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a dossier owes; put down that the counter took it."""
    actor = actor_of(request)
    queues.desks(actor)
    dossier = selectors.get_dossier(code, viewer=actor)
    if not takes_cash(actor):
        raise NotAllowed("Chỉ cán bộ thu phí hoặc cán bộ một cửa được ghi nhận tiền mặt.")
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
    due = selectors.fee_due(dossier)
    if due is None:
        raise Refused("Hồ sơ không có phí, lệ phí nào phải nộp.")
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
