"""Drafts for tests, made as the pages make them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portal.core.calendars import actions, comparing, selectors
from portal.core.worktime import DayRule

if TYPE_CHECKING:
    from portal.core.calendars.models import WorkCalendar

STORM_DAY = "2026-12-01"
STORM = DayRule("closure", "Đóng cửa do bão số 14", "Công điện số 01/CĐ-UBND")
BY = "staff:17"


def a_draft(*, source: str = "Quyết định số 1/QĐ-UBND") -> WorkCalendar:
    """A draft in which one day is closed by a storm."""
    row = actions.draft(name="Bổ sung ngày bão", actor_code=BY)
    actions.set_day(row.version, day=date.fromisoformat(STORM_DAY), rule=STORM)
    return actions.describe(row.version, name=row.name, source=source)


def seen(row: WorkCalendar) -> str:
    """The digest of what somebody sees who looks at the draft now."""
    return comparing.digest(selectors.value_of(selectors.find(row.version)))


def a_published() -> WorkCalendar:
    """The same, published."""
    row = a_draft()
    return actions.publish(row.version, seen=seen(row), actor_code=BY)
