"""App of the local gateway."""

from django.apps import AppConfig
from django.core.checks import register

from payments.sandbox.checks import refuse_in_production


class SandboxConfig(AppConfig):
    """Registers the check that keeps the gateway out of production."""

    name = "payments.sandbox"
    label = "sandbox"
    verbose_name = "Cổng thanh toán thử nghiệm"

    def ready(self) -> None:
        """Register the deployment check."""
        register(refuse_in_production, deploy=True)
