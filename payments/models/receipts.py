"""Fee receipts (biên lai) and the counters behind their numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from payments.models.intents import PaymentIntent
from payments.states import LINE_KINDS
from portal.core.uuid7 import uuid7


class ReceiptCounter(models.Model):
    """The last number given in one series of a collecting unit in one year."""

    agency_code = models.CharField(max_length=16)
    form_symbol = models.CharField(max_length=20)
    receipt_symbol = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "form_symbol", "receipt_symbol", "year"],
                name="receipt_counter_is_one",
            ),
        ]

    def __str__(self) -> str:
        """Series and last number."""
        return f"{self.agency_code} {self.form_symbol} {self.receipt_symbol}: {self.last}"


class FeeReceipt(models.Model):
    """One receipt: phí and lệ phí are receipted apart; a cancelled one keeps its number."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    intent = models.ForeignKey(PaymentIntent, on_delete=models.PROTECT, related_name="receipts")
    agency_code = models.CharField("đơn vị thu", max_length=16)
    kind = models.CharField(
        max_length=8, choices=[(kind.value, label) for kind, label in LINE_KINDS.items()]
    )
    form_symbol = models.CharField("ký hiệu mẫu biên lai", max_length=20)
    receipt_symbol = models.CharField("ký hiệu biên lai", max_length=20)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    amount = models.BigIntegerField("số tiền (đồng)")
    lines = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    file = models.FileField(upload_to="receipts/", blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "biên lai"
        verbose_name_plural = "biên lai"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "form_symbol", "receipt_symbol", "year", "number"],
                name="receipt_number_is_used_once",
            ),
            models.UniqueConstraint(
                fields=["intent", "kind"],
                condition=Q(cancelled_at__isnull=True),
                name="receipt_is_one_per_kind",
            ),
            models.CheckConstraint(
                name="receipt_number_has_eight_digits",
                condition=Q(number__gte=1, number__lte=99_999_999),
            ),
            models.CheckConstraint(name="receipt_amount_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        """Symbols and number."""
        return f"{self.form_symbol} {self.receipt_symbol} {self.number_text}"

    @property
    def number_text(self) -> str:
        """The number as it is printed, eight digits."""
        return f"{self.number:08d}"
