"""Signing in and out, and how pages look."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.context import home_of
from frontend.session import visitor_of
from portal.accounts import actions, selectors
from portal.core.errors import InvalidInput

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KINDS = {"citizen": "Công dân, đại diện tổ chức", "staff": "Cán bộ, lãnh đạo"}
THEMES = ("light", "dark", "auto")
YEAR = 365 * 24 * 60 * 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name VNeID; where the portal is a demonstration, offer its identities."""
    if request.method == "POST":
        user = actions.sign_in_demo(request.POST.get("account", ""))
        login(request, user)
        return redirect(_next(request) or home_of(visitor_of(request)))
    accounts = selectors.demo_accounts() if settings.DEMO else ()
    groups = [
        (KINDS[kind], list(members)) for kind, members in groupby(accounts, lambda one: one.kind)
    ]
    return render(
        request, "frontend/public/sign_in.html", {"groups": groups, "next": _next(request)}
    )


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("frontend:home")


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in this browser."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        raise InvalidInput("Không có giao diện này.")
    response = redirect(_next(request) or "frontend:home")
    response.set_cookie(
        "theme", chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response


def _next(request: HttpRequest) -> str:
    """Where the visitor wanted to go, if it is a page of this portal."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""
