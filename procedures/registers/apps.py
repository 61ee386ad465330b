"""App of the look-up log."""

from django.apps import AppConfig
from django.core import checks


class RegistersConfig(AppConfig):
    """The registers of others, and the evidence that they were asked."""

    name = "procedures.registers"
    label = "registers"
    verbose_name = "Cơ sở dữ liệu bên ngoài"

    def ready(self) -> None:
        """Have `manage.py check` name an adapter that cannot be made."""
        from procedures.registers.adapters import findings

        checks.register(findings)
