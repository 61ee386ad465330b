"""The city's client of the VNPAY gateway, from the settings."""

from __future__ import annotations

from django.conf import settings

from payments.vnpay import VnpayClient
from portal.core import clock


def client() -> VnpayClient:
    """Make the client of our terminal; during a rotation every secret verifies."""
    return VnpayClient(
        tmn_code=settings.VNPAY_TMN_CODE,
        secret=settings.VNPAY_SECRETS,
        base_url=settings.VNPAY_PAY_URL,
        clock=clock.now,
    )
