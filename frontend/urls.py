"""Routes of the pages, in one namespace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from frontend.citizen.urls import urlpatterns as citizen
from frontend.desk.urls import urlpatterns as desk
from frontend.leader.urls import urlpatterns as leader
from frontend.public.urls import urlpatterns as public

app_name = "frontend"
urlpatterns: list[URLPattern | URLResolver] = [*public, *citizen, *desk, *leader]
