"""The gateway's signature: HMAC-SHA512 over the sorted, form-encoded `vnp_` parameters."""

import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

from payments.vnpay.errors import InvalidRequestError

PREFIX = "vnp_"
HASH_KEY = "vnp_SecureHash"
UNSIGNED_KEYS = frozenset({HASH_KEY, "vnp_SecureHashType"})


def encode(text: str) -> str:
    """Form-encode as Java's URLEncoder does: `*` stays bare, `~` does not."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def is_signed_key(key: str) -> bool:
    """Tell whether a parameter belongs to the signed text."""
    return key.startswith(PREFIX) and key not in UNSIGNED_KEYS


def canonical_query(params: Mapping[str, str | int | None]) -> str:
    """Return the text that is signed, which is also the query that is sent."""
    texts = {key: _text(key, value) for key, value in params.items() if is_signed_key(key)}
    try:
        return "&".join(
            f"{encode(key)}={encode(text)}" for key, text in sorted(texts.items()) if text
        )
    except UnicodeEncodeError as lone_surrogate:
        raise InvalidRequestError(
            "the text is not valid Unicode", param="params"
        ) from lone_surrogate


def secure_hash(params: Mapping[str, str | int | None], secret: str) -> str:
    """Return the lower-case hexadecimal signature of the canonical query."""
    return sign(canonical_query(params), secret)


def sign(text: str, secret: str) -> str:
    """Return the HMAC-SHA512 of a text in lower-case hexadecimal."""
    return hmac.new(secret.encode(), text.encode(), "sha512").hexdigest()


def is_signed(texts: Iterable[str], *, signature: str, secrets: Iterable[str]) -> bool:
    """Tell whether any secret signed any of the texts, taking the same time either way."""
    verified = False
    wanted = signature.lower()
    keys = tuple(secrets)
    for text in texts:
        for secret in keys:
            verified |= hmac.compare_digest(sign(text, secret), wanted)
    return verified


def _text(key: str, value: str | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InvalidRequestError("must be text or a whole number", param=key)
    return str(value)
