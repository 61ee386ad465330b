"""Messages between the applicant and the agency that handles the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as flash
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.session import actor_of
from portal.core.errors import InvalidInput, NotAllowed, TooMany
from procedures.dossiers import selectors, talk

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.core.errors import PortalError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, code: str) -> HttpResponse:
    """What was said with the agency; reading it marks it as read."""
    actor = actor_of(request)
    dossier = selectors.get_dossier(code, viewer=actor)
    if actor.staff is not None:
        return redirect("frontend:desk_messages", code)
    if not talk.may(dossier, "message", actor):
        raise NotAllowed("Bạn không tham gia trao đổi về hồ sơ này.")
    text = request.POST.get("text", "")
    wrong: PortalError | None = None
    if request.method == "POST":
        try:
            talk.write_message(dossier, text, actor=actor)
        except (InvalidInput, TooMany) as error:
            wrong = error
        else:
            flash.success(request, "Đã gửi tin nhắn cho cơ quan giải quyết.")
            return redirect("frontend:dossier_messages", code)
    said = talk.messages(dossier, viewer=actor)
    talk.mark_read(dossier, actor=actor)
    context = {
        "dossier": dossier,
        "said": said,
        "text": text,
        "error": wrong.message if wrong else None,
        "errors": [{"text": wrong.message, "href": "#text"}] if wrong else [],
    }
    status = wrong.status if wrong else 200
    return render(request, "frontend/citizen/messages.html", context, status=status)
