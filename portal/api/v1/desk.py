"""The desks' side: queues, and the actions of a dossier's plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from portal.accounts.models import Desk
from portal.api.resource import Resource, SeenVersion, listed
from portal.api.schema import whole_list
from portal.api.v1.dossier_shapes import DossierBrief, QueueLine, brief
from portal.api.v1.dossiers import DossierResource
from portal.core.errors import InvalidInput
from procedures.dossiers import actions, queues

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request

    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier


class QueueFilter(serializers.Serializer[Any]):
    """What a queue can be narrowed by."""

    desk = serializers.ChoiceField(Desk.Kind.choices, required=False, default="")
    procedure = serializers.CharField(required=False, default="", max_length=20, allow_blank=True)
    search = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)


class ActionTaken(SeenVersion):
    """The version that the actor looked at, and what the action asks for."""

    data = serializers.DictField(required=False, default=dict)  # type: ignore[assignment]


class Queue(Resource):
    """What waits at the caller's desks."""

    @extend_schema("queue_list", parameters=[QueueFilter], responses=whole_list(QueueLine))
    def get(self, request: Request) -> Response:
        """List the most urgent dossiers first; those whose clock stopped come last."""
        wanted = self.query(QueueFilter)
        rows = queues.queue(
            self.actor,
            desk_kind=wanted["desk"],
            procedure=wanted["procedure"],
            search=wanted["search"],
        )
        return listed(rows, QueueLine)


class TakeAction(DossierResource):
    """One action among those that the dossier offers."""

    @extend_schema(request=ActionTaken, responses=DossierBrief)
    def post(self, request: Request, dossier: str, action: str) -> Response:
        """Take it; an older `seen_version` is refused with what happened since."""
        wanted = self.body(ActionTaken)
        try:
            done = take(
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


def take(
    dossier: Dossier, action: str, *, actor: Actor, data: dict[str, Any], seen_version: int
) -> Dossier:
    """Send an action through the door that it has of its own, the others through the plan's."""
    door = _OWN_DOORS.get(action)
    if door is None:
        return actions.act(dossier, action, actor=actor, data=data, seen_version=seen_version)
    return door(dossier, actor, seen_version, data)


_OWN_DOORS: dict[str, Callable[[Dossier, Actor, int, dict[str, Any]], Dossier]] = {
    "submit": lambda dossier, actor, seen, data: actions.submit(
        dossier, actor=actor, seen_version=seen
    ),
    "supplement": lambda dossier, actor, seen, data: actions.answer_supplement(
        dossier, actor=actor, seen_version=seen, note=str(data.get("note", ""))
    ),
    "withdraw": lambda dossier, actor, seen, data: actions.withdraw(
        dossier, actor=actor, seen_version=seen, reason=str(data.get("reason", ""))
    ),
    "collect": lambda dossier, actor, seen, data: actions.collect_result(
        dossier, actor=actor, seen_version=seen
    ),
}
