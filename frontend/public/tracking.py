"""Public tracking: the status of a dossier for whoever holds its code and secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.errors import NotFound
from portal.core.http import demand_slow
from portal.core.text import nfc
from procedures.dossiers import selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST = 40
FIELDS = {
    "code": "Hãy nhập mã hồ sơ.",
    "secret": "Hãy nhập mã tra cứu.",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for code and secret; a QR code brings both, and is answered at once."""
    given = request.POST if request.method == "POST" else request.GET
    values = {name: nfc(given.get(name, ""))[:LONGEST] for name in FIELDS}
    asked = request.method == "POST" or all(values.values())
    if not asked:
        return _form(request, values)
    missing = {name: sentence for name, sentence in FIELDS.items() if not values[name]}
    if missing:
        return _form(request, values, errors=missing, status=400)
    demand_slow(request, "track")
    try:
        found = selectors.track(values["code"], values["secret"])
    except NotFound as unknown:
        return _form(request, values, errors={"code": unknown.message}, status=404)
    return render(request, "frontend/public/tracked.html", {"found": found})


def _form(
    request: HttpRequest,
    values: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = errors or {}
    summary = [{"text": sentence, "href": f"#{name}"} for name, sentence in wrong.items()]
    return render(
        request,
        "frontend/public/track.html",
        {"values": values, "wrong": wrong, "errors": summary},
        status=status,
    )
