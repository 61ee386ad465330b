"""The client: one terminal, its secrets and its gateway."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from payments.vnpay.callbacks import CallbackService
from payments.vnpay.errors import ConfigurationError
from payments.vnpay.links import PaymentService

PAY_PATH = "/paymentv2/vpcpay.html"

_TMN_CODE = re.compile(r"[A-Za-z0-9]{8}")


def utcnow() -> datetime:
    """Read the machine's clock, for callers that hand in none."""
    return datetime.now(UTC)  # noqa: TID251 - the SDK stands alone and knows no house clock


class VnpayClient:
    """Signs pay links and verifies callbacks; of several secrets the first, the newest, signs."""

    payments: PaymentService
    callbacks: CallbackService

    def __init__(
        self,
        *,
        tmn_code: str,
        secret: str | Sequence[str],
        base_url: str,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        if not _TMN_CODE.fullmatch(tmn_code):
            raise ConfigurationError("tmn_code must be eight letters or digits")
        secrets = _read_secrets(secret)
        self.tmn_code = tmn_code
        self.pay_url = _read_pay_url(base_url)
        self.payments = PaymentService(
            tmn_code=tmn_code, pay_url=self.pay_url, secret=secrets[0], clock=clock
        )
        self.callbacks = CallbackService(tmn_code=tmn_code, secrets=secrets)

    def __repr__(self) -> str:
        """Name terminal and address, never the secret."""
        return f"VnpayClient(tmn_code={self.tmn_code!r}, pay_url={self.pay_url!r})"


def _read_secrets(secret: str | Sequence[str]) -> tuple[str, ...]:
    given = (secret,) if isinstance(secret, str) else tuple(secret)
    # A secret read from a file brings the file's last line end along.
    secrets = tuple(text.rstrip("\r\n") for text in given)
    if not secrets or not all(text.strip() for text in secrets):
        raise ConfigurationError("secret must not be empty")
    return secrets


def _read_pay_url(base_url: str) -> str:
    """Accept the gateway's root or the full address of its pay page."""
    try:
        parts = urlsplit(base_url)
        usable = bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError as malformed:
        raise ConfigurationError("base_url is not a web address") from malformed
    if not usable or parts.scheme not in ("http", "https"):
        raise ConfigurationError("base_url must be an absolute web address without a query")
    if parts.scheme == "http" and not _is_loopback(parts):
        raise ConfigurationError("base_url must be https, except for a gateway on this machine")
    return base_url if parts.path.endswith(".html") else base_url.rstrip("/") + PAY_PATH


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
