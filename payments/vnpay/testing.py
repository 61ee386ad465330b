"""Helpers for tests of programs that use the SDK."""

from collections.abc import Mapping

from payments.vnpay.signing import HASH_KEY, canonical_query, secure_hash


def sign_callback(params: Mapping[str, str | int | None], secret: str) -> str:
    """Return the raw query a gateway with this secret would send."""
    return f"{canonical_query(params)}&{HASH_KEY}={secure_hash(params, secret)}"
