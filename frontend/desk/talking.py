"""Messages with the applicant and notes among colleagues, on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages as flash
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.desk.words import writers_of
from frontend.session import actor_of
from portal.core.errors import InvalidInput, NotAllowed, TooMany
from procedures.dossiers import queues, selectors, talk

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from portal.core.errors import PortalError
    from procedures.dossiers.models import Dossier


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def messages(request: HttpRequest, code: str) -> HttpResponse:
    """What was said with the applicant; reading it marks it as read."""
    actor, dossier = _seen(request, code)
    if not talk.may(dossier, "message", actor):
        raise NotAllowed("Bạn không tham gia trao đổi về hồ sơ này.")
    text, wrong = request.POST.get("text", ""), None
    if request.method == "POST":
        try:
            talk.write_message(dossier, text, actor=actor)
        except (InvalidInput, TooMany) as error:
            wrong = error
        else:
            flash.success(request, "Đã gửi tin nhắn cho người nộp hồ sơ.")
            return redirect("frontend:desk_messages", code)
    said = talk.messages(dossier, viewer=actor)
    talk.mark_read(dossier, actor=actor)
    writers = writers_of(message.written_by for message in said)
    context: dict[str, Any] = {
        "dossier": dossier,
        "said": [(message, writers[message.written_by]) for message in said],
        "text": text,
        "error": wrong.message if wrong else None,
    }
    return render(request, "frontend/desk/messages.html", context, status=_status(wrong))


@require_POST
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a note for colleagues."""
    actor, dossier = _seen(request, code)
    talk.write_note(dossier, request.POST.get("text", ""), actor=actor)
    flash.success(request, "Đã lưu ghi chú nội bộ.")
    return redirect("frontend:case", code)


def _seen(request: HttpRequest, code: str) -> tuple[Actor, Dossier]:
    actor = actor_of(request)
    queues.desks(actor)
    return actor, selectors.get_dossier(code, viewer=actor)


def _status(wrong: PortalError | None) -> int:
    return wrong.status if wrong else 200
