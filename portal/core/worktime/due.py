"""From a receipt and a legal duration to a due moment, with every reason on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from portal.core.clock import VIETNAM

if TYPE_CHECKING:
    from portal.core.worktime.calendar import Calendar

_DURATION = re.compile(r"([0-9]{1,4})(wh|wd|d)")
_SAME_DAY_LIMIT = time(15, 0)
_UNITS = {"wh": "giờ làm việc", "wd": "ngày làm việc", "d": "ngày"}


@dataclass(frozen=True, slots=True)
class Duration:
    """A legal time limit: a number of working hours, working days or calendar days."""

    number: int
    unit: str  # wh | wd | d

    def __str__(self) -> str:
        """The code, e.g. 5wd."""
        return f"{self.number}{self.unit}"

    @property
    def words(self) -> str:
        """The limit in Vietnamese words."""
        if self.number == 0:
            return "ngay khi nhận" if self.unit == "wh" else "trong ngày làm việc"
        return f"{self.number:02d} {_UNITS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a derivation: which rule moved the moment from where to where, in a sentence."""

    rule: str
    start: datetime
    end: datetime
    text: str

    def as_dict(self) -> dict[str, str]:
        """The entry of the `derivation` list."""
        return {
            "rule": self.rule,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment and how it came about."""

    at: datetime
    derivation: tuple[Reason, ...]

    def as_dict(self) -> dict[str, object]:
        """`{"at", "derivation"}` as the API shows it."""
        return {
            "at": self.at.isoformat(),
            "derivation": [reason.as_dict() for reason in self.derivation],
        }


def parse_duration(text: str) -> Duration:
    """Read 8wh, 3wd, 15d or 0d; `ValueError` for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no duration: write 8wh, 3wd, 15d or 0d")
    return Duration(int(match[1]), match[2])


def due(received_at: datetime, duration: Duration | str, calendar: Calendar) -> Due:
    """When a matter received at `received_at` is due.

    Decree 309/2026 and the civil-status rules: a matter outside office hours is received at the
    next opening; day units end at close of office; `0d` received after 15:00 is due the next
    working day. A derivation that ends in a year whose holidays are not known says so.
    """
    limit = parse_duration(duration) if isinstance(duration, str) else duration
    start = received_at.astimezone(VIETNAM)
    opening = calendar.opening(start)
    reasons = []
    if opening != start:
        reasons.append(
            Reason(
                "receipt",
                start,
                opening,
                f"Nộp ngoài giờ làm việc nên được tính là nhận lúc {_moment(opening)}.",
            )
        )
    if limit.unit == "wh":
        reasons.append(_hours(opening, limit, calendar))
    elif limit.number == 0:
        reasons.append(_same_day(opening, calendar))
    elif limit.unit == "wd":
        reasons.append(_working_days(opening, limit, calendar))
    else:
        reasons += _calendar_days(opening, limit, calendar)
    at = reasons[-1].end
    if at.year > calendar.last_year:
        reasons.append(Reason("unknown_holidays", at, at, _unknown_holidays(calendar)))
    return Due(reasons[-1].end, tuple(reasons))


def pause(due_at: datetime, *, start: datetime, end: datetime, calendar: Calendar) -> Reason:
    """The due moment moved on by the working time of one pause.

    Seconds count, so that a pause in two pieces moves no less than in one.
    """
    paused = calendar.time_between(start, end)
    moved = calendar.add(due_at, paused) if paused else due_at
    minutes = int(paused.total_seconds() // 60)
    text = (
        f"Tạm dừng tính thời gian từ {_moment(start)} đến {_moment(end)} "
        f"({_minutes(minutes)} làm việc)."
    )
    if due_at.astimezone(VIETNAM).year <= calendar.last_year < moved.astimezone(VIETNAM).year:
        text = f"{text} {_unknown_holidays(calendar)}"
    return Reason("pause", due_at, moved, text)


def round_up(due_at: datetime, calendar: Calendar) -> Reason:
    """Day units end at close of office: once, after all pauses."""
    closes = calendar.close_of(due_at.astimezone(VIETNAM).date())
    return Reason("close", due_at, closes, f"Làm tròn đến hết giờ làm việc {_moment(closes)}.")


def _hours(opening: datetime, limit: Duration, calendar: Calendar) -> Reason:
    end = calendar.add_minutes(opening, limit.number * 60)
    text = f"{limit.words} tính trong giờ hành chính, đến {_moment(end)}."
    if not limit.number:
        text = f"Trả ngay khi nhận, lúc {_moment(end)}."
    return Reason("hours", opening, end, text)


def _same_day(opening: datetime, calendar: Calendar) -> Reason:
    day = opening.date()
    if opening.time() <= _SAME_DAY_LIMIT:
        end = calendar.close_of(day)
        return Reason("same_day", opening, end, f"Trả trong ngày, hết giờ làm việc {_day(day)}.")
    following = calendar.next_working_day(day)
    end = calendar.close_of(following)
    return Reason(
        "after_15",
        opening,
        end,
        f"Nhận sau 15 giờ nên trả trong ngày làm việc tiếp theo, {_day(following)}.",
    )


def _working_days(opening: datetime, limit: Duration, calendar: Calendar) -> Reason:
    day, skipped = opening.date(), []
    for _ in range(limit.number):
        following = calendar.next_working_day(day)
        skipped += _rest_days(day, following, calendar)
        day = following
    end = calendar.close_of(day)
    without = f", không tính {', '.join(skipped)}" if skipped else ""
    text = f"{limit.words} kể từ ngày sau ngày nhận{without}: hết giờ làm việc {_day(day)}."
    return Reason("working_days", opening, end, text)


def _calendar_days(opening: datetime, limit: Duration, calendar: Calendar) -> list[Reason]:
    day = opening.date() + timedelta(days=limit.number)
    end = calendar.close_of(day)
    text = f"{limit.words} kể từ ngày sau ngày nhận: {_day(day)}."
    reasons = [Reason("calendar_days", opening, end, text)]
    if not calendar.works(day):
        moved = calendar.close_of(calendar.next_working_day(day))
        text = f"{_day(day)} là {calendar.why_rest(day)} nên chuyển sang {_day(moved.date())}."
        reasons.append(Reason("rest_day", end, moved, text))
    return reasons


def _rest_days(start: date, end: date, calendar: Calendar) -> list[str]:
    """The rest days strictly between two days, named; weekends only by their weekday."""
    days = [start + timedelta(days=number) for number in range(1, (end - start).days)]
    return [f"{day:%d/%m} ({calendar.why_rest(day)})" for day in days]


def _unknown_holidays(calendar: Calendar) -> str:
    return (
        f"Lịch nghỉ lễ hiện có đến hết năm {calendar.last_year}; "
        "sau thời điểm đó mới chỉ trừ thứ Bảy và Chủ nhật."
    )


def _moment(moment: datetime) -> str:
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def _day(day: date) -> str:
    return f"ngày {day:%d/%m/%Y}"


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} giờ {rest:02d} phút" if hours else f"{rest} phút"
