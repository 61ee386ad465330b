"""Who is away: recording it for oneself or a colleague, and coming back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.desk.words import options, wrong_fields
from frontend.session import actor_of
from portal.accounts import absences as keeping
from portal.accounts import actions
from portal.accounts.models import Absence, StaffMember
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor

NAMES = ("staff", "substitute", "starts", "ends", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def absences(request: HttpRequest) -> HttpResponse:
    """List who is away or will be; record one more."""
    actor = actor_of(request)
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    typed = {name: request.POST.get(name, "") for name in NAMES}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            absence = _record(typed, actor)
        except InvalidInput as refused:
            wrong = wrong_fields(refused)
        else:
            messages.success(request, f"Đã ghi vắng mặt: {absence}.")
            return redirect("frontend:absences")
    return _page(request, actor, actor.staff, typed, wrong)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back, or will not go."""
    actions.end_absence(pk, actor=actor_of(request))
    messages.success(request, "Đã kết thúc lần vắng mặt.")
    return redirect("frontend:absences")


def _record(typed: Mapping[str, str], actor: Actor) -> Absence:
    return actions.record_by_codes(
        staff=typed["staff"],
        substitute=typed["substitute"],
        starts=_day("starts", typed["starts"]),
        ends=_day("ends", typed["ends"]),
        reason=typed["reason"],
        actor=actor,
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    member: StaffMember,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
) -> HttpResponse:
    others = keeping.keeps_others(actor)
    people = StaffMember.objects.filter(agency=member.agency_id).order_by("full_name")
    named = {one.code: f"{one.full_name}, {one.title}" for one in people}
    today = clock.today()
    return render(
        request,
        "frontend/desk/absences.html",
        {
            "rows": [
                (row, row.starts <= today, others or row.staff_id == member.pk)
                for row in keeping.absences_at(member.agency_id)
            ],
            "staff": options(
                named if others else {member.code: named[member.code]},
                typed["staff"] or member.code,
            ),
            "substitutes": options(
                {"": "Không có (đồng nghiệp cùng vị trí xử lý)", **named}, typed["substitute"]
            ),
            "reasons": options(dict(Absence.Reason.choices), typed["reason"]),
            "typed": typed,
            "wrong": wrong,
            "errors": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
        },
        status=400 if wrong else 200,
    )


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(name, "Hãy chọn một ngày có thật.") from None


def _wrong(name: str, words: str) -> InvalidInput:
    return InvalidInput("Chưa ghi được.", errors=[FieldError(f"/{name}", "input", words)])
