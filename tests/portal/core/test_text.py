"""Vietnamese text: stored once, found without diacritics."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import fold, nfc, random_code


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("ĐƯỜNG THỦY nội địa", "duong thuy noi dia"),
        ("  Trích   lục\tHộ tịch ", "trich luc ho tich"),
        ("Nguyễn Thị Ánh Tuyết", "nguyen thi anh tuyet"),
        ("ðường", "ðuong"),
        ("", ""),
    ],
)
def test_folded_text_has_no_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_old_and_new_spelling_meet() -> None:
    assert fold("Thuỷ") == fold("Thủy")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (unicodedata.normalize("NFD", "Hải Phòng"), "Hải Phòng"),
        ("  Lê Chân ", "Lê Chân"),
        ("a\x00b\x1fc", "abc"),
        ("\u202egnp.exe", "gnp.exe"),
        ("dòng 1\ndòng 2\tcột", "dòng 1\ndòng 2\tcột"),
    ],
)
def test_stored_text_is_clean(typed: str, stored: str) -> None:
    assert nfc(typed) == stored


@given(st.text())
def test_storing_and_folding_twice_changes_nothing(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_codes_differ_and_have_no_letter_that_is_misread() -> None:
    drawn = {random_code(12) for _ in range(500)}
    assert len(drawn) == 500
    assert {len(code) for code in drawn} == {12}
    assert set("".join(drawn)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
