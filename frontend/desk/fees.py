"""A fee at the counter: taking it, and ending the review of a payment that stands before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.components import question
from frontend.components import render as draw
from frontend.components.markup import join
from frontend.desk.answers import is_from_counter, stale_page, whole_number
from frontend.session import actor_of
from frontend.settling import is_settling
from payments import actions as payments
from payments import counter
from payments.reviews import reviews_of
from payments.selectors import intent_for, takes_cash_at
from payments.states import IntentState
from portal.core.errors import FieldError, InvalidInput, NotAllowed, Refused, Stale
from portal.core.money import format_vnd, in_words
from procedures.definition.lifecycle import HoldKind
from procedures.dossiers import queues, selectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from payments.reviews import Review
    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.selectors import FeeDue


TAKEN = "Đã thu {amount} của hồ sơ {code}. Biên lai đang được lập."
PAID = "Phí, lệ phí {amount} của hồ sơ {code} đã được nộp."
GIVE_BACK = {
    "cash": "Nếu đã nhận tiền mặt thì trả lại người nộp.",
    "pos": "Nếu máy POS đã trừ tiền thì hủy giao dịch trên máy để trả lại người nộp.",
}
NO_WAY = "Hãy chọn người nộp trả bằng tiền mặt hay bằng thẻ."
# What the terminal's slip shows: name, where it stands, width of the box.
SLIP = {
    "reference": ("Số tham chiếu", "Dòng REF NO hoặc RRN trên phiếu của máy POS", 20),
    "approval": ("Mã chuẩn chi", "6 ký tự ở dòng APP CODE trên phiếu của máy POS", 10),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cash(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a dossier owes; put down that the counter took it, in cash or by card."""
    actor, dossier = _at_the_counter(request, code)
    wrong = None
    if request.method == "POST":
        try:
            return _take(request, dossier, actor)
        except InvalidInput as error:
            if not error.errors:
                raise
            wrong = error
    if _is_taken(dossier):
        return _back(request, dossier, PAID)
    due, found = _due(dossier)
    if found is not None:
        return redirect("frontend:payment_review", code)
    said = {error.pointer.strip("/"): error.message for error in wrong.errors} if wrong else {}
    context = {
        "dossier": dossier,
        "due": due,
        "lines": [(line["name"], format_vnd(line["amount"])) for line in due.lines],
        "total": format_vnd(due.total),
        "total_in_words": in_words(due.total),
        "way": request.POST.get("way") or request.GET.get("way", ""),
        "back": is_from_counter(request),
        "ways": _ways(request, said),
        "way_error": said.get("way"),
        "errors": [{"text": text, "href": f"#{name}"} for name, text in said.items()],
    }
    return render(request, "frontend/desk/cash.html", context, status=400 if wrong else 200)


def _take(request: HttpRequest, dossier: Dossier, actor: Actor) -> HttpResponse:
    """Put down what the form says was taken, and how; a form sent twice is told so.

    What cannot be put down was taken for nothing: the till gives it back.
    """
    seen, way = whole_number(request.POST.get("seen_amount", "")), request.POST.get("way", "")
    reference = request.POST.get("reference", "") if way == "pos" else None
    try:
        if way == "cash":
            payments.record_cash(dossier.pk, actor=actor, seen_amount=seen)
        elif way == "pos":
            slip = {name: request.POST.get(name, "") for name in SLIP}
            payments.record_pos(dossier.pk, actor=actor, seen_amount=seen, **slip)
        else:
            raise InvalidInput(NO_WAY, errors=[FieldError("/way", "required", NO_WAY)])
    except Stale as stale:
        return stale_page(request, dossier, stale)
    except Refused as refused:
        if not counter.is_put_down(dossier.pk, actor=actor, reference=reference):
            raise Refused(f"{refused.message} {GIVE_BACK[way]}", code=refused.code) from refused
    return _back(request, dossier, TAKEN)


def _is_taken(dossier: Dossier) -> bool:
    """Whether what was owed here is paid, be it that the dossier has still to learn of it."""
    intent = intent_for(dossier.pk)
    if intent is None or intent.state != IntentState.PAID:
        return False
    holds = selectors.open_holds(dossier)
    return is_settling(intent, holds) or all(hold.kind != HoldKind.FEE for hold in holds)


def _back(request: HttpRequest, dossier: Dossier, words: str) -> HttpResponse:
    """Say that the fee is in, where it was asked for: the counter's last page, or the dossier."""
    intent = intent_for(dossier.pk)
    if intent is not None:
        messages.success(request, words.format(amount=format_vnd(intent.amount), code=dossier.code))
    there = "frontend:counter_done" if is_from_counter(request) else "frontend:case"
    return redirect(there, dossier.code)


def _ways(request: HttpRequest, said: Mapping[str, str]) -> list[dict[str, object]]:
    """The two ways to pay at a counter; a card asks for what the terminal printed."""
    numbers = (
        draw(
            "input",
            {
                "id": name,
                "name": name,
                "label": question(label, required=True),
                "hint": {"text": about},
                "value": request.POST.get(name, ""),
                "classes": f"govuk-input--width-{width}",
                "errorMessage": {"text": said[name]} if name in said else None,
                "autocomplete": "off",
                "spellcheck": False,
            },
        )
        for name, (label, about, width) in SLIP.items()
    )
    return [
        {"value": "cash", "text": "Tiền mặt"},
        {"value": "pos", "text": "Thẻ qua máy POS", "conditional": {"html": join(*numbers)}},
    ]


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
    """Who asks and for which dossier; whoever takes no fees is refused."""
    actor = actor_of(request)
    queues.desks(actor)
    dossier = selectors.get_dossier(code, viewer=actor)
    competent, receiver = dossier.competent_agency, dossier.receiving_agency
    if not takes_cash_at(
        competent.code if competent else "",
        actor,
        receiver_code=receiver.code if receiver else "",
    ):
        raise NotAllowed(counter.NOT_THE_COUNTER)
    return actor, dossier


def _due(dossier: Dossier) -> tuple[FeeDue, Review | None]:
    """What a dossier owes, and what people must look at first."""
    due = selectors.fee_due(dossier)
    if due is None:
        raise Refused("Hồ sơ không có phí, lệ phí nào phải nộp.")
    return due, reviews_of([due.hold_id]).get(due.hold_id)
