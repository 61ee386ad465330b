"""The desks' side: the actions of a dossier's plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from portal.api.resource import SeenVersion
from portal.api.v1.dossier_shapes import DossierBrief, brief
from portal.api.v1.dossiers import DossierResource
from portal.core.errors import InvalidInput
from procedures.dossiers import actions

if TYPE_CHECKING:
    from rest_framework.request import Request


class ActionTaken(SeenVersion):
    """The version that the actor looked at, and what the action asks for."""

    data = serializers.DictField(  # type: ignore[assignment]
        required=False,
        default=dict,
        help_text="Giá trị theo `name` của từng mục trong `inputs` của hành động",
    )


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
