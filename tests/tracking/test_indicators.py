"""Indicators as data: points only where something is known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from portal.core.errors import NotFound
from tracking.indicators import COMPONENTS, FIGURES, Indicator, in_force, indicator_of
from tracking.measures import MEASURES


def indicator(**changes: object) -> Indicator:
    return Indicator("x", "X", "", "", points=6, threshold=Fraction(1, 2), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("numerator", "denominator", "score"),
    [(0, 0, None), (0, 10, 0), (2, 10, Fraction(12, 5)), (5, 10, 6), (10, 10, 6)],
)
def test_score_is_proportional_up_to_the_threshold(
    numerator: int, denominator: int, score: Fraction | None
) -> None:
    assert indicator().score(numerator, denominator) == score


@pytest.mark.parametrize("one", [*FIGURES, *COMPONENTS], ids=lambda one: one.code)
def test_formula_names_measures_that_exist(one: Indicator) -> None:
    assert {one.numerator, one.denominator} <= {"", *MEASURES}
    assert one.source


def test_indicator_holds_only_in_its_time() -> None:
    old = indicator(effective_until=date(2025, 12, 31))
    assert in_force([old], on=date(2025, 12, 31)) == [old]
    assert in_force([old], on=date(2026, 1, 1)) == []
    assert in_force([old], on=date(2020, 1, 1)) == []


def test_unknown_indicator_is_not_found() -> None:
    with pytest.raises(NotFound):
        indicator_of("nothing")
