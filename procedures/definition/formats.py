"""String formats that the dialect knows, judged here and nowhere else."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import cache

from procedures.definition import areas
from procedures.definition.operators import as_date

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_EMAIL_LENGTH = 254
# domain.md §7.4: mobile prefixes in use, and landlines with their area code (Hải Phòng 0225).
_PHONE = re.compile(r"(?:0|\+84)(?:(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}|2[0-9]{9})")
# Province codes go from 001 to 096.
_PERSONAL_NUMBER = re.compile(r"0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-9]{9}")
_TAX_CODE = re.compile(r"(\d{10})(?:-?(\d{3}))?", re.ASCII)
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def is_date(value: str) -> bool:
    """An existing day, written YYYY-MM-DD."""
    return as_date(value) is not None


def is_email(value: str) -> bool:
    """An e-mail address as people write it."""
    return len(value) <= _EMAIL_LENGTH and _EMAIL.fullmatch(value) is not None


def is_phone(value: str) -> bool:
    """A Vietnamese mobile or landline number, with 0 or +84."""
    return _PHONE.fullmatch(value) is not None


def is_personal_number(value: str) -> bool:
    """Twelve digits that begin with a province code; there is no check digit."""
    return _PERSONAL_NUMBER.fullmatch(value) is not None


def is_tax_code(value: str) -> bool:
    """Ten digits with their check digit, thirteen for a branch, or a personal number."""
    if is_personal_number(value):
        return True
    match = _TAX_CODE.fullmatch(value)
    if match is None or match[2] == "000" or value[2:9] == "0000000":
        return False
    total: int = sum(map(operator.mul, _TAX_WEIGHTS, map(int, match[1])))
    check = 10 - total % 11
    return check == int(match[1][9])


def is_commune_code(value: str) -> bool:
    """The national code of a commune of the city; forms offer no others."""
    return value in commune_codes()


@cache
def commune_codes() -> frozenset[str]:
    """The five-digit codes of the city's communes."""
    return frozenset(areas.by_commune())


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": is_date,
    "email": is_email,
    "phone-vn": is_phone,
    "personal-number": is_personal_number,
    "tax-code": is_tax_code,
    "commune-code": is_commune_code,
}
# Formats that are nothing but a pattern: a validator's own engine judges them faster.
PATTERNS = {
    "phone-vn": f"^(?:{_PHONE.pattern})$",
    "personal-number": f"^(?:{_PERSONAL_NUMBER.pattern})$",
}
FORMAT_OF = {pattern: name for name, pattern in PATTERNS.items()}
