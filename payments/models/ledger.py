"""The ledger: transfers between two accounts, balanced by construction."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from payments.models.evidence import Observation
from payments.models.intents import PaymentIntent


class LedgerTransfer(models.Model):
    """One movement of money; triggers refuse to change or remove it (migration 0002)."""

    debit_account = models.CharField("tài khoản nợ", max_length=120)
    credit_account = models.CharField("tài khoản có", max_length=120)
    amount = models.BigIntegerField("số tiền (đồng)")
    cause = models.CharField("lý do", max_length=20)
    intent = models.ForeignKey(PaymentIntent, on_delete=models.PROTECT, related_name="transfers")
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, related_name="transfers", null=True, blank=True
    )
    booked_at = models.DateTimeField()

    class Meta:
        verbose_name = "bút toán"
        verbose_name_plural = "bút toán"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="transfer_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="transfer_has_two_accounts",
                condition=~Q(debit_account=F("credit_account")),
            ),
        ]

    def __str__(self) -> str:
        """Both accounts and the amount."""
        return f"{self.debit_account} → {self.credit_account}: {self.amount}"
