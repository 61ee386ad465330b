"""Due moments: the vectors of the law's texts, and what holds for every receipt and limit."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import VIETNAM, parse
from portal.core.worktime import OFFICE_WEEK, Calendar, DayRule, due, load_calendar, parse_duration
from portal.core.worktime.due import pause, round_up

if TYPE_CHECKING:
    from random import Random

CALENDAR = load_calendar()
MORNING = ((time(7, 30), time(11, 30)),)
# Saturdays work until noon; Saturday 28 November makes up for something and Monday 30 is stormy.
HALF_SATURDAYS = Calendar(
    "half",
    {
        date(2026, 11, 28): DayRule("makeup", "Làm bù", "thông báo"),
        date(2026, 11, 30): DayRule("closure", "Đóng cửa do bão", "công điện"),
    },
    week=(*OFFICE_WEEK[:5], MORNING, ()),
)
DAYS = st.dates(date(2026, 1, 5), date(2026, 12, 31))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(VIETNAM))
LIMITS = st.one_of(
    st.integers(1, 80).map("{}wh".format),
    st.integers(0, 60).map("{}wd".format),
    st.integers(0, 60).map("{}d".format),
)


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        # The day of culture, 24 November, is no working day; 22 August 2026 is a make-up Saturday.
        ("2026-11-20T10:00", "3wd", "2026-11-26T17:30"),
        ("2026-11-23T10:00", "1wd", "2026-11-25T17:30"),
        ("2026-08-19T10:00", "3wd", "2026-08-22T17:30"),
        ("2026-02-13T10:00", "1wd", "2026-02-23T17:30"),
        ("2026-08-28T10:00", "1wd", "2026-09-03T17:30"),
        # Hours run inside office hours, to the minute.
        ("2026-11-20T15:30", "8wh", "2026-11-23T15:30"),
        ("2026-08-22T09:00", "8wh", "2026-08-24T09:00"),
        ("2026-11-23T09:00", "8wh", "2026-11-25T09:00"),
        ("2026-11-23T07:30", "8wh", "2026-11-23T17:30"),
        ("2026-11-23T07:30", "4wh", "2026-11-23T11:30"),
        ("2026-11-23T12:00", "1wh", "2026-11-23T14:30"),
        # Outside office hours: received at the next opening.
        ("2026-11-20T23:59", "1wd", "2026-11-25T17:30"),
        ("2026-11-21T09:00", "8wh", "2026-11-23T17:30"),
        ("2026-11-20T17:30", "1wh", "2026-11-23T08:30"),
        ("2026-11-23T06:00", "2wd", "2026-11-26T17:30"),
        # Same day; after 15:00 the next working day.
        ("2026-11-20T14:59", "0d", "2026-11-20T17:30"),
        ("2026-11-20T15:00", "0d", "2026-11-20T17:30"),
        ("2026-11-20T15:01", "0d", "2026-11-23T17:30"),
        ("2026-11-23T16:00", "0d", "2026-11-25T17:30"),
        # Calendar days; a rest day moves on.
        ("2026-11-02T10:00", "15d", "2026-11-17T17:30"),
        ("2026-11-05T10:00", "16d", "2026-11-23T17:30"),
        ("2026-11-09T10:00", "15d", "2026-11-25T17:30"),
    ],
)
def test_due_moment_of_the_law(received: str, limit: str, expected: str) -> None:
    assert due(parse(received), limit, CALENDAR).at == parse(expected)


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        # A Saturday morning is a working day that closes at noon.
        ("2026-11-20T10:00", "1wd", "2026-11-21T11:30"),
        ("2026-11-20T10:00", "2wd", "2026-11-23T17:30"),
        ("2026-11-21T09:00", "0d", "2026-11-21T11:30"),
        ("2026-11-21T12:00", "0d", "2026-11-23T17:30"),
        ("2026-11-14T10:00", "7d", "2026-11-21T11:30"),
        # Hours stop at noon and go on on Monday.
        ("2026-11-21T10:30", "2wh", "2026-11-23T08:30"),
        # A make-up Saturday is a full day, a closed Monday none.
        ("2026-11-27T10:00", "1wd", "2026-11-28T17:30"),
        ("2026-11-28T16:30", "2wh", "2026-12-01T08:30"),
        ("2026-11-23T10:00", "7d", "2026-12-01T17:30"),
    ],
)
def test_due_moment_with_saturday_mornings(received: str, limit: str, expected: str) -> None:
    assert due(parse(received), limit, HALF_SATURDAYS).at == parse(expected)


def test_closure_is_named_as_the_reason() -> None:
    step = due(parse("2026-11-23T10:00"), "7d", HALF_SATURDAYS).derivation[-1]
    assert "ngày 30/11/2026 là Đóng cửa do bão" in step.text


@pytest.mark.parametrize(
    "text", ["", "3", "wd", "3 wd", "3WD", "-1wd", "3.5wd", "12345d", "3wdx", "٣wd"]
)
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("3wd", "03 ngày làm việc"),
        ("15d", "15 ngày"),
        ("8wh", "08 giờ làm việc"),
        ("0d", "trong ngày làm việc"),
        ("0wd", "trong ngày làm việc"),
        ("0wh", "ngay khi nhận"),
    ],
)
def test_duration_in_words(code: str, words: str) -> None:
    assert parse_duration(code).words == words
    assert str(parse_duration(code)) == code


def test_zone_of_the_receipt_does_not_matter() -> None:
    here, there = parse("2026-11-20T10:00+07:00"), parse("2026-11-20T03:00+00:00")
    assert due(here, "3wd", CALENDAR) == due(there, "3wd", CALENDAR)


def test_derivation_names_what_was_skipped() -> None:
    texts = " ".join(
        step.text for step in due(parse("2026-11-20T18:00"), "3wd", CALENDAR).derivation
    )
    assert "07:30 ngày 23/11/2026" in texts
    assert "24/11 (Ngày Văn hóa Việt Nam)" in texts


@pytest.mark.parametrize(
    ("received", "limit", "told"),
    [
        ("2030-12-30T10:00", "1wd", False),
        ("2030-12-30T10:00", "2wd", True),
        ("2030-12-31T16:30", "2wh", True),
        ("2030-12-20T10:00", "30d", True),
        ("2050-01-03T10:00", "0d", True),
    ],
)
def test_derivation_says_when_holidays_are_not_known(received: str, limit: str, told: bool) -> None:
    found = due(parse(received), limit, CALENDAR)
    assert ("đến hết năm 2030" in found.derivation[-1].text) is told
    assert found.derivation[-1].end == found.at


def test_pause_into_a_year_without_known_holidays_says_so() -> None:
    start, end = parse("2030-12-20T08:00"), parse("2030-12-27T08:00")
    here, beyond = (
        pause(parse(due_at), start=start, end=end, calendar=CALENDAR)
        for due_at in ("2030-12-20T17:30", "2030-12-27T17:30")
    )
    assert "hết năm 2030" not in here.text
    assert "hết năm 2030" in beyond.text


def test_calendar_without_exceptions_knows_every_year() -> None:
    assert len(due(parse("2050-01-03T10:00"), "3wd", Calendar("test", {})).derivation) == 1


def test_limit_of_no_hours_ends_with_the_receipt() -> None:
    (step,) = due(parse("2026-11-23T10:00"), "0wh", CALENDAR).derivation
    assert step.end == step.start
    assert step.text == "Trả ngay khi nhận, lúc 10:00 ngày 23/11/2026."


@given(MOMENTS, LIMITS)
def test_due_moment_lies_in_office_hours(received: datetime, limit: str) -> None:
    at = due(received, limit, CALENDAR).at
    assert any(opens <= at <= closes for opens, closes in CALENDAR.spans(at.date()))
    if not limit.endswith("wh"):
        assert at == CALENDAR.close_of(at.date())


@given(MOMENTS, LIMITS, st.sampled_from([CALENDAR, HALF_SATURDAYS]))
def test_nothing_is_due_on_a_rest_day(received: datetime, limit: str, calendar: Calendar) -> None:
    assert calendar.works(due(received, limit, calendar).at.date())


@given(MOMENTS, st.integers(1, 80))
def test_hours_are_counted_to_the_minute(received: datetime, hours: int) -> None:
    found = due(received, f"{hours}wh", CALENDAR)
    assert CALENDAR.minutes_between(CALENDAR.opening(received), found.at) == hours * 60


@given(MOMENTS, LIMITS)
def test_derivation_is_one_unbroken_chain(received: datetime, limit: str) -> None:
    found = due(received, limit, CALENDAR)
    assert found.derivation[0].start == received
    assert found.derivation[-1].end == found.at
    for step, following in zip(found.derivation, found.derivation[1:], strict=False):
        assert step.end == following.start


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)), LIMITS)
def test_later_receipt_is_never_due_earlier(
    received: datetime, later: timedelta, limit: str
) -> None:
    assert due(received, limit, CALENDAR).at <= due(received + later, limit, CALENDAR).at


@given(MOMENTS, st.integers(1, 59), st.sampled_from(["wh", "wd", "d"]))
def test_longer_limit_is_never_due_earlier(received: datetime, number: int, unit: str) -> None:
    short, long = (due(received, f"{size}{unit}", CALENDAR).at for size in (number, number + 1))
    assert short <= long


@given(DAYS, st.integers(1, 40))
def test_working_days_count_the_days_after_receipt(day: date, number: int) -> None:
    received = CALENDAR.opening(datetime.combine(day, datetime.min.time(), VIETNAM))
    end = due(received, f"{number}wd", CALENDAR).at.date()
    between = [
        received.date() + timedelta(days=step)
        for step in range(1, (end - received.date()).days + 1)
    ]
    assert sum(CALENDAR.works(each) for each in between) == number


@given(MOMENTS, st.integers(0, 5000))
def test_minutes_added_are_the_minutes_between(start: datetime, minutes: int) -> None:
    end = CALENDAR.add_minutes(start, minutes)
    assert CALENDAR.minutes_between(CALENDAR.opening(start), end) == minutes


@given(MOMENTS, MOMENTS)
def test_minutes_are_never_negative(start: datetime, end: datetime) -> None:
    minutes = CALENDAR.minutes_between(start, end)
    assert minutes >= 0
    assert minutes == 0 or start < end


@given(DAYS, st.integers(-30, 900), st.sampled_from([CALENDAR, HALF_SATURDAYS]))
def test_working_days_between_are_the_days_that_work(
    day: date, span: int, calendar: Calendar
) -> None:
    days = [day + timedelta(days=number) for number in range(1, span + 1)]
    worked = sum(calendar.works(each) for each in days)
    assert calendar.working_days_between(day, day + timedelta(days=span)) == worked


def test_pause_moves_the_due_moment_by_its_working_minutes() -> None:
    step = pause(
        parse("2026-11-26T17:30"),
        start=parse("2026-11-20T16:00"),
        end=parse("2026-11-23T08:00"),
        calendar=CALENDAR,
    )
    assert step.end == parse("2026-11-27T09:30")
    assert "2 giờ 00 phút" in step.text
    assert round_up(step.end, CALENDAR).end == parse("2026-11-27T17:30")


def moved(due_at: datetime, *pauses: tuple[datetime, datetime]) -> datetime:
    for start, end in pauses:
        due_at = pause(due_at, start=start, end=end, calendar=CALENDAR).end
    return due_at


@given(MOMENTS, LIMITS, st.lists(MOMENTS, min_size=2, max_size=6, unique=True), st.randoms())
def test_pauses_add_up_in_any_order(
    received: datetime, limit: str, bounds: list[datetime], rng: Random
) -> None:
    at = due(received, limit, CALENDAR).at
    bounds.sort()
    pauses = list(zip(bounds[::2], bounds[1::2], strict=False))
    shuffled = rng.sample(pauses, len(pauses))
    assert moved(at, *shuffled) == moved(at, *pauses)
    whole = sum((CALENDAR.time_between(*each) for each in pauses), timedelta())
    assert CALENDAR.time_between(at, moved(at, *pauses)) == whole


@given(MOMENTS, LIMITS, st.lists(MOMENTS, min_size=3, max_size=6))
def test_pause_in_pieces_moves_as_much_as_whole(
    received: datetime, limit: str, bounds: list[datetime]
) -> None:
    at = due(received, limit, CALENDAR).at
    bounds.sort()
    assert moved(at, *pairwise(bounds)) == moved(at, (bounds[0], bounds[-1]))


def test_pause_outside_office_hours_moves_nothing() -> None:
    at = parse("2026-11-26T17:30")
    step = pause(
        at, start=parse("2026-11-20T18:00"), end=parse("2026-11-22T20:00"), calendar=CALENDAR
    )
    assert step.end == at


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2026-11-21", False),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-02-17", False),
        ("2026-04-27", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2025-01-27", False),
        ("2025-04-26", True),
        ("2025-05-02", False),
        ("2027-02-10", False),
        ("2028-01-26", False),
        ("2028-09-04", False),
        ("2029-02-13", False),
        ("2029-11-26", False),
        ("2030-02-04", False),
        ("2030-04-12", False),
    ],
)
def test_calendar_knows_its_days(day: str, *, works: bool) -> None:
    assert CALENDAR.works(date.fromisoformat(day)) is works


def test_each_exception_names_its_source() -> None:
    for day, rule in CALENDAR.exceptions.items():
        assert rule.name, day
        assert rule.source, day
        assert rule.kind in {"holiday", "makeup", "closure"}, day


def test_what_is_not_announced_says_so() -> None:
    expected = [
        rule.source
        for day, rule in CALENDAR.exceptions.items()
        if day.year > 2026 and rule.source != "Bộ luật Lao động 2019 Điều 112"
    ]
    assert expected
    assert all("dự kiến" in source or "Điều 112 (sửa đổi)" in source for source in expected)
