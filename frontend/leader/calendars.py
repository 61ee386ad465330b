"""The city's working calendars: their versions, a year at a glance, and publishing a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.session import actor_of
from portal.accounts.permissions import kinds_for
from portal.accounts.selectors import standings_of
from portal.core import calendars, clock
from portal.core.calendars import actions, comparing, selectors, week
from portal.core.calendars.models import WorkCalendar
from portal.core.errors import InvalidInput, NotAllowed, Refused
from portal.core.text import fold
from portal.core.worktime import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from portal.core.worktime import Calendar, DayRule

CONFIRMATION = "công bố lịch này"


@dataclass(frozen=True, slots=True)
class Month:
    """A month at a glance: how many days work, and which differ from their weekday."""

    number: int
    working: int
    special: tuple[tuple[date, str, DayRule], ...]


def editor_of(request: HttpRequest) -> Actor:
    """Whoever may edit calendars; anybody else is refused."""
    actor = actor_of(request)
    if "edit_calendar" not in kinds_for(standings_of(actor)):
        raise NotAllowed("Lịch làm việc do cán bộ kiểm soát thủ tục hành chính quản lý.")
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions; begin a draft."""
    actor = editor_of(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.draft(name=request.POST.get("name", ""), actor_code=actor.code)
        except InvalidInput as refused:
            wrong = sentences(refused)
        else:
            messages.success(request, f"Đã lập bản nháp {made.version} từ lịch hiện hành.")
            return redirect("frontend:calendar", made.version)
    rows = list(WorkCalendar.objects.all())
    current = calendars.current()
    return render(
        request,
        "frontend/leader/calendars.html",
        {
            "current": current,
            "drafts": [row for row in rows if row.is_draft],
            "published": [row for row in rows if not row.is_draft],
            "name": request.POST.get("name", ""),
            "wrong": wrong,
            "errors": summary(wrong),
        },
        status=400 if wrong else 200,
    )


@require_safe
@never_cache
def calendar(request: HttpRequest, version: str) -> HttpResponse:
    """Show a version: a year at a glance, the office hours, where it comes from."""
    editor_of(request)
    row = selectors.find(version)
    value = selectors.value_of(row)
    years = range(min(value.exceptions, default=clock.today()).year, _last_year(value) + 1)
    year = _year(request.GET.get("nam", ""), years)
    months = [_month(value, year, number) for number in range(1, 13)]
    return render(
        request,
        "frontend/leader/calendar.html",
        {
            "row": row,
            "is_current": value.version == calendars.current().version,
            "year": year,
            "years": list(years),
            "months": months,
            "working": sum(month.working for month in months),
            "hours": [
                (name, week.words(spans)) for name, spans in zip(WEEKDAYS, value.week, strict=True)
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: HttpRequest, version: str) -> HttpResponse:
    """Show what a draft changes; publish it when four words confirm it."""
    actor = editor_of(request)
    row = selectors.find(version)
    if not row.is_draft:
        return redirect("frontend:calendar", version)
    if request.method != "POST":
        return _preview(request, row)
    if fold(request.POST.get("confirmation", "")) != fold(CONFIRMATION):
        return _preview(request, row, wrong=f"Hãy gõ đúng bốn chữ “{CONFIRMATION}”.")
    try:
        actions.publish(version, seen=request.POST.get("seen", ""), actor_code=actor.code)
    except (InvalidInput, Refused) as refused:
        return _preview(request, row, refused=refused)
    messages.success(request, f"Đã công bố lịch {version}. Các hẹn trả đã in vẫn giữ nguyên.")
    return redirect("frontend:calendar", version)


@require_POST
def drop(request: HttpRequest, version: str) -> HttpResponse:
    """Throw a draft away."""
    editor_of(request)
    actions.drop(version)
    messages.success(request, f"Đã bỏ bản nháp {version}.")
    return redirect("frontend:calendars")


def sentences(refused: InvalidInput) -> dict[str, str]:
    """What is wrong with each field, by its name."""
    return {error.pointer.removeprefix("/"): error.message for error in refused.errors}


def summary(wrong: dict[str, str]) -> list[dict[str, str]]:
    """The same as the page's error summary."""
    return [{"text": text, "href": f"#{name}"} for name, text in wrong.items()]


def _preview(
    request: HttpRequest,
    row: WorkCalendar,
    *,
    wrong: str = "",
    refused: InvalidInput | Refused | None = None,
) -> HttpResponse:
    value = selectors.value_of(row)
    found = comparing.differences(selectors.of(row.based_on), value)
    errors = summary({"confirmation": wrong}) if wrong else []
    if refused is not None:
        errors = [{"text": error.message} for error in refused.errors] or [
            {"text": refused.message}
        ]
    return render(
        request,
        "frontend/leader/calendar_publish.html",
        {
            "row": row,
            "differences": found,
            "moving": sum(each.moves_work for each in found),
            # A page that refused something shows the draft as it is now: look again, then publish.
            "seen": comparing.digest(value),
            "confirmation": CONFIRMATION,
            "typed": request.POST.get("confirmation", ""),
            "wrong": wrong,
            "errors": errors,
        },
        status=refused.status if refused else 400 if wrong else 200,
    )


def _month(value: Calendar, year: int, number: int) -> Month:
    first = date(year, number, 1)
    days = [first + timedelta(days=ahead) for ahead in range(31)]
    days = next(list(group) for month, group in groupby(days, lambda day: day.month))
    special = (
        (day, comparing.KIND_WORDS[value.exceptions[day].kind], value.exceptions[day])
        for day in days
        if day in value.exceptions
    )
    return Month(number, sum(value.works(day) for day in days), tuple(special))


def _last_year(value: Calendar) -> int:
    return max(value.exceptions, default=clock.today()).year


def _year(asked: str, years: Sequence[int]) -> int:
    """The year asked for, or the present one; always one that the calendar knows."""
    wanted = int(asked) if asked.isdecimal() and len(asked) == 4 else clock.today().year
    return min(max(wanted, years[0]), years[-1])
