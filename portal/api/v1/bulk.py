"""One act on many dossiers, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from portal.api.resource import Resource
from portal.api.shapes import Body
from portal.api.v1.catalogue_shapes import Shape
from procedures.dossiers import bulk
from procedures.dossiers.models import BulkItem, BulkRun

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request


class PickedDossier(Body):
    """One dossier and the version that the caller looked at."""

    code = serializers.CharField(max_length=40)
    seen_version = serializers.IntegerField(min_value=0, max_value=bulk.NEWEST)


class BulkAsked(Body):
    """Which act on which dossiers."""

    action = serializers.ChoiceField(list(bulk.KINDS.items()))
    key = serializers.CharField(
        max_length=64, help_text="Khóa do bên gọi đặt; gửi lại cùng khóa không tạo lần mới"
    )
    dossiers = serializers.ListField(child=PickedDossier(), max_length=bulk.MOST)
    data = serializers.DictField(  # type: ignore[assignment]
        required=False, default=dict, help_text="`staff`: mã cán bộ, cho việc `assign`"
    )


class BulkChange(Shape):
    """One thing that happened since the caller looked."""

    name = serializers.CharField()
    at = serializers.DateTimeField()


class BulkItemShape(Shape):
    """One dossier of a run."""

    code = serializers.CharField(source="dossier.code")
    state = serializers.ChoiceField(BulkItem.State.choices)
    message = serializers.CharField(help_text="Lý do, khi không thực hiện được")
    changes = BulkChange(many=True)


@dataclass(frozen=True, slots=True)
class Told:
    """A run with how far it has come."""

    run: BulkRun
    progress: bulk.Progress


class BulkRunShape(Shape):
    """A run: how far it has come, and each dossier's result."""

    id = serializers.UUIDField(source="run.public_id")
    action = serializers.ChoiceField(list(bulk.KINDS.items()), source="run.kind")
    created_at = serializers.DateTimeField(source="run.created_at")
    done = serializers.IntegerField(source="progress.done")
    refused = serializers.IntegerField(source="progress.refused")
    pending = serializers.IntegerField(source="progress.pending")
    items = serializers.SerializerMethodField()

    @extend_schema_field(BulkItemShape(many=True))
    def get_items(self, told: Told) -> Any:
        """Every dossier; what was refused comes first."""
        return BulkItemShape(bulk.items(told.run), many=True).data


def _shape(run: BulkRun) -> Any:
    return BulkRunShape(Told(run, bulk.progress(run))).data


class BulkRuns(Resource):
    """Runs of one act on many dossiers."""

    @extend_schema(request=BulkAsked, responses={202: BulkRunShape})
    def post(self, request: Request) -> Response:
        """Begin one; each dossier is then taken as by its own action, or says why not."""
        wanted = self.body(BulkAsked)
        run = bulk.start(
            wanted["action"],
            {one["code"]: one["seen_version"] for one in wanted["dossiers"]},
            actor=self.actor,
            key=wanted["key"],
            data=wanted["data"],
        )
        return Response(_shape(run), status=202)


class BulkRunItem(Resource):
    """One run of the caller's own."""

    @extend_schema(responses=BulkRunShape)
    def get(self, request: Request, run: UUID) -> Response:
        """Show how far it has come and what became of each dossier."""
        return Response(_shape(bulk.get_run(run, actor=self.actor)))
