"""What every resource of the API shares: its actor, its checked input, its lists."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.actors import actor_of
from portal.accounts.models import Organisation
from portal.accounts.selectors import mandates_of
from portal.api.bodies import JsonBody
from portal.api.paging import Cursor
from portal.api.shapes import Asked, Body
from portal.core import clock
from portal.core.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from rest_framework.parsers import BaseParser
    from rest_framework.request import Request

    from portal.accounts.actors import Actor
    from portal.accounts.models import Person

ON_BEHALF_OF = "X-On-Behalf-Of"


class SeenVersion(Body):
    """A change names the version of the dossier that its author looked at."""

    seen_version = serializers.IntegerField(min_value=0)


class Resource(APIView):
    """A resource for whoever holds a token."""

    parser_classes: Sequence[type[BaseParser]] = (JsonBody,)

    @cached_property
    def actor(self) -> Actor:
        """Who asks; on behalf of another when the header says so and a mandate allows it."""
        return self.acting_for(self.request.headers.get(ON_BEHALF_OF, ""))

    def acting_for(self, number: str) -> Actor:
        """The caller as an actor for whom a tax code or personal number names; "": themselves."""
        represented = _represented(self.request, number) if number else None
        actor = actor_of(self.request.user, on_behalf_of=represented)
        if actor is None:
            raise NotAllowed("Tài khoản này không gắn với người nào nên không thực hiện được.")
        return actor

    def body(self, shape: type[Body]) -> dict[str, Any]:
        """The request's body, checked against its shape."""
        return _checked(shape(data=self.request.data))

    def query(self, shape: type[Asked]) -> dict[str, Any]:
        """The address's parameters, checked against their shape."""
        return _checked(shape(data=self.request.query_params.dict()))

    def page(
        self,
        rows: QuerySet[Any],
        shape: type[serializers.Serializer[Any]],
        *,
        ordering: str,
        limit: int,
    ) -> Response:
        """One page of rows by cursor."""
        cursor = Cursor(ordering, limit=limit)
        page = cursor.page_of(rows, self.request)
        return cursor.get_paginated_response(shape(page, many=True).data)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Keep what one person may read out of every cache."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if request.META.get("HTTP_AUTHORIZATION"):
            final.headers["Cache-Control"] = "private, no-store"
        return final


class PublicResource(Resource):
    """A resource for everybody."""

    permission_classes = (AllowAny,)


def listed(rows: Iterable[Any], shape: type[serializers.Serializer[Any]]) -> Response:
    """A short list that is always whole."""
    return Response({"data": shape(list(rows), many=True).data})


def _checked(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    values: Mapping[str, Any] = serializer.validated_data
    return dict(values)


def _represented(request: Request, number: str) -> Organisation | Person:
    """Whom the caller may act for under this number; whether it exists stays untold."""
    person: Person | None = getattr(request.user, "person", None)
    mandates = mandates_of(person, on=clock.today()) if person else ()
    for mandate in mandates:
        party = mandate.represented
        known = party.tax_code if isinstance(party, Organisation) else party.personal_number
        if known == number:
            return party
    raise NotAllowed(f"Bạn chưa được ghi nhận quyền đại diện cho mã số {number}.")
