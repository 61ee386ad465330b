"""The order text: what VNPAY accepts without dispute about its encoding."""

import re
import unicodedata

MAX_LENGTH = 255

_STROKES = str.maketrans("Đđ", "Dd")
_FORBIDDEN = re.compile(r"[^A-Za-z0-9 .,:_-]")


def sanitise_order_info(text: str) -> str:
    """Strip diacritics and every character outside `A-Z a-z 0-9 . , : _ -` and single spaces."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKES))
    unmarked = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = _FORBIDDEN.sub("", re.sub(r"\s", " ", unmarked))
    return " ".join(plain.split())[:MAX_LENGTH].rstrip()
