"""The gateway's own book of payments."""

from django.db import models
from django.db.models import Q


class Step(models.TextChoices):
    """The page a customer stands at."""

    BANK = "bank", "Chọn ngân hàng"
    CARD = "card", "Nhập thông tin thẻ"
    OTP = "otp", "Nhập mã OTP"
    DONE = "done", "Đã kết thúc"


class GatewayPayment(models.Model):
    """One opened pay link, from the bank choice to the merchant's acknowledgement."""

    token = models.CharField(max_length=43, unique=True)
    tmn_code = models.CharField(max_length=8)
    txn_ref = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    params = models.JSONField()
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.BANK)
    bank_code = models.CharField(max_length=20, blank=True)
    card = models.CharField(max_length=20, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    response_code = models.CharField(max_length=2, blank=True)
    transaction_status = models.CharField(max_length=2, blank=True)
    transaction_no = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ipn_log = models.JSONField(default=list, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tmn_code", "txn_ref"], name="gateway_txn_ref_once"),
            # Zero is what a cancelled payment reports, so only real numbers are unique.
            models.UniqueConstraint(
                fields=["transaction_no"],
                name="gateway_transaction_no_once",
                condition=Q(transaction_no__gt=0),
            ),
            models.CheckConstraint(name="gateway_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="gateway_done_has_result",
                condition=Q(step=Step.DONE, ended_at__isnull=False) & ~Q(response_code="")
                | ~Q(step=Step.DONE) & Q(ended_at__isnull=True, response_code=""),
            ),
        ]

    def __str__(self) -> str:
        """Terminal and reference."""
        return f"{self.tmn_code} {self.txn_ref}"
