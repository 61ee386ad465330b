"""Routes that need no sign-in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.public import accounts, catalogue, tracking

urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.home, name="home"),
    path("thu-tuc", catalogue.procedures, name="procedures"),
    path("thu-tuc/<str:code>", catalogue.procedure, name="procedure"),
    path("tra-cuu", tracking.track, name="track"),
    path("dang-nhap", accounts.sign_in, name="sign_in"),
    path("dang-xuat", accounts.sign_out, name="sign_out"),
    path("giao-dien", accounts.theme, name="theme"),
    path("gioi-thieu", catalogue.about, name="about"),
    path("tro-nang", catalogue.accessibility, name="accessibility"),
]
