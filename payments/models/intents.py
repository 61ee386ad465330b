"""What is owed and each try to pay it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from payments.states import (
    ATTEMPT_STATES,
    GATEWAYS,
    INTENT_STATES,
    LINE_KINDS,
    LIVE,
    AttemptState,
    IntentState,
)


class PaymentIntent(models.Model):
    """What one fee hold of a dossier asks for; amounts are whole đồng and never change."""

    public_code = models.CharField("mã thanh toán", max_length=26, unique=True)
    # Keys, not relations: payments never lock a dossier, and a dossier knows no payment.
    dossier_id = models.BigIntegerField("hồ sơ")
    dossier_code = models.CharField("mã hồ sơ", max_length=40)
    hold_id = models.BigIntegerField("điểm chờ")
    procedure_code = models.CharField("mã thủ tục", max_length=20)
    agency_code = models.CharField("đơn vị thu", max_length=16)
    agency_name = models.CharField("tên đơn vị thu", max_length=200)
    agency_tax_code = models.CharField(
        "mã số thuế đơn vị thu", max_length=14, blank=True, default=""
    )
    amount = models.BigIntegerField("số tiền (đồng)")
    state = models.CharField(
        "trạng thái",
        max_length=16,
        choices=[(state.value, label) for state, label in INTENT_STATES.items()],
        default=IntentState.OPEN.value,
    )
    version = models.PositiveIntegerField(default=0)
    method = models.CharField(
        "hình thức",
        max_length=10,
        choices=[(gateway.value, label) for gateway, label in GATEWAYS.items()],
        blank=True,
        default="",
    )
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "khoản phải nộp"
        verbose_name_plural = "khoản phải nộp"
        indexes = [models.Index(fields=["dossier_id", "-id"], name="intent_dossier")]
        constraints = [
            models.UniqueConstraint(
                fields=["hold_id"],
                condition=Q(state__in=sorted(LIVE)),
                name="live_intent_is_one_per_hold",
                violation_error_message="Khoản này đang được thanh toán.",
            ),
            models.CheckConstraint(
                name="intent_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                name="paid_intent_says_when_and_how",
                condition=~Q(state=IntentState.PAID.value)
                | (Q(paid_at__isnull=False) & ~Q(method="")),
                violation_error_message="Khoản đã nộp phải có thời điểm và hình thức.",
            ),
        ]

    def __str__(self) -> str:
        """Its code and what it is for."""
        return f"{self.public_code} ({self.dossier_code})"

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"payment:{self.public_code}"


class IntentLine(models.Model):
    """One fee in an intent."""

    intent = models.ForeignKey(PaymentIntent, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(
        max_length=8, choices=[(kind.value, label) for kind, label in LINE_KINDS.items()]
    )
    code = models.CharField("mã khoản thu", max_length=60)
    name = models.CharField("tên phí, lệ phí", max_length=300)
    amount = models.BigIntegerField("số tiền (đồng)")

    class Meta:
        verbose_name = "khoản phí, lệ phí"
        verbose_name_plural = "khoản phí, lệ phí"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="intent_line_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        """Name the fee."""
        return self.name


class PaymentAttempt(models.Model):
    """One try: a link given out, cash on the counter, or a card at its terminal."""

    intent = models.ForeignKey(PaymentIntent, on_delete=models.PROTECT, related_name="attempts")
    gateway = models.CharField(
        max_length=10, choices=[(gateway.value, label) for gateway, label in GATEWAYS.items()]
    )
    account = models.CharField("điểm chấp nhận thanh toán", max_length=20)
    txn_ref = models.CharField("mã giao dịch", max_length=40)
    amount = models.BigIntegerField("số tiền (đồng)")
    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=[(state.value, label) for state, label in ATTEMPT_STATES.items()],
        default=AttemptState.OPEN.value,
    )
    settles = models.BooleanField("là lần nộp được ghi nhận", default=False)
    url = models.TextField(blank=True, default="")
    # As it went over the wire: a later query has to repeat it letter for letter.
    created_wire = models.CharField(max_length=14, blank=True, default="")
    gateway_txn_no = models.CharField(
        "mã giao dịch tại cổng", max_length=20, blank=True, default=""
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lần thanh toán"
        verbose_name_plural = "lần thanh toán"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "account", "txn_ref"], name="txn_ref_is_one_per_terminal"
            ),
            models.UniqueConstraint(
                fields=["intent"],
                condition=Q(state=AttemptState.OPEN.value),
                name="open_attempt_is_one_per_intent",
            ),
            models.UniqueConstraint(
                fields=["intent"],
                condition=Q(settles=True),
                name="intent_is_settled_once",
            ),
            models.UniqueConstraint(
                fields=["gateway", "account", "gateway_txn_no"],
                condition=~Q(gateway_txn_no=""),
                name="gateway_txn_no_is_used_once",
            ),
            models.CheckConstraint(name="attempt_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="only_success_settles",
                condition=Q(settles=False) | Q(state=AttemptState.SUCCEEDED.value),
            ),
        ]

    def __str__(self) -> str:
        """Its reference."""
        return self.txn_ref
