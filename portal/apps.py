"""The portal itself is an app so that its management commands are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Joins everything; owns no table."""

    name = "portal"
    verbose_name = "Cổng dịch vụ công"
