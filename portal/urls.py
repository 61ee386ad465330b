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

handler400 = "frontend.errors.bad_request"
handler403 = "frontend.errors.forbidden"
handler404 = "frontend.errors.not_found"
handler500 = "frontend.errors.server_error"

if settings.SANDBOX_ENABLED:
    urlpatterns.append(path("sandbox/vnpay/", include("payments.sandbox.urls")))
