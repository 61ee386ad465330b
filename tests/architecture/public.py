"""Who may be asked without signing in: every other address needs a session or a token."""

from __future__ import annotations

PUBLIC = {
    # Probes.
    "healthz",
    "readyz",
    "metrics",
    # What a city shows to everybody: the catalogue, how to reach and use the portal, tracking.
    "frontend:home",
    "frontend:procedures",
    "frontend:procedure",
    "frontend:about",
    "frontend:accessibility",
    "frontend:track",
    "frontend:theme",
    # The way in and out.
    "frontend:sign_in",
    "frontend:sign_out",
    # Back from the gateway, perhaps in another browser: the payment's code cannot be guessed.
    "frontend:payment_result",
    "frontend:payment_unverified",
    # The same by API; the demo's tokens are refused where there is no demo.
    "api:procedures",
    "api:procedure",
    "api:catalogue_entry",
    "api:evaluate",
    "api:agencies",
    "api:calendar",
    "api:track",
    "api:demo_token",
    "api:schema",
    "api:docs",
    # Whatever else is asked of the API: "no such route", as a problem.
    "/api/^(?P<rest>.*)$",
    # The gateway calls these; each checks a signature.
    "payments:vnpay_ipn",
    "payments:vnpay_return",
}

# The local gateway stands for a foreign site; it is mounted outside production only.
FOREIGN = {"sandbox"}
