"""Every request gets an id: in the answer's header, in problems and in logs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: keep a well-formed `X-Request-ID` of a proxy, else make one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _ACCEPTABLE.fullmatch(given) else uuid4().hex  # type: ignore[attr-defined]
        if "\x00" in request.path_info:
            # No address of ours holds a NUL, and PostgreSQL takes none in a comparison.
            request.path_info = request.path = "/404"
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    return middleware
