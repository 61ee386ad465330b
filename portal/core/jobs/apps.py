"""App of the jobs' table."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Finds every app's `jobs` module at start-up."""

    name = "portal.core.jobs"
    label = "jobs"
    verbose_name = "Tác vụ nền"

    def ready(self) -> None:
        """Register the jobs."""
        autodiscover_modules("jobs")
