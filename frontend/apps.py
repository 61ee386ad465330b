"""Configuration of the pages' Django app."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """Templates, static files and page components."""

    name = "frontend"
    verbose_name = "Giao diện"
