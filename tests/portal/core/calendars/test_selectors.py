"""Reading calendars: one query when cold, none when warm, frozen versions for ever."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from portal.core import calendars, worktime
from portal.core.calendars import comparing, selectors
from portal.core.calendars.models import WorkCalendar
from portal.core.errors import NotFound
from tests.portal.core.calendars.drafting import STORM, STORM_DAY, a_draft, a_published

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold() -> None:
    calendars.forget()


def test_new_portal_works_by_the_shipped_calendar() -> None:
    found, shipped = calendars.current(), worktime.load_calendar()
    assert found.version == shipped.version
    assert comparing.differences(shipped, found) == []
    assert comparing.digest(found) == comparing.digest(shipped)


def test_empty_table_leaves_the_shipped_calendar() -> None:
    WorkCalendar.objects.all().delete()
    assert calendars.current() == worktime.load_calendar()
    assert calendars.of(worktime.SHIPPED) == worktime.load_calendar()


def test_calendar_is_read_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        version = calendars.current().version
    with django_assert_num_queries(0):
        assert calendars.current() is calendars.of(version) is calendars.of("")


def test_calendar_without_days_is_read_too() -> None:
    row = a_draft()
    row.days.all().delete()
    WorkCalendar.objects.filter(pk=row.pk).update(
        published_at=row.created_at, published_by="staff:1"
    )
    assert calendars.of(row.version).exceptions == {}


def test_current_is_asked_again_after_a_minute(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seconds = [1000.0]
    monkeypatch.setattr(selectors.time, "monotonic", lambda: seconds[0])
    calendars.current()
    seconds[0] += 59
    with django_assert_num_queries(0):
        calendars.current()
    seconds[0] += 2
    with django_assert_num_queries(1):
        calendars.current()


def test_published_calendar_is_current_at_once_and_the_old_one_stays() -> None:
    before = calendars.current()
    row = a_published()
    after = calendars.current()
    assert after.version == row.version
    assert after.exceptions[date.fromisoformat(STORM_DAY)] == STORM
    assert calendars.of(before.version).works(date.fromisoformat(STORM_DAY))


def test_draft_is_nobodys_calendar() -> None:
    row = a_draft()
    assert calendars.current().version == worktime.SHIPPED
    with pytest.raises(NotFound, match="số phiên bản"):
        calendars.of(row.version)
