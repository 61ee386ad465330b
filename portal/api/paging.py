"""Lists by cursor: `{data, has_more, next}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound as BadCursor
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from portal.api.shapes import Asked
from portal.core.errors import FieldError, InvalidInput

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.pagination import Cursor as Place
    from rest_framework.request import Request

PAGE_SIZE = 20
MAX_PAGE_SIZE = 200


class Paging(Asked):
    """Where a list goes on: `next` of a page holds both."""

    cursor = serializers.CharField(required=False, allow_blank=True)
    limit = serializers.IntegerField(
        required=False, default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE
    )


class Cursor(CursorPagination):
    """Pages that stay right while rows are added; ordered by one unique column."""

    def __init__(self, ordering: str, *, limit: int) -> None:
        """Name the unique column, and how many rows a page has."""
        super().__init__()
        self.ordering = ordering
        self.page_size = limit

    def page_of(self, rows: QuerySet[Any], request: Request) -> list[Any]:
        """The rows of the page that the request asks for."""
        try:
            return self.paginate_queryset(rows, request) or []
        except (BadCursor, ValueError):
            wrong = FieldError("/cursor", "invalid", "Con trỏ trang không đúng.")
            raise InvalidInput("Con trỏ trang không đúng.", errors=[wrong]) from None

    def decode_cursor(self, request: Request) -> Place | None:
        """The place that the cursor names; a NUL is in no column of ours."""
        place = super().decode_cursor(request)
        if place is not None and "\x00" in str(place.position):
            raise BadCursor
        return place

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the address of the next one."""
        following = self.get_next_link()
        return Response({"data": data, "has_more": following is not None, "next": following})
