"""Routes of the leaders' pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.leader import calendar_drafts, calendars, dashboards, instructions, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("lanh-dao", dashboards.dashboard, name="dashboard"),
    path("lanh-dao/hom-nay", today.today, name="today"),
    path("lanh-dao/chi-dao/<str:code>", instructions.instruct, name="instruct"),
    path("lanh-dao/<slug:figure>", dashboards.drill, name="drill"),
    path("lich-lam-viec", calendars.versions, name="calendars"),
    path("lich-lam-viec/<str:version>", calendars.calendar, name="calendar"),
    path("lich-lam-viec/<str:version>/ngay", calendar_drafts.day, name="calendar_day"),
    path("lich-lam-viec/<str:version>/gio", calendar_drafts.hours, name="calendar_hours"),
    path("lich-lam-viec/<str:version>/can-cu", calendar_drafts.about, name="calendar_about"),
    path("lich-lam-viec/<str:version>/cong-bo", calendars.publish, name="calendar_publish"),
    path("lich-lam-viec/<str:version>/bo", calendars.drop, name="calendar_drop"),
]
