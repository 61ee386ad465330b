"""Paying a dossier's fee: online by a link, or at the counter in cash or by card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from payments import actions
from payments import selectors as payments
from portal.api.resource import Resource, listed
from portal.api.schema import whole_list
from portal.api.shapes import Body
from portal.api.v1.dossiers import DossierResource
from portal.api.v1.money_shapes import FeeWaiting, PayLink, PaymentShape
from portal.core.http import address_of
from procedures.dossiers import queues
from procedures.dossiers import selectors as dossiers

if TYPE_CHECKING:
    from rest_framework.request import Request


class CashTaken(Body):
    """The amount that the counter saw and took."""

    seen_amount = serializers.IntegerField(min_value=1)


class CardTaken(CashTaken):
    """The amount that the card terminal took, and what its slip shows."""

    reference = serializers.CharField(
        max_length=40, help_text="số tham chiếu trên phiếu máy POS (REF NO, RRN): 6 đến 12 ký tự"
    )
    approval = serializers.CharField(
        max_length=40, help_text="mã chuẩn chi trên phiếu máy POS (APP CODE): 6 ký tự"
    )


class ReviewClosed(Body):
    """What somebody found at the gateway."""

    reason = serializers.CharField(
        max_length=actions.LONGEST_REASON,
        help_text="căn cứ để kết luận VNPAY chưa thu, ví dụ kết quả tra cứu giao dịch",
    )


class StartPayment(DossierResource):
    """The way to the gateway."""

    @extend_schema(request=None, responses=PayLink)
    def post(self, request: Request, dossier: str) -> Response:
        """Give out a link to pay what is owed; an open link is given out again."""
        attempt = actions.start(
            self.dossier(dossier).pk,
            actor=self.actor,
            ip_address=address_of(request),
        )
        return Response(PayLink(attempt).data)


class RecordCash(DossierResource):
    """The counter's cash."""

    @extend_schema(request=CashTaken, responses=PaymentShape)
    def post(self, request: Request, dossier: str) -> Response:
        """Put down that the counter took the fee in cash."""
        wanted = self.body(CashTaken)
        intent = actions.record_cash(self.dossier(dossier).pk, actor=self.actor, **wanted)
        return Response(PaymentShape(intent).data)


class RecordPos(DossierResource):
    """The counter's card terminal."""

    @extend_schema(request=CardTaken, responses=PaymentShape)
    def post(self, request: Request, dossier: str) -> Response:
        """Put down that the counter took the fee by card; one slip pays one fee."""
        wanted = self.body(CardTaken)
        intent = actions.record_pos(self.dossier(dossier).pk, actor=self.actor, **wanted)
        return Response(PaymentShape(intent).data)


class FeesWaiting(Resource):
    """What the caller's counter may take."""

    @extend_schema("fees_waiting_list", responses=whole_list(FeeWaiting))
    def get(self, request: Request) -> Response:
        """List the open fees, the oldest first; none for whoever takes no fees."""
        queues.desks(self.actor)
        return listed(payments.fees_waiting(self.actor), FeeWaiting)


class CloseReview(Resource):
    """The end of a review by people."""

    @extend_schema(request=ReviewClosed, responses=PaymentShape)
    def post(self, request: Request, public_code: str) -> Response:
        """Put down that the gateway did not take the fee; it may then be paid again."""
        wanted = self.body(ReviewClosed)
        intent = actions.close_review(public_code, actor=self.actor, **wanted)
        return Response(PaymentShape(intent).data)


class PaymentItem(Resource):
    """One payment."""

    @extend_schema(responses=PaymentShape)
    def get(self, request: Request, public_code: str) -> Response:
        """Say where it stands, to whoever may see its dossier."""
        intent = payments.get_intent(public_code)
        dossiers.get_dossier(intent.dossier_code, viewer=self.actor)
        return Response(PaymentShape(intent).data)
