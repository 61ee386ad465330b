"""What is written to the working calendars. Whether somebody may is asked at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from portal.core import clock, journal
from portal.core.calendars import comparing, selectors, week
from portal.core.calendars.models import FROZEN, CalendarDay, WorkCalendar
from portal.core.errors import FieldError, InvalidInput, NotFound, Refused, Stale
from portal.core.text import nfc
from portal.core.worktime import load_calendar

if TYPE_CHECKING:
    from datetime import date

    from portal.core.worktime import Calendar, DayRule, Spans

NEAR = range(2000, 2101)
_NAMELESS = "Hãy đặt tên cho bản nháp."


def draft(from_version: str = "", *, name: str, actor_code: str) -> WorkCalendar:
    """Begin a new version with all that another says; "" is the current one."""
    called = nfc(name)
    _refuse(_unfit("name", called, limit=200, lacking=_NAMELESS))
    base = selectors.of(from_version)
    with transaction.atomic():
        row = WorkCalendar.objects.create(
            version=_free_version(),
            name=called,
            hours=[week.stored(spans) for spans in base.week],
            based_on=base.version,
            created_at=clock.now(),
            created_by=actor_code,
        )
        _copy_days(base, row)
        journal.record(
            f"calendar:{row.version}",
            "calendar.drafted",
            actor=actor_code,
            data={"based_on": base.version},
        )
    return row


@transaction.atomic
def describe(version: str, *, name: str, source: str) -> WorkCalendar:
    """Say what a draft is called and by which text it will hold."""
    row = _locked_draft(version)
    row.name, row.source = nfc(name), nfc(source)
    _refuse(
        [
            *_unfit("name", row.name, limit=200, lacking=_NAMELESS),
            *_unfit("source", row.source, limit=500, lacking=""),
        ]
    )
    row.save()
    return row


@transaction.atomic
def set_day(version: str, *, day: date, rule: DayRule) -> CalendarDay:
    """Say of a day in a draft that, and by which text, it differs from its weekday."""
    row = _locked_draft(version)
    said = {"kind": rule.kind, "name": nfc(rule.name), "source": nfc(rule.source)}
    wrong = [
        *_unless(day.year in NEAR, "date", "Hãy nhập một ngày trong khoảng năm 2000 đến 2100."),
        *_unless(rule.kind in CalendarDay.Kind.values, "kind", "Hãy chọn loại ngày."),
        *_unfit("name", said["name"], limit=200, lacking="Hãy ghi tên ngày."),
        *_unfit("source", said["source"], limit=500, lacking="Hãy ghi văn bản làm căn cứ."),
    ]
    _refuse(wrong)
    changed, _ = CalendarDay.objects.update_or_create(calendar=row, date=day, defaults=said)
    return changed


@transaction.atomic
def clear_day(version: str, *, day: date) -> None:
    """Let a day of a draft be like its weekday again."""
    found = CalendarDay.objects.filter(calendar=_locked_draft(version), date=day).first()
    if found is None:
        raise NotFound("Ngày này không có trong bản nháp.")
    found.delete()


@transaction.atomic
def set_hours(version: str, *, hours: tuple[Spans, ...]) -> WorkCalendar:
    """Set the office hours of a draft's week, Monday first."""
    row = _locked_draft(version)
    row.hours = [week.stored(spans) for spans in hours]
    row.save()
    return row


@transaction.atomic
def drop(version: str) -> None:
    """Throw a draft away."""
    _locked_draft(version).delete()


def publish(version: str, *, seen: str, actor_code: str) -> WorkCalendar:
    """Freeze a draft and make it current; `seen` is the digest of what its publisher looked at.

    What is already promised stays: a stored due date keeps the calendar it was counted by.
    """
    with transaction.atomic():
        row = _locked_draft(version)
        calendar = selectors.value_of(row)
        _check(row, calendar, seen=seen)
        _freeze(row, actor_code=actor_code)
        journal.record(
            f"calendar:{row.version}",
            "calendar.published",
            actor=actor_code,
            data={"based_on": row.based_on, "hash": seen, "days": len(calendar.exceptions)},
        )
    selectors.forget()
    return row


def _check(row: WorkCalendar, calendar: Calendar, *, seen: str) -> None:
    """Refuse to publish what somebody else changed meanwhile, or what cannot hold."""
    if comparing.digest(calendar) != seen:
        raise Stale("Bản nháp vừa được người khác sửa. Hãy xem lại các thay đổi trước khi công bố.")
    newest = selectors.published().order_by("-published_at", "-pk").first()
    if newest is not None and newest.version != row.based_on:
        raise Refused(
            f"Lịch {newest.version} đã được công bố sau khi lập bản nháp này. "
            "Hãy lập bản nháp mới từ lịch hiện hành để không bỏ sót ngày nào."
        )
    if not comparing.differences(selectors.of(row.based_on), calendar):
        raise Refused("Bản nháp chưa có gì khác lịch hiện hành.")
    found = comparing.faults(calendar)
    if not row.source:
        found.append("Chưa ghi văn bản làm căn cứ của lịch này.")
    if found:
        errors = [FieldError("", "calendar", sentence) for sentence in found]
        raise InvalidInput("Bản nháp chưa công bố được.", errors=errors)


def _freeze(row: WorkCalendar, *, actor_code: str) -> None:
    row.published_at, row.published_by = clock.now(), actor_code
    row.save()


def _locked_draft(version: str) -> WorkCalendar:
    """The draft, held until the transaction ends; what is published cannot be changed."""
    row = WorkCalendar.objects.select_for_update(no_key=True).filter(version=version).first()
    if row is None:
        raise NotFound("Không có lịch làm việc mang số phiên bản này.")
    if not row.is_draft:
        raise Refused(FROZEN)
    return row


def _copy_days(calendar: Calendar, row: WorkCalendar) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=row, date=day, kind=rule.kind, name=rule.name, source=rule.source)
        for day, rule in sorted(calendar.exceptions.items())
    )


def _free_version() -> str:
    """The month, numbered when it has a version already: 2026-12, then 2026-12.2."""
    month = f"{clock.today():%Y-%m}"
    taken = set(
        WorkCalendar.objects.filter(version__startswith=month).values_list("version", flat=True)
    ) | {load_calendar().version}
    number = 1
    while (version := month if number == 1 else f"{month}.{number}") in taken:
        number += 1
    return version


def _unfit(field: str, words: str, *, limit: int, lacking: str) -> list[FieldError]:
    """Why these words do not fit their column; `lacking` is said when there are none ("": fine)."""
    if not words:
        return _unless(not lacking, field, lacking)
    return _unless(len(words) <= limit, field, f"Viết ngắn gọn trong {limit} ký tự.")


def _unless(well: bool, field: str, sentence: str) -> list[FieldError]:  # noqa: FBT001
    return [] if well else [FieldError(f"/{field}", field, sentence)]


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise InvalidInput("Thông tin chưa đúng.", errors=errors)
