"""Whether two spellings say the same: strict on letters and tones, mild on how they are typed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procedures.registers.port import Facts

# Grave, acute, tilde, hook above, dot below: the five tones, which typists put on either vowel.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_YEAR = re.compile(r"[0-9]{4}")


def key(text: str) -> str:
    """The compared form: case and spaces aside, each word's tone after the word (Thuỷ is Thủy)."""
    return " ".join(_word(word) for word in text.casefold().split())


def differences(given: Facts, answered: Facts) -> list[str]:
    """Name the facts that both have and that do not say the same."""
    return sorted(
        name
        for name in given.keys() & answered.keys()
        if not _is_same(name, given[name], answered[name])
    )


def _word(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", bare) + tones


def _is_same(name: str, given: str, answered: str) -> bool:
    # Of old people often only the year of birth is known.
    if name == "birth_date" and _YEAR.fullmatch(given):
        return answered.startswith(given)
    return key(given) == key(answered)
