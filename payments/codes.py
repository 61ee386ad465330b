"""Codes of money: a reference that bank clerks can retype, and an unguessable public code."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from stdnum.iso7064 import mod_37_36

from portal.core import clock

if TYPE_CHECKING:
    from datetime import datetime

# Crockford's letters: none that is read as a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "DVC"


def new_public_code() -> str:
    """Make a code that nobody guesses, for addresses."""
    return random_text(20)


def new_txn_ref(moment: datetime) -> str:
    """Make a reference: `DVC`, the day, eight random characters, a check character."""
    body = f"{PREFIX}{moment.astimezone(clock.VIETNAM):%y%m%d}{random_text(8)}"
    return body + check_character(body)


def is_txn_ref(text: str) -> bool:
    """Tell whether a text is a reference of ours without a slip of the pen."""
    return len(text) == 18 and text.startswith(PREFIX) and bool(mod_37_36.is_valid(text))


def check_character(body: str) -> str:
    """Compute the check character of ISO 7064, MOD 37,36."""
    return str(mod_37_36.calc_check_digit(body))


def random_text(length: int) -> str:
    """Draw this many characters from the system's randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
