"""Faults outside every view: a problem below /api/, a page elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontend import errors as pages
from portal.api import errors as problems

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read (handler400)."""
    if _is_api(request):
        return problems.bad_request(request, exception)
    return pages.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refused permission (handler403); the API refuses by itself."""
    return pages.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere (handler404)."""
    if _is_api(request):
        return problems.not_found(request, exception)
    return pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours (handler500)."""
    if _is_api(request):
        return problems.server_error(request)
    return pages.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
