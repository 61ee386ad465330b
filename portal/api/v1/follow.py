"""Public tracking: status only, for whoever holds the code and the second secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from portal.api.resource import PublicResource
from portal.api.shapes import Body
from portal.api.v1.catalogue_shapes import Shape
from portal.core.http import demand_slow
from procedures.dossiers import selectors

if TYPE_CHECKING:
    from rest_framework.request import Request


class CodeAndSecret(Body):
    """What every slip carries."""

    code = serializers.CharField(max_length=40)
    secret = serializers.CharField(max_length=20)


class TrackedShape(Shape):
    """The status of a dossier, and nothing of its content."""

    code = serializers.CharField()
    procedure = serializers.CharField(source="procedure_name")
    agency = serializers.CharField(source="agency_name")
    national_code = serializers.IntegerField()
    status = serializers.CharField()
    received_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)


class Track(PublicResource):
    """Public tracking."""

    @extend_schema(request=CodeAndSecret, responses=TrackedShape)
    def post(self, request: Request) -> Response:
        """Tell the status; a wrong code and a wrong secret get the same answer."""
        demand_slow(request, "track")
        wanted = self.body(CodeAndSecret)
        return Response(TrackedShape(selectors.track(**wanted)).data)
