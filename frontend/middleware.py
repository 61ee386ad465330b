"""Refusals become pages: the sentence, the right status and a way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontend.errors import away, refusal
from portal.core.errors import PortalError
from portal.core.http import DATABASE_AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ErrorsAsPages:
    """Answer a `PortalError` that a page view raised with the error page of its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render the refusal; leave every other exception to Django."""
        if isinstance(error, DATABASE_AWAY):
            return away(request, error)
        return refusal(request, error) if isinstance(error, PortalError) else None
