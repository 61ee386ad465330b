"""All routes: pages, API, gateway callbacks, health."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("frontend.urls")),
    path("api/", include("portal.api.urls")),
    path("payments/", include("payments.urls")),
    path("", include("portal.health")),
]

handler400 = "portal.faults.bad_request"
handler403 = "portal.faults.forbidden"
handler404 = "portal.faults.not_found"
handler500 = "portal.faults.server_error"

if settings.SANDBOX_ENABLED:
    urlpatterns.append(path("sandbox/vnpay/", include("payments.sandbox.urls")))
