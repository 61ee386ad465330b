"""The catalogue for everybody: procedures, their sheets, a verdict on answers, agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from portal.accounts.models import Agency
from portal.api.paging import Paging
from portal.api.resource import PublicResource
from portal.api.schema import paged
from portal.api.shapes import Body
from portal.api.v1.catalogue_shapes import AgencyLine, ProcedureLine, Sheet, Verdict
from portal.api.v1.entry_shapes import EntrySheet
from portal.core import calendars, clock
from procedures.catalogue import selectors as catalogue
from procedures.catalogue.national.agencies import LEVELS as LEVELS_READ
from procedures.definition.areas import area_of
from procedures.definition.evaluate import evaluate
from procedures.definition.shape import CHANNELS
from procedures.dossiers.access import VNEID_2

if TYPE_CHECKING:
    from datetime import datetime

    from rest_framework.request import Request

    from procedures.catalogue.models import ProcedureVersion
    from procedures.definition.package import Catalogue, Package, Substance

# The words that packages may use (procedures.definition.shape).
LEVELS = ("info", "partial", "full")
PERSON_GROUPS = (VNEID_2,)
AUDIENCES = ("citizen", "enterprise", "cooperative", "organisation", "foreigner")
AGENCY_LEVELS = tuple(LEVELS_READ.values())
# Far enough for any law, near enough for every calendar.
_YEARS = range(2000, 2101)


class ProcedureFilter(Paging):
    """What the list of procedures can be narrowed by."""

    search = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)
    audience = serializers.ChoiceField(
        AUDIENCES, required=False, default="", allow_blank=True, help_text="Đối tượng thực hiện"
    )
    field = serializers.CharField(required=False, default="", max_length=60, allow_blank=True)
    level = serializers.ChoiceField(
        LEVELS, required=False, default="", allow_blank=True, help_text="Mức độ trực tuyến"
    )
    agency_level = serializers.ChoiceField(
        AGENCY_LEVELS, required=False, default="", allow_blank=True, help_text="Cấp giải quyết"
    )


class AgencyFilter(Paging):
    """What the list of agencies can be narrowed by."""

    kind = serializers.ChoiceField(Agency.Kind.choices, required=False, default="")


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentField(serializers.CharField):
    """An ISO 8601 moment; one without a zone is Việt Nam's."""

    def to_internal_value(self, data: Any) -> datetime:  # type: ignore[override]
        """Read the moment."""
        try:
            moment = clock.parse(super().to_internal_value(data))
        except ValueError:
            raise serializers.ValidationError("Thời điểm phải theo ISO 8601.") from None
        if moment.year not in _YEARS:
            raise serializers.ValidationError("Thời điểm nằm ngoài lịch làm việc.")
        return moment


class Answers(Body):
    """Answers to judge, and in which case."""

    answers = serializers.DictField()
    channel = serializers.ChoiceField(CHANNELS, required=False, default="online")
    at = MomentField(required=False)
    agency = serializers.CharField(required=False, default="", max_length=16, allow_blank=True)
    persons = serializers.ListField(
        child=serializers.ChoiceField(PERSON_GROUPS),
        required=False,
        default=list,
        max_length=20,
        help_text="Nhóm đối tượng mà quy định về phí, lệ phí có thể nêu",
    )

    def validate_agency(self, code: str) -> str:
        """Refuse an agency that nobody knows."""
        if code and not Agency.objects.filter(code=code).exists():
            raise serializers.ValidationError("Không có cơ quan mang mã này.", code="unknown")
        return code


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A version in force with what its sheet is read from."""

    version: ProcedureVersion
    package: Package

    @property
    def substance(self) -> Substance:
        """The half that the law fixes."""
        return self.package.substance

    @property
    def facts(self) -> Catalogue:
        """The catalogue's facts."""
        return self.package.substance.catalogue


class ProcedureList(PublicResource):
    """The catalogue."""

    @extend_schema("procedures_list", parameters=[ProcedureFilter], responses=paged(ProcedureLine))
    def get(self, request: Request) -> Response:
        """List the city's procedures, then the national catalogue's; no diacritics needed."""
        wanted = self.query(ProcedureFilter)
        found = catalogue.lines(
            wanted["search"],
            audience=wanted["audience"],
            field=wanted["field"],
            agency_level=wanted["agency_level"],
            level=wanted["level"],
        )
        return self.page(found, ProcedureLine, ordering="place", limit=wanted["limit"])


class ProcedureSheet(PublicResource):
    """One procedure."""

    @extend_schema(responses=Sheet)
    def get(self, request: Request, code: str) -> Response:
        """Show the version in force today: papers, fees, times, legal basis, questions."""
        version = catalogue.in_force(code, on=clock.today())
        return Response(Sheet(_Sheet(version, catalogue.package(version.pk))).data)


class NationalEntry(PublicResource):
    """One procedure as the national catalogue tells of it."""

    @extend_schema(responses=EntrySheet)
    def get(self, request: Request, code: str) -> Response:
        """Show what was read for certain of an entry, what was doubtful and why, and its source."""
        return Response(EntrySheet(catalogue.get_entry(code)).data)


class Evaluate(PublicResource):
    """The verdict on answers; nothing is stored."""

    @extend_schema(request=Answers, responses=Verdict)
    def post(self, request: Request, code: str) -> Response:
        """Judge answers under the version in force at the moment; wrong ones are no error."""
        asked = self.body(Answers)
        moment: datetime = asked.get("at") or clock.now()
        version = catalogue.in_force(code, on=moment.astimezone(clock.VIETNAM).date())
        verdict = evaluate(
            catalogue.package(version.pk),
            asked["answers"],
            channel=asked["channel"],
            at=moment,
            calendar=calendars.current(),
            groups=asked["persons"],
            agency=asked["agency"],
            area=_area_of(asked["agency"]),
        )
        return Response(verdict.as_dict())


def _area_of(agency_code: str) -> str:
    """The former area in which an agency lies; "" for one that nobody knows."""
    if not agency_code:
        return ""
    codes = Agency.objects.filter(code=agency_code).values_list("commune_code", flat=True)
    return area_of(codes.first()) or ""


class AgencyList(PublicResource):
    """The agencies that settle dossiers."""

    @extend_schema("agencies_list", parameters=[AgencyFilter], responses=paged(AgencyLine))
    def get(self, request: Request) -> Response:
        """List agencies in the order of their codes."""
        wanted = self.query(AgencyFilter)
        rows = Agency.objects.all()
        if wanted["kind"]:
            rows = rows.filter(kind=wanted["kind"])
        return self.page(rows, AgencyLine, ordering="code", limit=wanted["limit"])
