"""What we were told about money, word for word and normalised."""

from __future__ import annotations

from django.db import models

from payments.models.intents import PaymentAttempt
from payments.states import GATEWAYS, SOURCES


class Observation(models.Model):
    """One signed word about money: stored once, answered, and applied at most once."""

    gateway = models.CharField(
        max_length=10, choices=[(gateway.value, label) for gateway, label in GATEWAYS.items()]
    )
    account = models.CharField(max_length=20)
    source = models.CharField(
        max_length=10, choices=[(source.value, label) for source, label in SOURCES.items()]
    )
    fingerprint = models.CharField(max_length=64)
    raw = models.TextField()
    received_at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    txn_ref = models.CharField(max_length=100, blank=True, default="")
    outcome = models.CharField(max_length=12, blank=True, default="")
    amount = models.BigIntegerField(null=True, blank=True)
    response_code = models.CharField(max_length=10, blank=True, default="")
    transaction_status = models.CharField(max_length=10, blank=True, default="")
    gateway_txn_no = models.CharField(max_length=20, blank=True, default="")
    bank_code = models.CharField(max_length=20, blank=True, default="")
    card_type = models.CharField(max_length=20, blank=True, default="")
    occurred_at = models.DateTimeField(null=True, blank=True)

    attempt = models.ForeignKey(
        PaymentAttempt,
        on_delete=models.PROTECT,
        related_name="observations",
        null=True,
        blank=True,
    )
    ack = models.CharField("đã trả lời", max_length=2, blank=True, default="")
    incident = models.CharField("sự cố", max_length=40, blank=True, default="")
    error = models.TextField("lỗi khi xử lý", blank=True, default="")

    class Meta:
        verbose_name = "thông tin nhận được"
        verbose_name_plural = "thông tin nhận được"
        constraints = [
            # A return and its IPN are the same signed text: they must not shadow each other.
            models.UniqueConstraint(
                fields=["gateway", "account", "source", "fingerprint"],
                name="observation_is_stored_once",
            ),
        ]

    def __str__(self) -> str:
        """Source, reference, outcome."""
        return f"{self.source} {self.txn_ref} {self.outcome}"
