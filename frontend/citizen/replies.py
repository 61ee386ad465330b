"""What an applicant answers: a supplement, a withdrawal, the receipt of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.citizen.papers import boxes_context, receive, status_of
from frontend.forms.filling import seen_version
from frontend.session import actor_of
from portal.core.errors import InvalidInput, Refused
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import actions, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.core.errors import PortalError
    from procedures.dossiers.models import Dossier, Hold

NO_REASON = "Hãy cho biết vì sao bạn rút hồ sơ."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    """What the desk asks for; papers and a note are added, then sent."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    hold = _open_supplement(dossier)
    refused: dict[str, PortalError] = {}
    wrong: PortalError | None = None
    note = request.POST.get("note", "")
    if request.method == "POST":
        refused = receive(request, dossier, actor=actor)
        sending = "then" in request.POST and not refused
        if sending:
            try:
                actions.answer_supplement(
                    dossier, actor=actor, seen_version=seen_version(request), note=note
                )
            except InvalidInput as error:
                wrong = error
            else:
                messages.success(request, "Đã gửi phần bổ sung. Cơ quan sẽ kiểm tra lại hồ sơ.")
                return redirect("frontend:dossier", code)
    slots = selectors.paper_slots(dossier)
    context = {
        "dossier": dossier,
        "hold": hold,
        "note": note,
        "note_error": wrong.message if wrong else None,
        **boxes_context(slots, refused, since=hold.opened_at),
    }
    if wrong:
        context["errors"] = [{"text": wrong.message, "href": "#note"}]
    status = status_of([*refused.values(), *([wrong] if wrong else [])])
    return render(request, "frontend/citizen/supplement.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw a dossier that was not accepted yet, with a reason."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    reason = request.POST.get("reason", "")
    wrong: InvalidInput | None = None
    if request.method == "POST":
        try:
            actions.withdraw(
                dossier, actor=actor, seen_version=seen_version(request), reason=reason
            )
        except InvalidInput as error:
            wrong = error
        else:
            messages.success(request, f"Đã rút hồ sơ {code}.")
            return redirect("frontend:dossier", code)
    elif dossier.stage != Stage.SUBMITTED:
        raise Refused("Hồ sơ đã được tiếp nhận hoặc đã kết thúc nên không rút được nữa.")
    sentence = NO_REASON if wrong else None
    context = {
        "dossier": dossier,
        "reason": reason,
        "error": sentence,
        "errors": [{"text": sentence, "href": "#reason"}] if sentence else [],
    }
    status = wrong.status if wrong else 200
    return render(request, "frontend/citizen/withdraw.html", context, status=status)


@require_POST
def collect(request: HttpRequest, code: str) -> HttpResponse:
    """Receive the result online."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    actions.collect_result(dossier, actor=actor, seen_version=seen_version(request))
    messages.success(request, "Bạn đã nhận kết quả. Có thể tải kết quả ở phần Kết quả, giấy tờ.")
    return redirect("frontend:dossier", code)


def _open_supplement(dossier: Dossier) -> Hold:
    for hold in selectors.open_holds(dossier):
        if hold.kind == HoldKind.SUPPLEMENT:
            return hold
    raise Refused("Hồ sơ không có yêu cầu bổ sung nào đang chờ.", code="no_supplement")
