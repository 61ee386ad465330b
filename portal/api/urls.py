"""Routes of the API; what none of them knows gets a problem, not a page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from portal.api.errors import no_such_route

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include("portal.api.v1.urls")),
    re_path(r"^(?P<rest>.*)$", no_such_route),
]
