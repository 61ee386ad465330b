"""Error pages: a sentence, the right status and a way on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.template.loader import render_to_string

from frontend.words import changes_of
from portal.core.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    PortalError,
    TooLarge,
    Unavailable,
)
from portal.core.http import DATABASE_AWAY, NOTHING_LOST, retry_headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

log = structlog.get_logger(__name__)
FAULT = "Yêu cầu của bạn chưa được thực hiện. Hồ sơ và bản nháp đã lưu vẫn được giữ nguyên."


def refusal(
    request: HttpRequest, error: PortalError, *, typed: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """The page of a refusal, with its status and, where there is no form left, what was typed."""
    context = {
        "error": error,
        "changes": changes_of(error),
        "typed": [(label, value) for label, value in typed if value],
    }
    page = render_to_string("frontend/error.html", context, request)
    return HttpResponse(page, status=error.status, headers=retry_headers(error))


def away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer while the database is away or busy; rests on nothing that may have failed."""
    log.error("the database did not answer", path=request.path, error=str(error))
    known = Unavailable(NOTHING_LOST)
    page = _bare(request, title=known.title, message=known.message)
    return HttpResponse(page, status=known.status, headers=retry_headers(known))


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
    error = sys.exception()
    if isinstance(error, DATABASE_AWAY):
        # Middleware asks the database too, outside every view.
        return away(request, error)
    return HttpResponse(_bare(request, title="Hệ thống đang gặp lỗi", message=FAULT), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token (CSRF_FAILURE_VIEW)."""
    return refusal(
        request,
        NotAllowed(
            "Phiên làm việc đã hết hạn hoặc trình duyệt chặn cookie. Hãy quay lại, tải lại trang "
            "rồi gửi lại biểu mẫu."
        ),
    )


def _bare(request: HttpRequest, *, title: str, message: str) -> str:
    """A page without a context processor, a session or a query behind it."""
    request_id = getattr(request, "request_id", "")
    context = {"title": title, "message": message, "request_id": request_id}
    return render_to_string("frontend/error_500.html", context)
