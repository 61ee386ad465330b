"""Who is away and who stands in: the door of the page of absences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.accounts import absences
from portal.accounts.models import Absence
from portal.api.resource import Resource, listed
from portal.api.schema import whole_list
from portal.api.shapes import Body
from portal.api.v1.catalogue_shapes import Shape
from portal.core import clock

if TYPE_CHECKING:
    from rest_framework.request import Request


class NewAbsence(Body):
    """Who is away on which whole days, and who stands in."""

    staff = serializers.CharField(max_length=32, help_text="Mã cán bộ vắng mặt")
    substitute = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=32,
        help_text="Mã cán bộ làm thay; rỗng khi có đồng nghiệp cùng vị trí",
    )
    starts = serializers.DateField()
    ends = serializers.DateField(help_text="Ngày vắng mặt cuối cùng")
    reason = serializers.ChoiceField(Absence.Reason.choices)


class ColleagueShape(Shape):
    """A member of staff."""

    code = serializers.CharField()
    full_name = serializers.CharField()
    title = serializers.CharField()


class AbsenceShape(Shape):
    """Whole days on which somebody's posts are in another's hands."""

    id = serializers.IntegerField(source="pk")
    staff = ColleagueShape()
    substitute = ColleagueShape(allow_null=True)
    starts = serializers.DateField()
    ends = serializers.DateField()
    reason = serializers.ChoiceField(Absence.Reason.choices)
    is_running = serializers.SerializerMethodField()

    def get_is_running(self, absence: Absence) -> bool:
        """Whether they are away today."""
        return absence.starts <= clock.today() <= absence.ends


class Absences(Resource):
    """The absences of the caller's agency."""

    @extend_schema("absences_list", responses=whole_list(AbsenceShape))
    def get(self, request: Request) -> Response:
        """List those that run or are to come, the first to begin first."""
        return listed(absences.absences_seen_by(self.actor), AbsenceShape)

    @extend_schema("absence_record", request=NewAbsence, responses={201: AbsenceShape})
    def post(self, request: Request) -> Response:
        """Record one: everybody for themselves, who leads for their people."""
        wanted = self.body(NewAbsence)
        absence = absences.record_by_codes(actor=self.actor, **wanted)
        return Response(AbsenceShape(absence).data, status=status.HTTP_201_CREATED)


class AbsenceEnd(Resource):
    """The end of an absence."""

    @extend_schema("absence_end", request=None, responses={204: None})
    def post(self, request: Request, absence: int) -> Response:
        """Somebody is back, or will not go."""
        absences.end_absence(absence, actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
