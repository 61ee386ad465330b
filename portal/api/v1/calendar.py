"""The working calendar by which every time limit is counted."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from portal.api.resource import PublicResource
from portal.api.shapes import Asked
from portal.api.v1.catalogue_shapes import Shape
from portal.core import calendars
from portal.core.calendars.models import CalendarDay

# The document's types are read from annotations while the portal runs.
from portal.core.worktime import WEEKDAYS, Calendar, Spans


class VersionFilter(Asked):
    """Which published version; none: the one in force."""

    version = serializers.CharField(required=False, default="", max_length=20, allow_blank=True)


class SpanShape(Shape):
    """One stretch of office hours."""

    opens = serializers.TimeField(format="%H:%M")
    closes = serializers.TimeField(format="%H:%M")


class WeekdayShape(Shape):
    """The office hours of a weekday; an empty list is a day of rest."""

    weekday = serializers.IntegerField(
        min_value=1, max_value=7, help_text="1: thứ Hai, 7: Chủ nhật"
    )
    label = serializers.CharField()  # type: ignore[assignment]
    hours = SpanShape(many=True)


class CalendarDayShape(Shape):
    """A day that differs from its weekday, and the text that says so."""

    date = serializers.DateField()
    kind = serializers.ChoiceField(CalendarDay.Kind.choices)
    name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class CalendarShape(Shape):
    """A version of the calendar; make-up days work the hours of the week's longest day."""

    version = serializers.CharField()
    in_force = serializers.SerializerMethodField()
    last_year = serializers.IntegerField(help_text="Năm cuối cùng đã biết ngày nghỉ")
    week = serializers.SerializerMethodField()
    days = serializers.SerializerMethodField()

    def get_in_force(self, found: Calendar) -> bool:
        """Whether new time limits are counted by it."""
        return found.version == calendars.current().version

    @extend_schema_field(WeekdayShape(many=True))
    def get_week(self, found: Calendar) -> Any:
        """Monday first."""
        named = enumerate(zip(WEEKDAYS, found.week, strict=True), start=1)
        rows = [
            {"weekday": number, "label": label, "hours": _spans(spans)}
            for number, (label, spans) in named
        ]
        return WeekdayShape(rows, many=True).data

    @extend_schema_field(CalendarDayShape(many=True))
    def get_days(self, found: Calendar) -> Any:
        """Day by day."""
        rows = [
            {"date": day, "kind": rule.kind, "name": rule.name, "source": rule.source}
            for day, rule in sorted(found.exceptions.items())
        ]
        return CalendarDayShape(rows, many=True).data


class CalendarItem(PublicResource):
    """The working calendar."""

    @extend_schema("calendar", parameters=[VersionFilter], responses=CalendarShape)
    def get(self, request: Any) -> Response:
        """Show a published version: office hours, holidays, make-up days, closures."""
        return Response(CalendarShape(calendars.of(self.query(VersionFilter)["version"])).data)


def _spans(spans: Spans) -> list[dict[str, Any]]:
    return [{"opens": opens, "closes": closes} for opens, closes in spans]
