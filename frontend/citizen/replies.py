"""What an applicant answers: a supplement, a withdrawal, the receipt of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.citizen.papers import boxes_context, receive, status_of
from frontend.errors import refusal
from frontend.forms.filling import seen_version
from frontend.session import actor_of
from frontend.words import changes_of
from portal.core.errors import InvalidInput, Refused
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import actions, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.core.errors import PortalError
    from procedures.dossiers.models import Dossier, Hold

NO_REASON = "Hãy cho biết vì sao bạn rút hồ sơ."
NO_SUPPLEMENT = "Hồ sơ không có yêu cầu bổ sung nào đang chờ."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    """What the desk asks for; papers and a note are added, then sent."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    note = request.POST.get("note", "")
    hold = _open_supplement(dossier)
    if hold is None:
        none_open = Refused(NO_SUPPLEMENT, code="no_supplement")
        return refusal(request, none_open, typed=[("Nội dung trả lời", note)])
    refused: dict[str, PortalError] = {}
    wrong: PortalError | None = None
    if request.method == "POST":
        refused = receive(request, dossier, actor=actor)
        sending = "then" in request.POST and not refused
        if sending:
            try:
                actions.answer_supplement(
                    dossier, actor=actor, seen_version=seen_version(request), note=note
                )
            except (InvalidInput, Refused) as error:
                wrong = error
                dossier = selectors.get_dossier(code, viewer=actor)
            else:
                messages.success(request, "Đã gửi phần bổ sung. Cơ quan sẽ kiểm tra lại hồ sơ.")
                return redirect("frontend:dossier", code)
    slots = selectors.supplement_slots(dossier)
    context = {
        "dossier": dossier,
        "hold": hold,
        "note": note,
        "note_error": wrong.message if isinstance(wrong, InvalidInput) else None,
        "changes": changes_of(wrong),
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
    wrong: PortalError | None = None
    if request.method == "POST":
        try:
            actions.withdraw(
                dossier, actor=actor, seen_version=seen_version(request), reason=reason
            )
        except (InvalidInput, Refused) as error:
            wrong = error
            dossier = selectors.get_dossier(code, viewer=actor)
        else:
            messages.success(request, f"Đã rút hồ sơ {code}.")
            return redirect("frontend:dossier", code)
    elif dossier.stage != Stage.SUBMITTED:
        raise Refused("Hồ sơ đã được tiếp nhận hoặc đã kết thúc nên không rút được nữa.")
    missing = NO_REASON if isinstance(wrong, InvalidInput) else None
    context = {
        "dossier": dossier,
        "reason": reason,
        "error": missing,
        "errors": [{"text": missing or wrong.message, "href": "#reason"}] if wrong else [],
        "changes": changes_of(wrong),
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


def _open_supplement(dossier: Dossier) -> Hold | None:
    holds = selectors.open_holds(dossier)
    return next((hold for hold in holds if hold.kind == HoldKind.SUPPLEMENT), None)
