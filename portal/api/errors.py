"""Every refusal and failure of the API as problem+json: one body, one content type."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, status

from portal.api.pointers import below
from portal.api.sentences import sentence
from portal.core.errors import (
    FieldError,
    InvalidInput,
    NotAllowed,
    NotFound,
    PortalError,
    TooLarge,
    Unavailable,
)
from portal.core.http import DATABASE_AWAY, NOTHING_LOST, retry_headers
from portal.core.problems import CONTENT_TYPE, problem
from tracking.words import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest

log = structlog.get_logger(__name__)


class Unauthenticated(PortalError):
    """No valid token came with the request (401)."""

    status = status.HTTP_401_UNAUTHORIZED
    title = "Chưa đăng nhập"


class WrongMethod(PortalError):
    """The resource exists, but knows no such method (405)."""

    status = status.HTTP_405_METHOD_NOT_ALLOWED
    title = "Phương thức không được hỗ trợ"


class NotAcceptable(PortalError):
    """No representation that the caller accepts (406)."""

    status = status.HTTP_406_NOT_ACCEPTABLE
    title = "Không có định dạng được yêu cầu"


class WrongMediaType(PortalError):
    """The body came in a format that the resource does not read (415)."""

    status = status.HTTP_415_UNSUPPORTED_MEDIA_TYPE
    title = "Định dạng dữ liệu không được hỗ trợ"


class Failure(PortalError):
    """Our fault; nothing of it is told but the request's id (500)."""


UNEXPECTED = "Hệ thống gặp lỗi ngoài dự kiến. Hãy thử lại sau; nếu cần hỗ trợ, nêu mã yêu cầu này."
UPDATED = "Hồ sơ có cập nhật"
NO_ROUTE = "Không có tài nguyên nào tại địa chỉ này."

# What the framework raises -> (our refusal, its sentence)
_FRAMEWORK: dict[type[Exception], tuple[type[PortalError], str]] = {
    exceptions.ParseError: (InvalidInput, "Nội dung gửi lên không đọc được."),
    exceptions.NotAuthenticated: (Unauthenticated, "Hãy gửi kèm mã truy cập (Bearer)."),
    exceptions.AuthenticationFailed: (
        Unauthenticated,
        "Mã truy cập không đúng hoặc đã hết hạn. Hãy đăng nhập lại.",
    ),
    exceptions.PermissionDenied: (NotAllowed, "Bạn không có quyền thực hiện việc này."),
    PermissionDenied: (NotAllowed, "Bạn không có quyền thực hiện việc này."),
    exceptions.NotFound: (NotFound, NO_ROUTE),
    Http404: (NotFound, NO_ROUTE),
    exceptions.MethodNotAllowed: (WrongMethod, "Tài nguyên này không nhận phương thức đó."),
    exceptions.NotAcceptable: (NotAcceptable, "API chỉ trả lời bằng JSON."),
    exceptions.UnsupportedMediaType: (WrongMediaType, "Tài nguyên này không đọc định dạng đó."),
    RequestDataTooBig: (TooLarge, "Nội dung gửi lên quá lớn."),
    SuspiciousOperation: (InvalidInput, "Yêu cầu không hợp lệ."),
}


def as_problem(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer any exception of a view: the exception handler of the REST framework."""
    request: HttpRequest = context["request"]
    refusal = _refusal(error)
    if isinstance(error, DATABASE_AWAY):
        log.error("the database did not answer", path=request.path, error=str(error))
    if isinstance(refusal, Failure):
        # As Django does for its own 500: the log has the story, the caller has the id.
        got_request_exception.send(sender=as_problem, request=request)
        log.error("a request failed", path=request.path, exc_info=error)
    return problem_response(refusal, request, headers=_headers(error))


def problem_response(
    error: PortalError, request: HttpRequest, *, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The answer for one refusal, whatever the view would have rendered."""
    body = problem(error, request_id=getattr(request, "request_id", ""))
    if facts := body.pop("changes", ()):
        body["changes"] = [_in_words(fact) for fact in facts]
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=error.status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **retry_headers(error), **(headers or {})},
    )


@csrf_exempt
@login_not_required
def no_such_route(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer what no route below /api/ knows; send a slash too many or too few on its way."""
    path = request.path_info
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    if _is_route(other):
        query = request.META.get("QUERY_STRING", "")
        target = request.path.removesuffix(path) + other
        return HttpResponseRedirect(f"{target}?{query}" if query else target, preserve_request=True)
    return problem_response(NotFound(NO_ROUTE), request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 404 of the API outside its views, for `handler404`."""
    return problem_response(NotFound(NO_ROUTE), request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 400 of the API outside its views, for `handler400`."""
    return problem_response(_refusal(exception or SuspiciousOperation()), request)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 of the API outside its views, for `handler500`."""
    is_away = isinstance(sys.exception(), DATABASE_AWAY)
    refusal = Unavailable(NOTHING_LOST) if is_away else Failure(UNEXPECTED)
    return problem_response(refusal, request)


def _refusal(error: Exception) -> PortalError:
    if isinstance(error, PortalError):
        return error
    if isinstance(error, exceptions.ValidationError):
        wrong = list(_field_errors(error.detail, ""))
        return InvalidInput("Thông tin gửi lên chưa đúng.", errors=wrong)
    if isinstance(error, DATABASE_AWAY):
        return Unavailable(NOTHING_LOST)
    for kind, (refusal, words) in _FRAMEWORK.items():
        if isinstance(error, kind):
            return refusal(words)
    return Failure(UNEXPECTED)


def _in_words(fact: Mapping[str, str]) -> dict[str, str]:
    """One thing that happened since the caller looked, with the words that pages have for it."""
    return {**fact, "text": TITLES.get(fact["name"], UPDATED)}


def _field_errors(detail: Any, pointer: str) -> Iterator[FieldError]:
    """The framework's nested messages as one flat list with JSON pointers."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _field_errors(
                inner, pointer if name == "non_field_errors" else below(pointer, name)
            )
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _field_errors(inner, f"{pointer}/{place}" if nested else pointer)
    else:
        code = getattr(detail, "code", "invalid")
        yield FieldError(pointer, code, sentence(code, str(detail)))


def _headers(error: Exception) -> dict[str, str]:
    headers: dict[str, str] = {}
    if auth := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = auth
    return headers


def _is_route(path: str) -> bool:
    try:
        return resolve(path).func is not no_such_route
    except Resolver404:
        return False
