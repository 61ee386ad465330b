"""The desks' lists: the queue with its filters and counts, saved views, tasks, releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.accounts.models import Desk
from portal.api.paging import MAX_PAGE_SIZE
from portal.api.resource import Resource, listed
from portal.api.schema import whole_list
from portal.api.shapes import Asked, Body
from portal.api.v1.catalogue_shapes import AgencyRef, ProcedureRef, Shape
from portal.api.v1.dossier_shapes import QueueLine
from procedures.dossiers import queues
from procedures.dossiers.models import SideTask
from procedures.dossiers.models.views import LONGEST_NAME
from procedures.dossiers.queues import Clocked, Filter, Sort, Waiting, Who
from procedures.dossiers.queues.filters import LONGEST, Channel, Part

if TYPE_CHECKING:
    from rest_framework.request import Request

    from procedures.dossiers.models import SavedView


def _choice(choices: list[tuple[str, str]], words: str = "") -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices, required=False, default="", allow_blank=True, help_text=words
    )


class _Conditions(serializers.Serializer[Any]):
    """What queues and saved views are narrowed by."""

    desk = _choice(Desk.Kind.choices)
    procedure = serializers.CharField(required=False, default="", max_length=20, allow_blank=True)
    waiting = _choice(Waiting.choices, "Giai đoạn, hoặc điều đang chờ")
    clock = _choice(Clocked.choices, "Màu của thời hạn đang tính")
    who = _choice(Who.choices, "Người xử lý")
    channel = _choice(Channel.choices)
    part = _choice(Part.choices, "Vai trò của cơ quan người hỏi")
    search = serializers.CharField(
        required=False,
        default="",
        max_length=LONGEST,
        allow_blank=True,
        help_text="Mã hồ sơ, số định danh cá nhân, hoặc các phần của tên chủ hồ sơ không cần dấu",
    )
    sort = serializers.ChoiceField(Sort.choices, required=False, default=Sort.DEADLINE.value)


class QueueFilter(_Conditions, Asked):
    """What a queue can be narrowed by."""


class QueuePlace(QueueFilter):
    """A filter, and where its list goes on."""

    cursor = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)
    limit = serializers.IntegerField(
        required=False, default=queues.PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE
    )


class ViewQuery(_Conditions, Body):
    """The filter of a saved view."""


class ViewBody(Body):
    """A saved view as its owner sends it."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    query = ViewQuery()


class ViewChange(Body):
    """What changes of a saved view."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    is_default = serializers.BooleanField(required=False)


class ViewShape(Shape):
    """A saved view."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    query = serializers.DictField(child=serializers.CharField())
    is_default = serializers.BooleanField()


class ClockCount(Shape):
    """How many dossiers stand so."""

    clock = serializers.CharField(help_text="late | soon | ok | paused | none; rỗng là tất cả")
    count = serializers.IntegerField(help_text=f"Nhiều hơn {queues.MANY} nghĩa là còn nữa")


class ViewCount(Shape):
    """How many dossiers a saved view shows."""

    view = serializers.IntegerField()
    count = serializers.IntegerField()


class CountsShape(Shape):
    """The counts of a queue."""

    clocks = ClockCount(many=True)
    views = ViewCount(many=True)
    messages = serializers.IntegerField(help_text="Hồ sơ có tin nhắn của người nộp chưa đọc")


class DossierRef(Shape):
    """The dossier that something is about."""

    code = serializers.CharField()
    procedure = ProcedureRef()
    owner = serializers.CharField(source="owner_name")


class TaskLine(Shape):
    """One open task for the caller or their agency."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    question = serializers.CharField()
    dossier = DossierRef()
    agency = AgencyRef(allow_null=True)
    assignee = serializers.SerializerMethodField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.CharField())
    def get_assignee(self, task: SideTask) -> str:
        """Who is asked in person; "" where the agency is."""
        return task.assignee.full_name if task.assignee else ""


class RequestLine(Shape):
    """One drafted act that waits for the caller, or came back to them."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    dossier = DossierRef()
    state = serializers.CharField(help_text="drafted, released, returned")
    returned_reason = serializers.CharField()
    approver = serializers.CharField()
    drafted_by = serializers.CharField(help_text="staff:…")
    drafted_at = serializers.DateTimeField()


