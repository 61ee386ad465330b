"""Giving an instruction on a dossier."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.desk.words import options, wrong_fields
from frontend.session import actor_of
from portal.core.errors import FieldError, InvalidInput, NotAllowed
from procedures.dossiers import instructing, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def instruct(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what is to be done, by whom and until when."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    if not instructing.may_instruct(dossier, actor):
        raise NotAllowed("Chỉ lãnh đạo, trưởng phòng của cơ quan giải quyết mới được chỉ đạo.")
    typed = {name: request.POST.get(name, "") for name in ("to", "text", "due_on")}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            given = instructing.instruct(
                dossier,
                actor=actor,
                to=typed["to"],
                text=typed["text"],
                due_on=_day(typed["due_on"]),
            )
        except InvalidInput as refused:
            wrong = wrong_fields(refused)
        else:
            messages.success(request, f"Đã chỉ đạo: {given.to}, hồ sơ {code}.")
            return redirect("frontend:today")
    holder = f"staff:{dossier.assignee.code}" if dossier.assignee else f"desk:{dossier.step_desk}"
    receivers = dict(instructing.receivers(actor))
    return render(
        request,
        "frontend/leader/instruct.html",
        {
            "dossier": dossier,
            "receivers": options(receivers, typed["to"] or holder),
            "typed": typed,
            "wrong": wrong,
            "errors": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
        },
        status=400 if wrong else 200,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors = [FieldError("/due_on", "input", "Hãy chọn một ngày có thật.")]
        raise InvalidInput("Hạn chưa đúng.", errors=errors) from None
