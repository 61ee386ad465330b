"""What an applicant answers: a supplement, a draft, a withdrawal, the receipt of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.citizen import corrections
from frontend.citizen.papers import boxes_context, receive, status_of
from frontend.errors import refusal
from frontend.forms.filling import seen_version
from frontend.forms.pages import draw_page
from frontend.session import actor_of
from frontend.words import changes_of
from portal.core.errors import InvalidInput, Refused
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import actions, beside, selectors
from procedures.dossiers.choices import PAPERS
from procedures.dossiers.common import CONFIRMATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from portal.core.errors import PortalError
    from procedures.dossiers.models import Dossier, Hold

NO_REASON = "Hãy cho biết vì sao bạn rút hồ sơ."
NOTHING_TO_CONFIRM = "Hồ sơ không có nội dung nào chờ xác nhận."
WHY_NOT = "Mục nào không sửa được, giấy tờ nào không nộp được, hãy ghi lý do ở đây."
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
    given = corrections.posted(dossier, hold, request.POST) if request.method == "POST" else {}
    if request.method == "POST":
        refused = receive(request, dossier, actor=actor)
        if "then" in request.POST and not refused:
            try:
                actions.answer_supplement(
                    dossier,
                    actor=actor,
                    seen_version=seen_version(request),
                    note=note,
                    answers=given,
                )
            except (InvalidInput, Refused) as error:
                wrong = error
                dossier = selectors.get_dossier(code, viewer=actor)
            else:
                messages.success(request, "Đã gửi phần bổ sung. Cơ quan sẽ kiểm tra lại hồ sơ.")
                return redirect("frontend:dossier", code)
    context = {
        "dossier": dossier,
        "hold": hold,
        "note": note,
        "note_hint": WHY_NOT if hold.data.get("fields") else None,
        "changes": changes_of(wrong),
        **_supplement_context(dossier, hold, given, refused=refused, wrong=wrong),
    }
    status = status_of([*refused.values(), *([wrong] if wrong else [])])
    return render(request, "frontend/citizen/supplement.html", context, status=status)


def _supplement_context(
    dossier: Dossier,
    hold: Hold,
    given: Mapping[str, Any],
    *,
    refused: Mapping[str, PortalError],
    wrong: PortalError | None,
) -> dict[str, Any]:
    """Only the questions and papers that were asked for; everything else stays as it is."""
    slots = selectors.supplement_slots(dossier, hold)
    missing = {
        error.pointer.removeprefix(PAPERS): InvalidInput(error.message)
        for error in (wrong.errors if wrong else ())
        if error.pointer.startswith(PAPERS)
    }
    context = boxes_context(slots, {**missing, **refused}, since=hold.opened_at)
    page = corrections.page(dossier, hold, given)
    drawn = draw_page(page, wrong.errors if wrong else ()) if page else None
    on_page = list(drawn.errors) if drawn else []
    context["page"] = drawn
    context["note_error"] = None
    if wrong and not on_page and not missing:
        context["note_error"] = wrong.message if isinstance(wrong, InvalidInput) else None
        on_page = [{"text": wrong.message, "href": "#note"}]
    context["errors"] = [*on_page, *context["errors"]]
    return context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw a dossier with a reason; once it is accepted, as a wish that the agency answers."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    reason = request.POST.get("reason", "")
    wrong: PortalError | None = None
    if request.method == "POST":
        try:
            moved = actions.withdraw(
                dossier, actor=actor, seen_version=seen_version(request), reason=reason
            )
        except (InvalidInput, Refused) as error:
            wrong = error
            dossier = selectors.get_dossier(code, viewer=actor)
        else:
            asked = "Đã gửi đề nghị rút hồ sơ {}. Cơ quan sẽ trả lời bạn."
            done = "Đã rút hồ sơ {}."
            told = done if moved.stage == Stage.WITHDRAWN else asked
            messages.success(request, told.format(code))
            return redirect("frontend:dossier", code)
    elif not _offers(dossier, "withdraw", actor):
        raise Refused("Hồ sơ đã kết thúc hoặc đã có đề nghị rút nên không rút được nữa.")
    missing = NO_REASON if isinstance(wrong, InvalidInput) else None
    context = {
        "dossier": dossier,
        "is_wish": dossier.stage == Stage.ACCEPTED,
        "reason": reason,
        "error": missing,
        "errors": [{"text": missing or wrong.message, "href": "#reason"}] if wrong else [],
        "changes": changes_of(wrong),
    }
    status = wrong.status if wrong else 200
    return render(request, "frontend/citizen/withdraw.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The draft of the result: agree, or say what is not right."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    answer, note = request.POST.get("answer", ""), request.POST.get("note", "")
    wrong: PortalError | None = None
    if request.method == "POST":
        try:
            actions.confirm(
                dossier, actor=actor, seen_version=seen_version(request), answer=answer, note=note
            )
        except (InvalidInput, Refused) as error:
            wrong = error
            dossier = selectors.get_dossier(code, viewer=actor)
        else:
            messages.success(request, "Đã gửi ý kiến của bạn về dự thảo.")
            return redirect("frontend:dossier", code)
    holds = selectors.open_holds(dossier)
    hold = next((hold for hold in holds if hold.kind == HoldKind.CONFIRMATION), None)
    if hold is None:
        raise Refused(NOTHING_TO_CONFIRM, code="nothing_to_confirm")
    said = {error.pointer.strip("/"): error.message for error in wrong.errors} if wrong else {}
    errors = [{"text": text, "href": f"#{name}"} for name, text in said.items()]
    context = {
        "dossier": dossier,
        "hold": hold,
        "preview": beside.shown_draft(dossier, holds),
        "answer": answer,
        "note": note,
        "said": said,
        "items": [{"value": one.value, "text": one.label} for one in CONFIRMATIONS],
        "errors": errors or ([{"text": wrong.message, "href": "#answer"}] if wrong else []),
        "changes": changes_of(wrong),
    }
    status = wrong.status if wrong else 200
    return render(request, "frontend/citizen/confirm.html", context, status=status)


@require_POST
def take_back_withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    """Take back the wish to withdraw: the dossier goes on."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    actions.take_back_withdrawal(dossier, actor=actor, seen_version=seen_version(request))
    messages.success(request, "Đã rút lại đề nghị rút hồ sơ. Hồ sơ được giải quyết tiếp.")
    return redirect("frontend:dossier", code)


@require_POST
def collect(request: HttpRequest, code: str) -> HttpResponse:
    """Receive the result online."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    actions.collect_result(dossier, actor=actor, seen_version=seen_version(request))
    messages.success(request, "Bạn đã nhận kết quả. Có thể tải kết quả ở phần Kết quả, giấy tờ.")
    return redirect("frontend:dossier", code)


def _offers(dossier: Dossier, action: str, actor: Actor) -> bool:
    offered = selectors.available_actions(dossier, actor=actor)
    return any(offer.id == action for offer in offered)


def _open_supplement(dossier: Dossier) -> Hold | None:
    holds = selectors.open_holds(dossier)
    return next((hold for hold in holds if hold.kind == HoldKind.SUPPLEMENT), None)
