"""Lists by cursor: `{data, has_more, next}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import NotFound as BadCursor
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from portal.core.errors import FieldError, InvalidInput

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class Cursor(CursorPagination):
    """Pages that stay right while rows are added; ordered by one unique column."""

    page_size = 20
    max_page_size = 200
    page_size_query_param = "limit"

    def __init__(self, ordering: str) -> None:
        """Name the unique column."""
        super().__init__()
        self.ordering = ordering

    def page_of(self, rows: QuerySet[Any], request: Request) -> list[Any]:
        """The rows of the page that the request asks for."""
        try:
            return self.paginate_queryset(rows, request) or []
        except (BadCursor, ValueError):
            wrong = FieldError("/cursor", "invalid", "Con trỏ trang không đúng.")
            raise InvalidInput("Con trỏ trang không đúng.", errors=[wrong]) from None

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the address of the next one."""
        following = self.get_next_link()
        return Response({"data": data, "has_more": following is not None, "next": following})
