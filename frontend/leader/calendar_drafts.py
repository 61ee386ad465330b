"""Editing a draft of the working calendar: a day, the office hours, its name and its text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.leader.calendars import editor_of, sentences, summary
from portal.core.calendars import actions, selectors, week
from portal.core.calendars.models import FROZEN, CalendarDay
from portal.core.errors import FieldError, InvalidInput, Refused
from portal.core.worktime import WEEKDAYS, DayRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from portal.core.calendars.models import WorkCalendar
    from portal.core.worktime import Spans

DAY_FIELDS = ("date", "kind", "name", "source")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def day(request: HttpRequest, version: str) -> HttpResponse:
    """Add a day that differs, change one, or let it be like its weekday again."""
    row = _draft(request, version)
    if request.method != "POST":
        return _day_form(request, row, _known(row, request.GET.get("ngay", "")))
    typed = {name: request.POST.get(name, "") for name in DAY_FIELDS}
    try:
        when = _date(typed["date"])
        if "clear" in request.POST:
            actions.clear_day(version, day=when)
        else:
            rule = DayRule(typed["kind"], typed["name"], typed["source"])
            actions.set_day(version, day=when, rule=rule)
    except InvalidInput as refused:
        return _day_form(request, row, typed, sentences(refused))
    done = "Đã bỏ ngày" if "clear" in request.POST else "Đã ghi ngày"
    messages.success(request, f"{done} {when:%d/%m/%Y} trong bản nháp.")
    return redirect(f"{reverse('frontend:calendar', args=[version])}?nam={when.year}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hours(request: HttpRequest, version: str) -> HttpResponse:
    """Set the office hours of the week."""
    row = _draft(request, version)
    shown = [week.words(spans) for spans in week.values(row.hours)]
    wrong: dict[str, str] = {}
    if request.method == "POST":
        shown = [request.POST.get(f"day-{number}", "") for number in range(7)]
        try:
            actions.set_hours(version, hours=_week(shown))
        except InvalidInput as refused:
            wrong = sentences(refused)
        else:
            messages.success(request, "Đã ghi giờ làm việc trong bản nháp.")
            return redirect("frontend:calendar", version)
    fields = [
        (f"day-{number}", name, shown[number], wrong.get(f"day-{number}", ""))
        for number, name in enumerate(WEEKDAYS)
    ]
    return render(
        request,
        "frontend/leader/calendar_hours.html",
        {"row": row, "fields": fields, "errors": summary(wrong)},
        status=400 if wrong else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def about(request: HttpRequest, version: str) -> HttpResponse:
    """Say what a draft is called and by which text it holds."""
    row = _draft(request, version)
    typed, wrong = {"name": row.name, "source": row.source}, dict[str, str]()
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            actions.describe(version, **typed)
        except InvalidInput as refused:
            wrong = sentences(refused)
        else:
            messages.success(request, "Đã ghi tên và căn cứ của bản nháp.")
            return redirect("frontend:calendar", version)
    return render(
        request,
        "frontend/leader/calendar_about.html",
        {"row": row, "typed": typed, "wrong": wrong, "errors": summary(wrong)},
        status=400 if wrong else 200,
    )


def _draft(request: HttpRequest, version: str) -> WorkCalendar:
    editor_of(request)
    row = selectors.find(version)
    if not row.is_draft:
        raise Refused(FROZEN)
    return row


def _day_form(
    request: HttpRequest,
    row: WorkCalendar,
    typed: Mapping[str, str],
    wrong: dict[str, str] | None = None,
) -> HttpResponse:
    known = _known(row, typed.get("date", ""))
    return render(
        request,
        "frontend/leader/calendar_day.html",
        {
            "row": row,
            "typed": typed,
            "is_known": bool(known.get("kind")),
            "kinds": [
                {"value": value, "text": label, "checked": value == typed.get("kind")}
                for value, label in CalendarDay.Kind.choices
            ],
            "wrong": wrong or {},
            "errors": summary(wrong or {}),
        },
        status=400 if wrong else 200,
    )


def _known(row: WorkCalendar, asked: str) -> dict[str, str]:
    """What the draft says of a day, as the form's values."""
    try:
        found = row.days.filter(date=_date(asked)).first()
    except InvalidInput:
        return {}
    if found is None:
        return {"date": asked}
    return {"date": asked, "kind": found.kind, "name": found.name, "source": found.source}


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = "Hãy nhập một ngày có thật."
        raise InvalidInput(
            "Ngày chưa đúng.", errors=[FieldError("/date", "date", sentence)]
        ) from None


def _week(typed: list[str]) -> tuple[Spans, ...]:
    """The week that was typed, every mistake named at its day."""
    found: list[Spans] = []
    errors = []
    for number, text in enumerate(typed):
        try:
            found.append(week.parse(text))
        except ValueError:
            sentence = f"{WEEKDAYS[number]}: ghi như 07:30-11:30, 13:30-17:30; để trống là nghỉ."
            errors.append(FieldError(f"/day-{number}", "hours", sentence))
    if errors:
        raise InvalidInput("Giờ làm việc chưa đúng.", errors=errors)
    return tuple(found)
