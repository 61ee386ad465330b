"""The gateway's own signing, written apart from the merchant's: each witnesses the other."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

HASH_KEY = "vnp_SecureHash"
_NOT_SIGNED = (HASH_KEY, "vnp_SecureHashType")


def signed_query(params: Mapping[str, str], *, secret: str) -> str:
    """Return the query of a callback, sorted and signed."""
    filled = sorted((key, value) for key, value in params.items() if value)
    # Java's encoder, which the gateway uses, differs from Python's on these two characters.
    query = urlencode(filled, safe="*").replace("~", "%7E")
    return f"{query}&{HASH_KEY}={_mac(query, secret)}"


def is_signed_by_merchant(raw_query: str, *, secret: str) -> bool:
    """Tell whether the text that was sent, put in order, is the text that was signed."""
    claimed = ""
    texts = []
    for text in raw_query.split("&"):
        key, _, value = text.partition("=")
        if key == HASH_KEY:
            claimed = value
        elif key.startswith("vnp_") and key not in _NOT_SIGNED and value:
            texts.append(text)
    ordered = "&".join(sorted(texts, key=lambda text: text.partition("=")[0]))
    return hmac.compare_digest(_mac(ordered, secret).encode(), claimed.lower().encode())


def _mac(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), "sha512").hexdigest()
