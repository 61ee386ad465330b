"""Comparing facts: strict on letters and tones, mild on typing."""

from __future__ import annotations

import unicodedata

import pytest

from procedures.registers.comparing import differences


@pytest.mark.parametrize(
    ("given", "answered", "same"),
    [
        ("Nguyễn Văn An", "nguyễn  văn AN ", True),
        ("Thuỷ", "Thủy", True),
        ("Hoà", "Hòa", True),
        ("Đỗ Quý", unicodedata.normalize("NFD", "ĐỖ QUÝ"), True),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", False),
        ("Nguyễn Văn An", "Nguyen Van An", False),
        ("Đức", "Dức", False),
        ("Thùy", "Thúy", False),
        ("Mai Anh", "Maianh", False),
    ],
)
def test_names_are_compared(given: str, answered: str, same: bool) -> None:
    found = differences({"full_name": given}, {"full_name": answered, "gender": "male"})
    assert (found == []) is same


@pytest.mark.parametrize(
    ("given", "same"),
    [("1948-09-07", True), ("1948", True), ("1949", False), ("194", False), ("1948-09", False)],
)
def test_year_of_birth_may_be_all_that_is_known(given: str, same: bool) -> None:
    assert (differences({"birth_date": given}, {"birth_date": "1948-09-07"}) == []) is same
