"""How payments look from outside; amounts are whole đồng."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# The document's types are read from annotations while the portal runs.
from payments.models import PaymentIntent
from payments.selectors import payment_words, usable_link
from payments.states import IntentState
from portal.api.v1.catalogue_shapes import FrozenLine, Shape


class PayLink(Shape):
    """Where to pay, and until when."""

    pay_url = serializers.CharField(source="url")
    public_code = serializers.CharField(source="intent.public_code")
    amount = serializers.IntegerField()
    expires_at = serializers.DateTimeField(allow_null=True)


class PaymentShape(Shape):
    """Where a payment stands."""

    public_code = serializers.CharField()
    dossier = serializers.CharField(source="dossier_code")
    amount = serializers.IntegerField()
    state = serializers.ChoiceField([state.value for state in IntentState])
    words = serializers.SerializerMethodField()
    method = serializers.CharField(help_text="vnpay | cash | pos | rỗng khi chưa nộp")
    paid_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.SerializerMethodField(
        help_text="liên kết thanh toán đang mở còn hiệu lực đến khi nào; null khi không có"
    )

    def get_words(self, intent: PaymentIntent) -> str:
        """The state in the citizen's words."""
        return payment_words(intent)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_expires_at(self, intent: PaymentIntent) -> str | None:
        """Until when the open link may be paid."""
        link = usable_link(intent)
        return PayLink(link).data["expires_at"] if link else None


class ReviewShape(Shape):
    """A payment that people must look at before the fee may be paid again."""

    payment = serializers.CharField(source="public_code")
    txn_ref = serializers.CharField(help_text="mã giao dịch đã gửi VNPAY")
    since = serializers.DateTimeField()
    words = serializers.CharField(help_text="vì sao phải kiểm tra")
    may_close = serializers.BooleanField(
        help_text="được kết luận là VNPAY chưa thu; false khi VNPAY đã ký xác nhận thành công"
    )


class FeeWaiting(Shape):
    """A fee that the counter may take; not while its payment is in review."""

    dossier = serializers.CharField(source="due.dossier_code")
    procedure = serializers.CharField(source="due.procedure_name")
    owner = serializers.CharField(source="due.owner_name", help_text="chủ hồ sơ")
    amount = serializers.IntegerField(source="due.total")
    lines = FrozenLine(source="due.lines", many=True)
    review = ReviewShape(allow_null=True)


class ReceiptLine(Shape):
    """One fee that a receipt is for."""

    code = serializers.CharField()
    name = serializers.CharField()
    amount = serializers.IntegerField()


class ReceiptShape(Shape):
    """One fee receipt."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField(help_text="phi | le_phi")
    form_symbol = serializers.CharField()
    receipt_symbol = serializers.CharField()
    number = serializers.CharField(source="number_text")
    amount = serializers.IntegerField()
    lines = ReceiptLine(many=True)
    issued_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
