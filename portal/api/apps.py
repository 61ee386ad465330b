"""App of the REST API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST skin: no rule lives here, no table either."""

    name = "portal.api"
    label = "api"
    verbose_name = "API"
