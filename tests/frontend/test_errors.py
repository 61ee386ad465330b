"""Error pages: right status, a sentence, a way on, nothing lost."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client, RequestFactory

from frontend import errors
from frontend.middleware import ErrorsAsPages
from portal.core.errors import (
    FieldError,
    InvalidInput,
    NotAllowed,
    NotFound,
    Refused,
    Stale,
    TooLarge,
    TooMany,
    Unavailable,
)
from tests.frontend.browsing import words

REFUSALS = [InvalidInput, NotAllowed, NotFound, Refused, Stale, TooLarge, TooMany, Unavailable]


@pytest.mark.parametrize("kind", REFUSALS)
def test_refusal_becomes_a_page_with_its_status(rf, kind):
    wrong = kind("Câu giải thích <b>.", errors=[FieldError("/a", "x", "Thiếu tên.")])
    answer = ErrorsAsPages(lambda request: None).process_exception(rf.get("/x"), wrong)
    assert answer.status_code == kind.status
    page = words(answer)
    assert kind.title in page
    assert "Câu giải thích <b>." in page
    assert "Thiếu tên." in page
    assert "về trang chủ" in page


def test_other_exceptions_are_left_alone(rf):
    assert ErrorsAsPages(lambda request: None).process_exception(rf.get("/x"), ValueError()) is None


def test_stale_page_says_what_changed(rf):
    changes = [{"name": "dossier.accepted", "at": "2026-11-23T10:05:00+07:00"}]
    answer = errors.refusal(rf.get("/x"), Stale("Đã khác.", extra={"changes": changes}))
    page = words(answer)
    assert "Đã tiếp nhận hồ sơ, 10:05, 23/11/2026" in page


@pytest.mark.parametrize("kind", REFUSALS)
def test_reloading_is_offered_only_where_it_helps(rf, kind):
    page = words(errors.refusal(rf.get("/x"), kind("Câu giải thích.")))
    assert ("Tải lại trang này" in page) == (kind in {TooMany, Unavailable})


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_database_that_is_away_is_a_page_that_needs_none(rf, trouble):
    answer = ErrorsAsPages(lambda request: None).process_exception(rf.get("/x"), trouble())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Những gì bạn đã lưu vẫn được giữ nguyên" in words(answer)


def test_database_that_is_away_in_middleware_is_the_same_page(monkeypatch):
    def broken(request):
        raise OperationalError

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", broken)
    answer = Client(raise_request_exception=False).get("/ho-so")
    assert answer.status_code == 503
    assert "Những gì bạn đã lưu vẫn được giữ nguyên" in words(answer)


@pytest.mark.parametrize(
    ("handler", "exception", "status"),
    [
        (errors.bad_request, SuspiciousOperation(), 400),
        (errors.bad_request, RequestDataTooBig(), 413),
        (errors.forbidden, PermissionDenied(), 403),
        (errors.not_found, Http404(), 404),
    ],
)
def test_djangos_own_refusals_look_the_same(rf: RequestFactory, handler, exception, status):
    answer = handler(rf.get("/x"), exception)
    assert answer.status_code == status
    assert "về trang chủ" in words(answer)


def test_fault_page_rests_on_nothing(rf):
    answer = errors.server_error(rf.get("/x"))
    assert answer.status_code == 500
    assert "Hồ sơ và bản nháp đã lưu vẫn được giữ nguyên." in words(answer)


@pytest.mark.django_db
def test_form_without_its_token_is_explained():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/dang-nhap", {"account": "citizen-an"})
    assert answer.status_code == 403
    assert "Phiên làm việc đã hết hạn" in words(answer)


@pytest.mark.django_db
def test_address_that_leads_nowhere_is_a_page():
    answer = Client().get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "không dẫn đến trang nào" in words(answer)
