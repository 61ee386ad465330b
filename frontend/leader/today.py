"""A leader's first page: what is late or will be, where it lies and why, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.desk.words import DESKS
from frontend.session import actor_of
from frontend.words import clock_mark
from portal.core import clock
from procedures.dossiers import instructing, overview, queues
from procedures.dossiers.models import Request

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """Show it for the actor's agency; one colleague's part where the address names one."""
    actor = actor_of(request)
    member = overview.demand_leader(actor)
    who = queues.Filter.of(request.GET.dict()).who
    asked = int(who) if who.isdecimal() else None
    risks = overview.at_risk(actor, staff=asked)
    drafted = [one for one in queues.requests(actor) if one.state == Request.State.DRAFTED]
    return render(
        request,
        "frontend/leader/today.html",
        {
            "agency": member.agency,
            "now": clock.now(),
            "requests": drafted,
            "messages_waiting": len(queues.messages(actor)),
            "to_sign": overview.to_sign(actor),
            "risks": [
                (risk, clock_mark(risk.clock), DESKS.get(risk.dossier.step_desk, ""))
                for risk in risks
            ],
            "late": sum(risk.clock.state == "late" for risk in risks),
            "is_one": asked is not None,
            "instructions": instructing.given_at(member.agency_id),
        },
    )
