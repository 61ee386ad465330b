"""App of the dossiers' tables."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Dossiers, holds, papers and results."""

    name = "procedures.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"