QUEUE_PAGE = inline_serializer(
    "QueueLineList",
    {
        "data": QueueLine(many=True),
        "has_more": serializers.BooleanField(),
        "next": serializers.CharField(allow_null=True, help_text="`cursor` của trang sau"),
        "previous": serializers.CharField(allow_null=True, help_text="`cursor` của trang trước"),
    },
)


class Queue(Resource):
    """What waits at the caller's desks."""

    @extend_schema("queue_list", parameters=[QueuePlace], responses=QUEUE_PAGE)
    def get(self, request: Request) -> Response:
        """List the most urgent dossiers first; those whose clock stopped come last."""
        wanted = self.query(QueuePlace)
        page = queues.queue(
            self.actor, Filter.of(wanted), cursor=wanted["cursor"], size=wanted["limit"]
        )
        return Response(
            {
                "data": QueueLine(page, many=True).data,
                "has_more": page.has_more,
                "next": page.following or None,
                "previous": page.previous or None,
            }
        )


class QueueCounts(Resource):
    """How many dossiers stand how, and in each saved view."""

    @extend_schema(parameters=[QueueFilter], responses=CountsShape)
    def get(self, request: Request) -> Response:
        """Count under a filter; nothing is counted further than a thousand and one."""
        wanted = Filter.of(self.query(QueueFilter))
        views = {view.pk: Filter.of(view.query) for view in queues.saved_views(self.actor)}
        found = queues.counts(self.actor, wanted, views)
        return Response(
            {
                "clocks": [{"clock": key, "count": n} for key, n in found.clocks.items()],
                "views": [{"view": key, "count": n} for key, n in found.views.items()],
                "messages": found.messages,
            }
        )


class SavedViews(Resource):
    """The caller's saved views."""

    @extend_schema("saved_view_list", responses=ViewShape(many=True))
    def get(self, request: Request) -> Response:
        """List them in the order in which they were saved."""
        return listed(queues.saved_views(self.actor), ViewShape)

    @extend_schema("saved_view_save", request=ViewBody, responses={201: ViewShape})
    def post(self, request: Request) -> Response:
        """Keep a filter under a name; a name that is taken gets the new filter."""
        wanted = self.body(ViewBody)
        view = queues.save_view(self.actor, wanted["name"], Filter.of(wanted["query"]))
        return Response(ViewShape(view).data, status=status.HTTP_201_CREATED)


class SavedViewItem(Resource):
    """One saved view."""

    @extend_schema("saved_view_change", request=ViewChange, responses=ViewShape)
    def patch(self, request: Request, view: int) -> Response:
        """Rename it; let it open with the queue, or not."""
        wanted = self.body(ViewChange)
        found: SavedView | None = None
        if "name" in wanted:
            found = queues.rename_view(self.actor, view, wanted["name"])
        if "is_default" in wanted:
            found = queues.default_view(self.actor, view, is_default=wanted["is_default"])
        return Response(ViewShape(found or queues.get_view(self.actor, view)).data)

    @extend_schema("saved_view_remove", responses={204: None})
    def delete(self, request: Request, view: int) -> Response:
        """Remove it; the dossiers stay where they are."""
        queues.delete_view(self.actor, view)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Tasks(Resource):
    """What the caller or their agency is asked for."""

    @extend_schema("queue_tasks", responses=TaskLine(many=True))
    def get(self, request: Request) -> Response:
        """List the open tasks, the first due first."""
        return listed(queues.tasks(self.actor), TaskLine)


class Releases(Resource):
    """What waits for the caller's release or sending."""

    @extend_schema("queue_requests", responses=RequestLine(many=True))
    def get(self, request: Request) -> Response:
        """List drafted, released and returned requests, the oldest first."""
        return listed(queues.requests(self.actor), RequestLine)


class MessageLine(Shape):
    """A dossier whose applicant wrote what no desk has read."""

    code = serializers.CharField()
    procedure = ProcedureRef()
    owner = serializers.CharField(source="owner_name")
    unread = serializers.IntegerField(help_text="Số tin nhắn chưa đọc")
    written_at = serializers.DateTimeField(help_text="Tin nhắn chưa đọc cũ nhất")


class UnreadMessages(Resource):
    """What applicants wrote to the caller's desks."""

    @extend_schema("queue_messages", responses=whole_list(MessageLine))
    def get(self, request: Request) -> Response:
        """List the dossiers that are the caller's to answer, who waits longest first."""
        return listed(queues.messages(self.actor), MessageLine)
