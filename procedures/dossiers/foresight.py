"""Whether a dossier will be late: what its steps still need against what the law still leaves.

Pure but for the dossier it is handed. `features.md` row 20: the apology (Mẫu 04) is drafted while
there is still time to send it before the date it apologises for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core.clock import VIETNAM
from procedures.definition.graph import hours_to_end
from procedures.dossiers import legal_clock

if TYPE_CHECKING:
    from datetime import datetime

    from portal.core import worktime
    from procedures.definition.package import Package
    from procedures.dossiers.models import Dossier

DAYS_AHEAD = 2


def first_look(due_at: datetime, *, calendar: worktime.Calendar) -> datetime:
    """The opening of the second working day before a due date."""
    day = legal_clock.working_days_before(due_at, DAYS_AHEAD, calendar)
    return next(calendar.spans(day))[0]


def next_look(now: datetime, *, calendar: worktime.Calendar) -> datetime:
    """The opening of the next working day."""
    day = calendar.next_working_day(now.astimezone(VIETNAM).date())
    return next(calendar.spans(day))[0]


def minutes_needed(dossier: Dossier, package: Package, *, now: datetime) -> int:
    """Working minutes that the way to the result still needs, the active step's rest included."""
    calendar = legal_clock.calendar_of(dossier)
    allowed = hours_to_end(package.plan, dossier.step) * 60
    since = dossier.step_since or now
    active = int(package.plan.step(dossier.step).allowance.removesuffix("wh")) * 60
    spent = min(calendar.minutes_between(since, now), active)
    return allowed - spent


def expected_end(dossier: Dossier, package: Package, *, now: datetime) -> datetime:
    """When the result will be there if every desk takes the time that the plan gives it."""
    calendar = legal_clock.calendar_of(dossier)
    return calendar.add_minutes(now, max(minutes_needed(dossier, package, now=now), 0))
