"""App of the tracking room's tables."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """What happened, and how well."""

    name = "tracking"
    label = "tracking"
    verbose_name = "Theo dõi"
