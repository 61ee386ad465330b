"""Routes of the gateway's callbacks."""

from __future__ import annotations

from django.urls import path

from payments import callbacks

app_name = "payments"
urlpatterns = [
    path("vnpay/ipn", callbacks.ipn, name="vnpay_ipn"),
    path("vnpay/return", callbacks.vnpay_return, name="vnpay_return"),
]
