"""Vietnamese text: one stored form, one form for comparing; and codes that people retype."""

from __future__ import annotations

import re
import secrets
import unicodedata

# Crockford's alphabet: no I, L, O, U to misread on paper.
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPACES = re.compile(r"\s+")
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def nfc(text: str) -> str:
    """The stored form: NFC, no control or bidi-override characters, no outer spaces."""
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text)).strip()


def fold(text: str) -> str:
    """The compared form: lower case, no marks, đ as d, single spaces ("Thuỷ" finds "Thủy")."""
    lowered = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in lowered if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare).strip()


def random_code(length: int) -> str:
    """Draw this many letters and digits from the system's randomness."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(length))
