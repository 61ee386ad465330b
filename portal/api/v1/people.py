"""Who I am, and the demo sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.accounts.actions import sign_in_demo
from portal.accounts.actors import actor_of
from portal.accounts.models import Mandate, Organisation
from portal.accounts.permissions import Role
from portal.accounts.selectors import desks_of, mandates_of, roles_of, user_by_id
from portal.api.authentication import issue
from portal.api.paging import Paging
from portal.api.resource import PublicResource, Resource
from portal.api.schema import paged
from portal.api.shapes import Body
from portal.api.v1.catalogue_shapes import AgencyRef, Shape
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound
from tracking.actions import mark_read
from tracking.selectors import notices

if TYPE_CHECKING:
    from rest_framework.request import Request

    from portal.accounts.actors import Actor


class DemoAccount(Body):
    """Which demo account."""

    account = serializers.CharField(max_length=60)


class TokenShape(Shape):
    """A bearer token and whose it is."""

    token = serializers.CharField()
    account = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class PersonShape(Shape):
    """The caller as a person."""

    full_name = serializers.CharField()
    personal_number = serializers.CharField()
    birth_date = serializers.DateField()
    phone = serializers.CharField()
    email = serializers.CharField()
    address = serializers.CharField()
    commune_code = serializers.CharField()
    identity_level = serializers.IntegerField()


class StaffShape(Shape):
    """The caller as a member of staff."""

    code = serializers.CharField()
    full_name = serializers.CharField()
    title = serializers.CharField()
    agency = AgencyRef()


class MandateShape(Shape):
    """For whom the caller may act; `number` goes into X-On-Behalf-Of."""

    kind = serializers.CharField(help_text="legal_representative | authorised")
    number = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)

    def get_number(self, mandate: Mandate) -> str:
        """The tax code of an organisation, the personal number of a person."""
        party = mandate.represented
        return party.tax_code if isinstance(party, Organisation) else party.personal_number

    def get_name(self, mandate: Mandate) -> str:
        """Their name."""
        return str(mandate.represented)


class DeskShape(Shape):
    """A desk where the caller works."""

    code = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()


class MeShape(Shape):
    """The caller."""

    account = serializers.CharField()
    kind = serializers.CharField(help_text="citizen | staff")
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    person = PersonShape(allow_null=True)
    staff = StaffShape(allow_null=True)
    mandates = MandateShape(many=True)
    desks = DeskShape(many=True)


class Me(Resource):
    """The caller."""

    @extend_schema(responses=MeShape)
    def get(self, request: Request) -> Response:
        """Say who holds the token, for whom they may act, and where they work."""
        actor = self.actor
        me: dict[str, Any] = {
            "account": request.user.get_username(),
            "kind": actor.kind,
            "name": actor.name,
            "roles": _roles(actor),
            "person": actor.person,
            "staff": actor.staff,
            "mandates": mandates_of(actor.person, on=clock.today()) if actor.person else [],
            "desks": desks_of(actor.staff) if actor.staff else [],
        }
        return Response(MeShape(me).data)


class NoticeShape(Shape):
    """One message to the caller."""

    dossier = serializers.CharField(source="dossier_code")
    title = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class MarkedShape(Shape):
    """How many messages were new."""

    marked = serializers.IntegerField()


class Notices(Resource):
    """The caller's messages."""

    @extend_schema("my_notices_list", parameters=[Paging], responses=paged(NoticeShape))
    def get(self, request: Request) -> Response:
        """List them, the newest first."""
        person = self.actor.person
        if person is None:
            raise NotAllowed("Thông báo dành cho người dân, tổ chức.")
        asked = self.query(Paging)
        return self.page(notices(person), NoticeShape, ordering="-id", limit=asked["limit"])


class NoticesRead(Resource):
    """What the caller has read."""

    @extend_schema(request=None, responses=MarkedShape)
    def post(self, request: Request) -> Response:
        """Mark all of the caller's messages as read."""
        return Response({"marked": mark_read(actor=self.actor)})


class DemoToken(PublicResource):
    """The sign-in of the demonstration."""

    @extend_schema(request=DemoAccount, responses={201: TokenShape})
    def post(self, request: Request) -> Response:
        """Give out a token for a demo account; there is no such resource in production."""
        if not settings.DEMO:
            raise NotFound("Hệ thống này không có tài khoản thử nghiệm.")
        wanted = self.body(DemoAccount)
        user = user_by_id(sign_in_demo(wanted["account"]).pk)
        actor = actor_of(user) if user else None
        if user is None or actor is None:
            raise NotFound("Tài khoản thử nghiệm này chưa được nạp.")
        token = issue(user)
        body = {
            "token": token.text,
            "account": user.get_username(),
            "name": actor.name,
            "roles": _roles(actor),
            "expires_at": token.expires_at,
        }
        return Response(TokenShape(body).data, status=status.HTTP_201_CREATED)


def _roles(actor: Actor) -> list[str]:
    if actor.staff is None:
        return [Role.APPLICANT.value]
    return sorted(role.value for role in roles_of(actor.staff))
