"""Who has how much: open, late and due this week, by person and step."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.desk.words import DESKS
from frontend.session import actor_of
from procedures.dossiers import overview, queues

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.http import HttpRequest, HttpResponse

    from procedures.dossiers.overview import Load


@require_safe
@never_cache
def workload(request: HttpRequest) -> HttpResponse:
    """Show the open work of the actor's agency."""
    actor = actor_of(request)
    loads = overview.workload(actor)
    mine = {desk.kind for desk in queues.desks(actor)}
    groups = [
        _group(list(group), mine)
        for _, group in groupby(
            loads, lambda load: (load.member, load.desk if not load.member else "")
        )
    ]
    totals = {name: sum(getattr(load, name) for load in loads) for name in ("open", "late", "week")}
    return render(request, "frontend/desk/workload.html", {"groups": groups, "totals": totals})


def _group(loads: Sequence[Load], mine: Collection[str]) -> dict[str, object]:
    """One person's work, or one common pile."""
    first = loads[0]
    name = str(first.member) if first.member else f"Chưa phân công – {DESKS.get(first.desk, '')}"
    return {
        "name": name,
        "title": first.member.title if first.member else "",
        "is_away": first.is_away,
        "rows": [(load, _links(load, mine)) for load in loads],
        "open": sum(load.open for load in loads),
        "late": sum(load.late for load in loads),
        "week": sum(load.week for load in loads),
    }


def _links(load: Load, mine: Collection[str]) -> dict[str, str]:
    """Into the queue where it is the reader's own desk, else to what is at risk."""
    who = str(load.member.pk) if load.member else "nobody"
    if load.desk not in mine:
        at_risk = reverse("frontend:today")
        return {"late": f"{at_risk}?who={who}" if load.member else at_risk, "open": ""}
    asked = {"desk": load.desk, "who": who}
    queue = reverse("frontend:queue")
    return {
        "open": f"{queue}?{urlencode(asked)}",
        "late": f"{queue}?{urlencode(asked | {'clock': 'late'})}",
    }
