"""Amounts for the eye and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import format_vnd, in_words


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0\u00a0₫"),
        (999, "999\u00a0₫"),
        (8000, "8.000\u00a0₫"),
        (100_000, "100.000\u00a0₫"),
        (1_250_000, "1.250.000\u00a0₫"),
    ],
)
def test_amount_has_dots_and_the_sign(amount: int, shown: str) -> None:
    assert format_vnd(amount) == shown


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (115, "Một trăm mười lăm đồng"),
        (121, "Một trăm hai mươi mốt đồng"),
        (1000, "Một nghìn đồng"),
        (8000, "Tám nghìn đồng"),
        (1001, "Một nghìn không trăm linh một đồng"),
        (1010, "Một nghìn không trăm mười đồng"),
        (1105, "Một nghìn một trăm linh năm đồng"),
        (100_000, "Một trăm nghìn đồng"),
        (150_000, "Một trăm năm mươi nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_001_000, "Một triệu không trăm linh một nghìn đồng"),
        (1_000_001, "Một triệu không trăm linh một đồng"),
        (2_345_678, "Hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (21_000_000_000, "Hai mươi mốt tỷ đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_amount_in_words(amount: int, words: str) -> None:
    assert in_words(amount) == words


@pytest.mark.parametrize("amount", [-1, 10**15])
def test_amount_beyond_the_words_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="lies between"):
        in_words(amount)


@given(st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1))
def test_two_amounts_never_share_their_words(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) is (one == other)
    assert "  " not in in_words(one)
