"""The callbacks, and the names of the two pages that they lead to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, code: str = "") -> HttpResponse:
    """Stand in for a page of the room above."""
    return HttpResponse(code)


pages = [
    path("thanh-toan/<str:code>", page, name="payment_result"),
    path("thanh-toan/", page, name="payment_unverified"),
]
urlpatterns = [
    path("payments/", include("payments.urls")),
    path("", include((pages, "frontend"))),
]
