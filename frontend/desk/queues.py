"""The desk's queue: what waits, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.desk.words import DESKS, hold_names
from frontend.session import actor_of
from frontend.words import clock_mark
from payments.selectors import fees_waiting
from portal.core.money import format_vnd
from portal.core.text import nfc
from procedures.dossiers import history, queues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from procedures.dossiers.models import Dossier
    from procedures.dossiers.queues import QueueRow

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    dossier: Dossier
    step: str
    clock: dict[str, str] | None
    holds: list[str]
    is_returned: bool


@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Show the open dossiers of the actor's desks, filtered as asked."""
    actor = actor_of(request)
    desks = queues.desks(actor)
    asked = {
        "desk_kind": request.GET.get("desk", ""),
        "procedure": request.GET.get("procedure", ""),
        "search": nfc(request.GET.get("q", ""))[:LONGEST_SEARCH],
    }
    rows = queues.queue(
        actor,
        queues.Filter(
            desk=asked["desk_kind"], procedure=asked["procedure"], search=asked["search"]
        ),
    )
    returned = history.sent_back(row.dossier for row in rows)
    return render(
        request,
        "frontend/desk/queue.html",
        {
            "lines": [
                Line(
                    row.dossier,
                    row.step_name,
                    clock_mark(row.clock),
                    hold_names(row.holds),
                    is_returned=row.dossier.pk in returned,
                )
                for row in rows
            ],
            "desks": desks,
            "asked": asked,
            "is_filtered": any(asked.values()),
            "is_cut": rows.has_more,
            "counts": _counts(rows),
            "desk_options": _options(
                {desk.kind: DESKS[desk.kind] for desk in desks}, "Mọi bộ phận", asked["desk_kind"]
            ),
            "procedure_options": _options(_procedures(rows), "Mọi thủ tục", asked["procedure"]),
            "fees": [
                (fee.due, format_vnd(fee.due.total), fee.review) for fee in fees_waiting(actor)
            ],
        },
    )


def _counts(rows: Sequence[QueueRow]) -> list[tuple[str, int]]:
    """How many stand how, in words."""
    words = (
        ("late", "Quá hạn"),
        ("soon", "Sắp đến hạn"),
        ("ok", "Trong hạn"),
        ("paused", "Tạm dừng tính thời hạn"),
        ("none", "Chờ trả kết quả"),
    )
    return [(label, sum(row.clock.state == state for row in rows)) for state, label in words]


def _procedures(rows: Sequence[QueueRow]) -> dict[str, str]:
    return {row.dossier.procedure.code: row.dossier.procedure.name for row in rows}


def _options(choices: Mapping[str, str], every: str, chosen: str) -> list[dict[str, object]]:
    """The options of a filter; the chosen one stays, even where nothing is left of it."""
    known = dict(choices) | ({} if not chosen or chosen in choices else {chosen: chosen})
    return [
        {"value": value, "text": text, "selected": value == chosen}
        for value, text in {"": every, **known}.items()
    ]
