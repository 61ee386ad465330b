"""The gateway alone, mounted where the portal mounts it."""

from django.urls import include, path

urlpatterns = [path("sandbox/vnpay/", include("payments.sandbox.urls"))]
