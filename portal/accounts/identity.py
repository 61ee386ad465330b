"""Numbers and codes of people and bodies: their shapes, and what can be known from them (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.vn import mst

if TYPE_CHECKING:
    from datetime import date

PERSONAL_NUMBER = r"^[0-9]{12}$"
TAX_CODE = r"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"
COMMUNE_CODE = r"^[0-9]{5}$"
OPTIONAL_COMMUNE_CODE = r"^([0-9]{5})?$"
AGENCY_CODE = r"^[A-Z][0-9]{2}([.][0-9]{2}){0,2}$"

# Provinces as numbered before the merger of July 2025: a number once given stays valid.
_PROVINCES = """
    001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035
    036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072
    074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096
"""
PROVINCE_CODES = frozenset(_PROVINCES.split())


def personal_number_warnings(number: str, birth_date: date, gender: str) -> list[str]:
    """Say what in the number does not fit the person: no error, since corrections happen."""
    warnings = []
    if number[:3] not in PROVINCE_CODES:
        warnings.append(
            f"Ba chữ số đầu ({number[:3]}) không phải mã tỉnh, thành phố nơi đăng ký khai sinh."
        )
    century_and_gender = (birth_date.year // 100 - 19) * 2 + (gender == "female")
    if number[3:4] != str(century_and_gender):
        warnings.append("Chữ số thứ tư không khớp với thế kỷ sinh và giới tính.")
    if number[4:6] != f"{birth_date.year % 100:02d}":
        warnings.append("Chữ số thứ năm và thứ sáu không khớp với năm sinh.")
    return warnings


def is_tax_code(code: str) -> bool:
    """Whether the code has a right check digit, or is the owner's 12-digit personal number."""
    if len(code) == len("000000000000") and code.isascii() and code.isdigit():
        return code[:3] in PROVINCE_CODES
    try:
        return bool(mst.format(mst.validate(code)) == code)
    except NumberError:
        return False


def validate_tax_code(code: str) -> None:
    """Refuse a tax code that was never issued (a field validator)."""
    if not is_tax_code(code):
        raise ValidationError(
            "Mã số thuế không đúng, hãy kiểm tra lại từng chữ số.", code="tax_code"
        )


def national_phone(phone: str) -> str:
    """The number as people write it at home: +84 becomes 0."""
    return f"0{phone[3:]}" if phone.startswith("+84") else phone
