"""Addresses of the local gateway, as at VNPAY below the mount point."""

from django.urls import path

from payments.sandbox import views

app_name = "sandbox"

urlpatterns = [
    path("paymentv2/vpcpay.html", views.pay, name="pay"),
    path("paymentv2/Transaction/<str:token>/PaymentMethod.html", views.bank, name="bank"),
    path("paymentv2/Transaction/<str:token>/Card.html", views.card, name="card"),
    path("paymentv2/Transaction/<str:token>/Otp.html", views.otp, name="otp"),
    path("paymentv2/Transaction/<str:token>/Cancel.html", views.cancel, name="cancel"),
    path("paymentv2/Payment/Error.html", views.error, name="error"),
]
