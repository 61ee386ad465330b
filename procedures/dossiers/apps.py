"""App of the dossiers' tables."""

from importlib import import_module

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Dossiers, holds, papers and results."""

    name = "procedures.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        """Register what the portal does of its own accord; it stands above the engine."""
        for module in ("duties", "covering", "bulk"):
            import_module(f"procedures.dossiers.{module}")
