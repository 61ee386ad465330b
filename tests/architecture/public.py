"""Who may be asked without signing in: every other address needs a session or a token."""

from __future__ import annotations

PUBLIC = {
    # Probes.
    "healthz",
    "readyz",
    "metrics",
    # The gateway calls these; each checks a signature.
    "payments:vnpay_ipn",
    "payments:vnpay_return",
}

# The local gateway stands for a foreign site; it is mounted outside production only.
FOREIGN = {"sandbox"}
