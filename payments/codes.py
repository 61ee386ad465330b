"""Codes of money: a reference that bank clerks can retype, and an unguessable public code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum.iso7064 import mod_37_36

from portal.core import clock
from portal.core.text import random_code

if TYPE_CHECKING:
    from datetime import datetime

PREFIX = "DVC"


def new_public_code() -> str:
    """Make a code that nobody guesses, for addresses."""
    return random_code(20)


def new_txn_ref(moment: datetime) -> str:
    """Make a reference: `DVC`, the day, eight random characters, a check character."""
    body = f"{PREFIX}{moment.astimezone(clock.VIETNAM):%y%m%d}{random_code(8)}"
    return body + check_character(body)


def check_character(body: str) -> str:
    """Compute the check character of ISO 7064, MOD 37,36."""
    return str(mod_37_36.calc_check_digit(body))
