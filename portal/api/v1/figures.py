"""Figures for leaders, each with exactly the dossiers it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from portal.accounts.selectors import agency_by_code
from portal.api.resource import Resource, listed
from portal.api.schema import whole_list
from portal.api.shapes import Asked
from portal.api.v1.catalogue_shapes import Shape
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotFound
from tracking import selectors
from tracking.figures import AgencyFigures, Dashboard, period_of

if TYPE_CHECKING:
    from rest_framework.request import Request

    from portal.accounts.actors import Actor


class PeriodFilter(Asked):
    """The days (this month up to today by default) and the agency; none: all that one may see."""

    start = serializers.DateField(required=False)
    end = serializers.DateField(required=False)
    agency = serializers.CharField(required=False, default="", max_length=16, allow_blank=True)


class DrillFilter(PeriodFilter):
    """Also which part of a share."""

    part = serializers.ChoiceField(
        ("numerator", "denominator"), required=False, default="numerator"
    )


class FigureShape(Shape):
    """One figure; without data its value is null, never a constant."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    words = serializers.CharField()
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    points = serializers.FloatField(allow_null=True, help_text="Chỉ có ở chỉ số thành phần")
    score = serializers.FloatField(allow_null=True, help_text="Trống khi chưa có số liệu")
    note = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class AgencyFiguresShape(Shape):
    """The figures of one agency."""

    code = serializers.CharField()
    name = serializers.CharField()
    figures = serializers.SerializerMethodField()

    @extend_schema_field(FigureShape(many=True))
    def get_figures(self, row: AgencyFigures) -> Any:
        """Its figures in the order of the table."""
        return FigureShape(list(row.figures.values()), many=True).data


class DayShape(Shape):
    """What came and what was settled on one day."""

    day = serializers.DateField()
    received = serializers.IntegerField()
    settled = serializers.IntegerField()


class DashboardShape(Shape):
    """The figures of a period, and up to where in the journal they were counted."""

    figures = FigureShape(many=True)
    components = FigureShape(many=True)
    by_agency = AgencyFiguresShape(many=True)
    by_day = serializers.SerializerMethodField()
    position = serializers.IntegerField()
    unplaced = serializers.IntegerField()
    as_of = serializers.DateTimeField()

    @extend_schema_field(DayShape(many=True))
    def get_by_day(self, found: Dashboard) -> Any:
        """Day by day."""
        rows = [dict(zip(("day", "received", "settled"), row, strict=True)) for row in found.by_day]
        return DayShape(rows, many=True).data


class DrilledShape(Shape):
    """One dossier behind a figure; nothing personal."""

    code = serializers.CharField()
    agency = serializers.CharField()
    agency_name = serializers.CharField()
    procedure = serializers.CharField()
    procedure_name = serializers.CharField()


class Figures(Resource):
    """The dashboard."""

    @extend_schema(parameters=[PeriodFilter], responses=DashboardShape)
    def get(self, request: Request) -> Response:
        """Show the figures of a period."""
        asked = self.query(PeriodFilter)
        found = selectors.dashboard(**_scope(self.actor, asked, kind="view_dashboard"))
        return Response(DashboardShape(found).data)


class FigureDossiers(Resource):
    """What stands behind one figure."""

    @extend_schema(
        "figure_dossiers_list", parameters=[DrillFilter], responses=whole_list(DrilledShape)
    )
    def get(self, request: Request, figure: str) -> Response:
        """List exactly the dossiers that it counts."""
        asked = self.query(DrillFilter)
        scope = _scope(self.actor, asked, kind="view_figures")
        return listed(selectors.drill_rows(figure, part=asked["part"], **scope), DrilledShape)


def _scope(actor: Actor, asked: dict[str, Any], *, kind: str) -> dict[str, Any]:
    """The days and the agency of which the permission table lets the actor read."""
    today = clock.today()
    start, end = asked.get("start") or today.replace(day=1), asked.get("end") or today
    try:
        period_of(start, end)
    except InvalidInput as wrong:
        # The rule is about two days; whoever shows it needs one place for each.
        wrong.errors = [
            FieldError(f"/{name}", "period", wrong.message) for name in ("start", "end")
        ]
        raise
    return {"start": start, "end": end, "agency_code": _agency(actor, asked["agency"], kind=kind)}


def _agency(actor: Actor, wanted: str, *, kind: str) -> str:
    own = selectors.scope_of(actor, kind=kind)
    if own and wanted not in {"", own}:
        raise NotFound("Không tìm thấy số liệu của cơ quan này.")
    return own or (agency_by_code(wanted).code if wanted else "")
