"""Routes of the leaders' pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.leader import dashboards

urlpatterns: list[URLPattern | URLResolver] = [
    path("lanh-dao", dashboards.dashboard, name="dashboard"),
    path("lanh-dao/<slug:figure>", dashboards.drill, name="drill"),
]
