"""What the desk pages answer to an outdated or unreadable request, and where they lead back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from frontend.words import changes_of
from portal.core.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from portal.core.errors import Stale
    from procedures.dossiers.models import Dossier


COUNTER = "counter"


def is_from_counter(request: HttpRequest) -> bool:
    """Whether a walk-in stands at the counter: then its last page is where one goes back to."""
    return (request.POST.get("back") or request.GET.get("back")) == COUNTER


def stale_page(
    request: HttpRequest,
    dossier: Dossier,
    stale: Stale,
    *,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Say what changed since the actor looked, and give back what they had typed (409)."""
    return render(
        request,
        "frontend/desk/stale.html",
        {
            "dossier": dossier,
            "error": stale,
            "changes": changes_of(stale),
            "typed": [(label, value) for label, value in typed if value],
        },
        status=stale.status,
    )


def whole_number(text: str) -> int:
    """A number that our own form carried."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise InvalidInput("Biểu mẫu không còn đủ thông tin. Hãy mở lại hồ sơ rồi thực hiện.")
    return int(text)
