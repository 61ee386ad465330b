"""The gateway plays with pretended money, so a deployment must not carry it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def refuse_in_production(**_kwargs: Any) -> list[CheckMessage]:
    """Report an enabled local gateway as an error of the deployment."""
    if not settings.SANDBOX_ENABLED:
        return []
    return [
        Error(
            "The local payment gateway is enabled.",
            hint="Set SANDBOX_ENABLED to False and take payments.sandbox out of INSTALLED_APPS.",
            id="sandbox.E001",
        )
    ]
