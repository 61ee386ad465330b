"""The breaker: open after faults in a row, one trial after each rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from procedures.registers.breaker import Breaker

NINE = clock.parse("2026-11-23T09:00")

# Each line: seconds after nine, what the register does when asked (+ answers, - fails, . not
# asked); the breaker opens after three faults and rests for thirty seconds.
STORIES = {
    "answers keep it closed": [
        (0, "+"),
        (1, "-"),
        (2, "-"),
        (3, "+"),
        (4, "-"),
        (5, "-"),
        (6, "+"),
    ],
    "faults open it": [(0, "-"), (1, "-"), (2, "-"), (3, "."), (31, "."), (32, "+")],
    "a failed trial rests again": [
        (0, "-"),
        (0, "-"),
        (0, "-"),
        (30, "-"),
        (31, "."),
        (59, "."),
        (60, "+"),
        (60, "-"),
        (60, "-"),
        (60, "+"),
    ],
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_breaker_follows(story: list[tuple[int, str]]) -> None:
    breaker = Breaker()
    for seconds, does in story:
        moment = NINE + timedelta(seconds=seconds)
        assert breaker.allows(moment) is (does != "."), (seconds, does)
        if does != ".":
            breaker.note(moment, fault=does == "-", limit=3)


def test_only_one_question_is_the_trial() -> None:
    breaker = Breaker()
    for _ in range(3):
        breaker.note(NINE, fault=True, limit=3)
    later = NINE + timedelta(seconds=30)
    assert [breaker.allows(later) for _ in range(3)] == [True, False, False]
    # Should the trial never come back, the next one may try after another rest.
    assert breaker.allows(later + timedelta(seconds=30))
