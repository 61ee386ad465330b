"""Files that a clerk takes in at a counter or by post: the door of the counter's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.api.resource import SeenVersion
from portal.api.shapes import Body
from portal.api.v1.dossier_shapes import DossierBrief, brief
from portal.api.v1.dossiers import DossierResource, draft_as_seen
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, Refused
from procedures.catalogue import selectors as catalogue
from procedures.dossiers import arrivals, intake

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from procedures.dossiers.arrivals import Arrival
    from procedures.dossiers.intake import Taken
    from procedures.dossiers.models import Dossier

_PERSON = (
    "`card`: nội dung mã QR của thẻ căn cước; hoặc `personal_number`, `full_name`, `birth_date`, "
    "`gender`, `address`. Thêm `phone`, `email`."
)


class NewIntake(Body):
    """Who comes with which file, for whom; what was asked, and what lies on the counter."""

    procedure = serializers.CharField(max_length=20)
    channel = serializers.CharField(max_length=10, help_text="`counter` hoặc `post`")
    agency = serializers.CharField(max_length=16, help_text="Cơ quan giải quyết")
    ticket = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="Số thứ tự, hoặc số hiệu bưu gửi"
    )
    support_point = serializers.CharField(required=False, default="", allow_blank=True)
    submitter = serializers.DictField(help_text=_PERSON)
    whose = serializers.CharField(
        required=False, default="self", help_text="`self`, `person` hoặc `organisation`"
    )
    owner = serializers.DictField(required=False, default=dict, help_text=_PERSON)
    organisation = serializers.DictField(
        required=False, default=dict, help_text="`tax_code`; tổ chức mới: `name`, `kind`, `address`"
    )
    relation = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="Căn cứ nộp thay chủ hồ sơ"
    )
    compared = serializers.BooleanField(
        required=False, default=False, help_text="Đã đối chiếu giấy tờ khác thông tin đã có"
    )
    answers = serializers.DictField(required=False, default=dict)
    counts = serializers.DictField(
        required=False,
        default=dict,
        help_text="Số `originals`, `certified`, `copies` theo mã thành phần hồ sơ",
    )
    accept = serializers.BooleanField(
        required=False, default=False, help_text="Hồ sơ đầy đủ: tiếp nhận ngay"
    )
    key = serializers.UUIDField(
        required=False,
        default=None,
        help_text="`id` của hồ sơ do bên gọi đặt; gửi lại cùng `key` không tạo hồ sơ thứ hai",
    )


class TakeIn(SeenVersion):
    """The version that the clerk looked at, and whether the file is complete."""

    accept = serializers.BooleanField(required=False, default=False)


class ConflictShape(serializers.Serializer[Any]):
    """What a paper tells differently from what is known, which stays."""

    whose = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    said = serializers.CharField()
    known = serializers.CharField()


class MissingShape(serializers.Serializer[Any]):
    """What still keeps a draft from being handed in."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class IntakeShape(serializers.Serializer[Any]):
    """What came of it."""

    dossier = DossierBrief()
    is_accepted = serializers.BooleanField()
    waits_for = serializers.CharField(help_text="Việc tiếp nhận còn chờ gì; rỗng nếu không chờ")
    conflicts = ConflictShape(many=True)
    missing = MissingShape(
        many=True, help_text="Còn thiếu gì để nộp; hồ sơ khi đó còn là bản nháp của quầy"
    )


class NewIntakes(DossierResource):
    """Files handed in to a clerk."""

    @extend_schema("intake_create", request=NewIntake, responses={201: IntakeShape})
    def post(self, request: Request) -> Response:
        """Open a clerk's draft and hand it in; where something is missing it stays a draft.

        Where handing in or accepting is refused, the problem's `dossier` is what is kept: go on
        from there, and send nothing anew. Scans are uploaded to the draft as its papers, then it
        is handed in below its own address.
        """
        wanted = self.body(NewIntake)
        intake.counter_of(self.actor)
        version = catalogue.in_force(wanted["procedure"], on=clock.today())
        arrival = arrivals.arrival_of(wanted, catalogue.package(version.pk), actor=self.actor)
        arrivals.demand_looked_at(arrival, wanted)
        draft = intake.draft(
            wanted["procedure"],
            arrival,
            answers=wanted["answers"],
            actor=self.actor,
            key=wanted["key"],
        )
        try:
            if draft.code is None:
                intake.count_papers(draft, wanted["counts"], actor=self.actor)
            taken = intake.take_in(
                draft, actor=self.actor, seen_version=draft.version, accept=wanted["accept"]
            )
        except InvalidInput as wrong:
            return _answer(draft, arrival=arrival, missing=wrong.errors)
        except Refused as refused:
            # What was typed is kept: whoever sent no key of their own is told where.
            refused.extra["dossier"] = brief(self.dossier(str(draft.public_id)))
            raise
        return _answer(taken.dossier, arrival=arrival, taken=taken)


class IntakeItem(DossierResource):
    """One clerk's draft."""

    @extend_schema("intake_take_in", request=TakeIn, responses=IntakeShape)
    def post(self, request: Request, draft: UUID) -> Response:
        """Hand it in and, where the clerk finds it complete, accept it at once."""
        wanted = self.body(TakeIn)
        with draft_as_seen():
            taken = intake.take_in(self.dossier(str(draft)), actor=self.actor, **wanted)
        return _answer(taken.dossier, taken=taken, code=status.HTTP_200_OK)


def _answer(
    dossier: Dossier,
    *,
    arrival: Arrival | None = None,
    taken: Taken | None = None,
    missing: list[FieldError] | None = None,
    code: int = status.HTTP_201_CREATED,
) -> Response:
    conflicts = arrival.conflicts if arrival else ()
    body = {
        "dossier": brief(dossier),
        "is_accepted": taken.is_accepted if taken else False,
        "waits_for": taken.waits_for if taken else "",
        "conflicts": [
            {"whose": whose, "label": one.label, "said": one.said, "known": one.known}
            for whose, one in conflicts
        ],
        "missing": [error.as_dict() for error in missing or ()],
    }
    return Response(body, status=code)
