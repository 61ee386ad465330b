"""App of the payments' tables."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money for a dossier."""

    name = "payments"
    label = "payments"
    verbose_name = "Thanh toán"
