"""App of the journal's tables."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    """Finds every app's `readers` module at start-up."""

    name = "portal.core.journal"
    label = "journal"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        """Register the readers."""
        autodiscover_modules("readers")
