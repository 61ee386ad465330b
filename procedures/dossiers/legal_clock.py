"""The legal clock of a dossier: first check, due date, pauses; every date with its derivation.

Decree 45/2020 (first check), 309/2026 (start of the time limit), and the package's policy for
supplements: PAUSE keeps the time that is left, RESTART counts the whole duration again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from portal.core import calendars, worktime
from portal.core.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from procedures.definition.package import Step
    from procedures.dossiers.models import Dossier, Hold

SOON_DAYS = 1
_SAME_DAY_HAND_OVER = time(15, 0)


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a deadline stands: a colour's name and the words that carry the same meaning."""

    state: str  # none | paused | ok | soon | late
    words: str


def calendar_now() -> worktime.Calendar:
    """The calendar in force: for what starts to count now."""
    return calendars.current()


def calendar_of(dossier: Dossier) -> worktime.Calendar:
    """The calendar that a dossier's appointment was printed by; a newer one never moves it."""
    return calendars.of(dossier.calendar_version)


def moment(text: str) -> datetime:
    """A moment as derivations and facts keep it."""
    return datetime.fromisoformat(text)


def step_due(dossier: Dossier, step: Step, *, start: datetime) -> datetime:
    """When the desk's own time for a step is over; waits are not taken into account."""
    return worktime.due(start, step.allowance, calendar_of(dossier)).at


def latest_hand_over(accepted_at: datetime, *, on_paper: bool) -> worktime.Reason:
    """The latest lawful receipt by the competent agency of what another point took in.

    Decree 309/2026 Art. 18.2: electronic at once; on paper the same working day, and after 15:00
    at the start of the next one.
    """
    calendar = calendar_now()
    opening = calendar.opening(accepted_at)
    end = opening
    if on_paper and opening.astimezone(VIETNAM).time() > _SAME_DAY_HAND_OVER:
        day = calendar.next_working_day(opening.astimezone(VIETNAM).date())
        end = next(calendar.spans(day))[0]
    words = f"{end.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    text = f"Nơi tiếp nhận chuyển hồ sơ đến cơ quan có thẩm quyền chậm nhất lúc {words}."
    return worktime.Reason("hand_over", accepted_at, end, text)


def extension(old: datetime, new: datetime) -> worktime.Reason:
    """The one extension, in words."""
    day = f"{new.astimezone(VIETNAM):%d/%m/%Y}"
    text = f"Cơ quan giải quyết xin lỗi và hẹn lại đến hết giờ làm việc ngày {day}."
    return worktime.Reason("extension", old, new, text)


def moved_on(
    at: datetime, *, pauses: Iterable[tuple[datetime, datetime]], calendar: worktime.Calendar
) -> worktime.Due:
    """A given date moved on by later pauses, to close of office."""
    reasons = _paused(at, pauses=pauses, calendar=calendar)
    if reasons:
        reasons.append(worktime.round_up(reasons[-1].end, calendar))
    return worktime.Due(reasons[-1].end if reasons else at, tuple(reasons))


def working_days_before(at: datetime, days: int, calendar: worktime.Calendar) -> date:
    """The working day that lies so many working days before the day of a moment."""
    day = at.astimezone(VIETNAM).date()
    while days:
        day -= timedelta(days=1)
        days -= calendar.works(day)
    return day


def due(
    start: datetime,
    *,
    duration: str,
    pauses: Iterable[tuple[datetime, datetime]],
    calendar: worktime.Calendar,
) -> worktime.Due:
    """The due moment of a time limit from `start`, moved on by the pauses after it."""
    base = worktime.due(start, duration, calendar)
    later = [(max(begin, start), end) for begin, end in pauses if end > start]
    reasons = _paused(base.at, pauses=later, calendar=calendar)
    if reasons and worktime.parse_duration(duration).unit != "wh":
        rounded = worktime.round_up(reasons[-1].end, calendar)
        if rounded.end != reasons[-1].end:
            reasons.append(rounded)
    at = reasons[-1].end if reasons else base.at
    return worktime.Due(at, (*base.derivation, *reasons))


def _paused(
    at: datetime, *, pauses: Iterable[tuple[datetime, datetime]], calendar: worktime.Calendar
) -> list[worktime.Reason]:
    """What pauses do to a date: seconds add up over all of them, whole minutes move it."""
    reasons: list[worktime.Reason] = []
    moved, lost = at, timedelta()
    for begin, end in merged(pauses):
        reason = worktime.pause(moved, start=begin, end=end, calendar=calendar)
        lost += calendar.time_between(begin, end)
        whole = lost - lost % timedelta(minutes=1)
        reached = calendar.add(at, whole) if whole else at
        if reached != moved:
            reasons.append(replace(reason, end=reached))
            moved = reached
    return reasons


def merged(
    pauses: Iterable[tuple[datetime, datetime]],
) -> list[tuple[datetime, datetime]]:
    """Pauses in order, overlapping ones as one: a minute never stops the clock twice."""
    result: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(pauses):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        elif end > begin:
            result.append((begin, end))
    return result


def pauses_of(holds: Sequence[Hold]) -> list[tuple[datetime, datetime]]:
    """The closed spans in which holds stopped the clock."""
    return [
        (hold.opened_at, hold.closed_at)
        for hold in holds
        if hold.stops_clock and hold.closed_at is not None
    ]


def derivation(due_at: worktime.Due) -> list[dict[str, str]]:
    """The derivation as it is stored and shown."""
    return [reason.as_dict() for reason in due_at.derivation]


def state_of(deadline: datetime | None, *, now: datetime, waiting: bool) -> ClockState:
    """Judge a deadline by its date, as the reports do; who waits is neither early nor late."""
    if waiting:
        return ClockState("paused", "Tạm dừng tính thời hạn")
    if deadline is None:
        return ClockState("none", "")
    calendar = calendar_now()
    today, day = now.astimezone(VIETNAM).date(), deadline.astimezone(VIETNAM).date()
    if day < today or deadline < now:
        late = calendar.working_days_between(day, today)
        since = "hôm nay" if day == today else f"từ {day:%d/%m}"
        return ClockState("late", f"Quá hạn {late} ngày làm việc" if late else f"Quá hạn {since}")
    left = calendar.working_days_between(today, day)
    if left == 0:
        return ClockState("soon", f"Hạn {deadline.astimezone(VIETNAM):%H:%M} hôm nay")
    return ClockState("soon" if left <= SOON_DAYS else "ok", f"Còn {left} ngày làm việc")
