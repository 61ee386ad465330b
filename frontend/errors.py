"""Error pages: a sentence, the right status and a way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.core.clock import parse
from portal.core.errors import InvalidInput, NotAllowed, NotFound, PortalError, TooLarge
from tracking.words import TITLES

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


def refusal(request: HttpRequest, error: PortalError) -> HttpResponse:
    """The page of a refusal, with its status."""
    context = {"error": error, "changes": _changes(error)}
    return render(request, "frontend/error.html", context, status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read (handler400)."""
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, TooLarge("Dữ liệu gửi lên quá lớn. Hãy gửi ít hơn rồi thử lại."))
    return refusal(request, InvalidInput("Yêu cầu không đọc được. Hãy tải lại trang."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refused permission (handler403)."""
    return refusal(request, NotAllowed("Bạn không có quyền xem trang này."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere (handler404)."""
    return refusal(
        request,
        NotFound("Địa chỉ này không dẫn đến trang nào. Hãy kiểm tra lại địa chỉ bạn đã nhập."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours (handler500); rests on nothing that may have failed."""
    request_id = getattr(request, "request_id", "")
    page = render_to_string("frontend/error_500.html", {"request_id": request_id})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token (CSRF_FAILURE_VIEW)."""
    return refusal(
        request,
        NotAllowed(
            "Phiên làm việc đã hết hạn hoặc trình duyệt chặn cookie. Hãy quay lại, tải lại trang "
            "rồi gửi lại biểu mẫu."
        ),
    )


def _changes(error: PortalError) -> list[tuple[str, datetime | None]]:
    """What happened since the reader looked, in words."""
    told: list[tuple[str, datetime | None]] = []
    for change in error.extra.get("changes", ()):
        if isinstance(change, str):
            told.append((change, None))
        else:
            told.append((TITLES.get(change["name"], "Hồ sơ có cập nhật"), parse(change["at"])))
    return told
