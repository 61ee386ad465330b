"""The desks' side: queues, and the actions of a dossier's plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response

from portal.accounts.models import Desk
from portal.api.resource import Resource, SeenVersion
from portal.api.shapes import Asked
from portal.api.v1.dossier_shapes import DossierBrief, QueueLine, brief
from portal.api.v1.dossiers import DossierResource
from portal.core.errors import InvalidInput
from procedures.dossiers import actions, queues

if TYPE_CHECKING:
    from rest_framework.request import Request


class QueueFilter(Asked):
    """What a queue can be narrowed by."""

    desk = serializers.ChoiceField(Desk.Kind.choices, required=False, default="")
    procedure = serializers.CharField(required=False, default="", max_length=20, allow_blank=True)
    search = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)


class ActionTaken(SeenVersion):
    """The version that the actor looked at, and what the action asks for."""

    data = serializers.DictField(  # type: ignore[assignment]
        required=False,
        default=dict,
        help_text="Giá trị theo `name` của từng mục trong `inputs` của hành động",
    )


CUT_LIST = OpenApiResponse(
    inline_serializer(
        "QueueLineList",
        {
            "data": QueueLine(many=True),
            "has_more": serializers.BooleanField(
                help_text="Danh sách chỉ gồm những hồ sơ gấp nhất; hãy lọc để thấy phần còn lại"
            ),
        },
    )
)


class Queue(Resource):
    """What waits at the caller's desks."""

    @extend_schema("queue_list", parameters=[QueueFilter], responses=CUT_LIST)
    def get(self, request: Request) -> Response:
        """List the most urgent dossiers first; those whose clock stopped come last."""
        wanted = self.query(QueueFilter)
        rows = queues.queue(self.actor, queues.Filter.of(wanted))
        return Response({"data": QueueLine(rows, many=True).data, "has_more": rows.has_more})


class TakeAction(DossierResource):
    """One action of the plan; what all dossiers share has resources of its own."""

    @extend_schema(request=ActionTaken, responses=DossierBrief)
    def post(self, request: Request, dossier: str, action: str) -> Response:
        """Take it; an older `seen_version` is refused with what happened since."""
        wanted = self.body(ActionTaken)
        try:
            done = actions.act(
                self.dossier(dossier),
                action,
                actor=self.actor,
                data=wanted["data"],
                seen_version=wanted["seen_version"],
            )
        except InvalidInput as wrong:
            # Pointers lead into what was sent: the action's values are below `data`.
            wrong.errors = [
                replace(error, pointer=f"/data{error.pointer}") for error in wrong.errors
            ]
            raise
        return Response(brief(done))
