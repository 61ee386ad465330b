"""Writing calendars: drafts change, published versions do not, and each refusal says why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from portal.core import calendars
from portal.core.calendars import actions, comparing, selectors, week
from portal.core.calendars.models import CalendarDay, WorkCalendar
from portal.core.errors import InvalidInput, NotFound, Refused, Stale
from portal.core.journal.models import Event
from portal.core.worktime import OFFICE_WEEK, SHIPPED, DayRule
from tests.portal.core.calendars.drafting import (
    BY,
    STORM,
    STORM_DAY,
    a_draft,
    a_published,
    seen,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db
STORM_DATE = date.fromisoformat(STORM_DAY)
LATER = date(2026, 12, 2)


def test_draft_begins_as_the_current_calendar() -> None:
    row = actions.draft(name="Bản nháp", actor_code=BY)
    assert row.is_draft
    assert row.based_on == SHIPPED
    assert comparing.differences(calendars.current(), selectors.value_of(row)) == []


def test_versions_are_numbered_by_month(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    made = [actions.draft(name="Bản nháp", actor_code=BY).version for _ in range(2)]
    clock_at("2026-12-01T09:00")
    made.append(actions.draft(name="Bản nháp", actor_code=BY).version)
    assert made == ["2026-11.2", "2026-11.3", "2026-12"]


def test_day_of_a_draft_is_set_changed_and_cleared() -> None:
    row = a_draft()
    actions.set_day(row.version, day=STORM_DATE, rule=DayRule("closure", "Ngập lụt", "Công điện"))
    assert selectors.value_of(row).why_rest(STORM_DATE) == "Ngập lụt"
    actions.clear_day(row.version, day=STORM_DATE)
    assert selectors.value_of(row).works(STORM_DATE)
    with pytest.raises(NotFound, match="không có trong bản nháp"):
        actions.clear_day(row.version, day=STORM_DATE)


@pytest.mark.parametrize(
    ("day", "rule", "field"),
    [
        (STORM_DATE, DayRule("closure", " ", "Công điện"), "/name"),
        (STORM_DATE, DayRule("closure", "Bão", ""), "/source"),
        (STORM_DATE, DayRule("storm", "Bão", "Công điện"), "/kind"),
        (date(1999, 1, 1), STORM, "/date"),
        (STORM_DATE, DayRule("closure", "b" * 201, "Công điện"), "/name"),
        (STORM_DATE, DayRule("closure", "Bão", "c" * 501), "/source"),
    ],
)
def test_day_without_name_or_source_is_refused(day: date, rule: DayRule, field: str) -> None:
    row = a_draft()
    with pytest.raises(InvalidInput) as refused:
        actions.set_day(row.version, day=day, rule=rule)
    assert [error.pointer for error in refused.value.errors] == [field]
    assert selectors.value_of(row).exceptions[STORM_DATE] == STORM


def test_all_that_is_wrong_with_a_day_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.set_day(a_draft().version, day=date(1999, 1, 1), rule=DayRule("", "", ""))
    pointers = [error.pointer for error in refused.value.errors]
    assert pointers == ["/date", "/kind", "/name", "/source"]


def test_publishing_is_told_in_the_journal() -> None:
    row = a_published()
    assert not row.is_draft
    fact = Event.objects.get(name="calendar.published")
    assert (fact.subject, fact.actor) == (f"calendar:{row.version}", BY)
    assert fact.data["based_on"] == SHIPPED
    assert fact.data["hash"] == seen(row)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: actions.set_day(row.version, day=LATER, rule=STORM),
        lambda row: actions.clear_day(row.version, day=STORM_DATE),
        lambda row: actions.set_hours(row.version, hours=OFFICE_WEEK),
        lambda row: actions.describe(row.version, name="Khác", source="Khác"),
        lambda row: actions.drop(row.version),
        lambda row: actions.publish(row.version, seen=seen(row), actor_code=BY),
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: row.days.first().save(),
        lambda row: row.days.first().delete(),
        lambda row: CalendarDay(
            calendar=row, date=LATER, kind="closure", name="Bão", source="Công điện"
        ).save(),
    ],
)
def test_published_calendar_is_frozen(change: Callable[[WorkCalendar], object]) -> None:
    row = a_published()
    with pytest.raises(Refused, match="đã công bố thì không sửa được"):
        change(row)
    assert seen(WorkCalendar.objects.get(pk=row.pk)) == seen(row)


def test_what_changed_since_it_was_seen_is_not_published() -> None:
    row = a_draft()
    digest = seen(row)
    actions.set_day(row.version, day=LATER, rule=STORM)
    with pytest.raises(Stale, match="vừa được người khác sửa"):
        actions.publish(row.version, seen=digest, actor_code=BY)


def test_draft_of_an_old_calendar_is_not_published() -> None:
    old = a_draft()
    newer = a_published()
    with pytest.raises(Refused, match=f"Lịch {newer.version} đã được công bố"):
        actions.publish(old.version, seen=seen(old), actor_code=BY)


def test_draft_without_a_difference_is_not_published() -> None:
    row = a_draft()
    actions.clear_day(row.version, day=STORM_DATE)
    with pytest.raises(Refused, match="chưa có gì khác"):
        actions.publish(row.version, seen=seen(row), actor_code=BY)


def test_draft_without_its_legal_reference_is_not_published() -> None:
    row = a_draft(source="")
    with pytest.raises(InvalidInput) as refused:
        actions.publish(row.version, seen=seen(row), actor_code=BY)
    assert "căn cứ" in refused.value.errors[0].message


@pytest.mark.parametrize(
    ("day", "rule", "sentence"),
    [
        (date(2026, 12, 3), DayRule("makeup", "Làm bù", "Thông báo"), "vốn là Thứ Năm làm việc"),
        (date(2031, 1, 1), DayRule("holiday", "Tết", "Luật"), "Năm 2031 thiếu ngày nghỉ"),
        (date(2031, 1, 1), DayRule("holiday", "Tết", "Luật"), "Năm 2031 chưa có đủ 5 ngày nghỉ"),
        (date(2027, 1, 1), DayRule("closure", "Bão", "Công điện"), "Năm 2027 thiếu ngày nghỉ"),
    ],
)
def test_calendar_that_cannot_hold_is_not_published(
    day: date, rule: DayRule, sentence: str
) -> None:
    row = a_draft()
    actions.set_day(row.version, day=day, rule=rule)
    with pytest.raises(InvalidInput) as refused:
        actions.publish(row.version, seen=seen(row), actor_code=BY)
    assert any(sentence in error.message for error in refused.value.errors)


def test_week_without_office_hours_is_not_published() -> None:
    row = a_draft()
    actions.set_hours(row.version, hours=((),) * 7)
    with pytest.raises(InvalidInput) as refused:
        actions.publish(row.version, seen=seen(row), actor_code=BY)
    assert "Cả tuần không có giờ làm việc" in refused.value.errors[0].message


def test_dropped_draft_is_gone() -> None:
    row = a_draft()
    actions.drop(row.version)
    with pytest.raises(NotFound):
        actions.drop(row.version)
    assert not CalendarDay.objects.filter(calendar_id=row.pk).exists()


def test_saturday_mornings_can_be_published() -> None:
    row = a_draft()
    hours = (*OFFICE_WEEK[:5], week.parse("07:30-11:30"), ())
    actions.set_hours(row.version, hours=hours)
    actions.publish(row.version, seen=seen(row), actor_code=BY)
    assert calendars.current().week == hours
    assert calendars.current().works(date(2026, 11, 28))
