"""Office hours as they are typed, stored and said."""

from __future__ import annotations

import pytest

from portal.core.calendars import week
from portal.core.worktime import OFFICE_WEEK


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("07:30-11:30, 13:30-17:30", "07:30–11:30, 13:30–17:30"),
        ("7h30 – 11h30; 13h30–17h30", "07:30–11:30, 13:30–17:30"),
        (" 07:30-11:30 ", "07:30–11:30"),
        ("", "nghỉ"),
        ("Nghỉ", "nghỉ"),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, said: str) -> None:
    spans = week.parse(typed)
    assert week.words(spans) == said
    assert week.parse(said) == spans


@pytest.mark.parametrize(
    "typed",
    [
        "11:30-07:30",
        "07:30-07:30",
        "07:30-11:30, 11:00-17:30",
        "13:30-17:30, 07:30-11:30",
        "07:30-25:00",
        "07:60-11:30",
        "07:30",
        "sáng",
        "07:30-11:30,",
        "٠٧:30-11:30",
    ],
)
def test_impossible_hours_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"hour|minute|span|office hours"):
        week.parse(typed)


def test_stored_week_comes_back_whole() -> None:
    assert week.values(week.shipped()) == OFFICE_WEEK
