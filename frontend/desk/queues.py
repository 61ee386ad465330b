"""The desk's queue: what waits, the most urgent first, as somebody wants to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.desk import filtering
from frontend.desk.words import hold_names
from frontend.desk.worklists import sections
from frontend.session import actor_of
from frontend.words import clock_mark
from payments.selectors import takes_cash
from procedures.dossiers import bulk, queues
from procedures.dossiers.queues import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier, SavedView
    from procedures.dossiers.queues import QueueRow


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    dossier: Dossier
    step: str
    clock: dict[str, str] | None
    holds: list[str]
    is_returned: bool
    has_message: bool
    assignee: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to look at the queue, with how many dossiers it shows."""

    words: str
    count: str
    href: str
    is_here: bool


@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Show a page of the open dossiers at the actor's desks."""
    actor = actor_of(request)
    desks = queues.desks(actor)
    if {desk.kind for desk in desks} <= {"cashier"} and takes_cash(actor):
        return redirect("frontend:fees_waiting")
    views = queues.saved_views(actor)
    wanted = _wanted(request, views)
    page = queues.queue(actor, wanted, cursor=request.GET.get("cursor", ""))
    filters = {view.pk: Filter.of(view.query) for view in views}
    counts = queues.counts(actor, wanted, filters)
    return render(
        request,
        "frontend/desk/queue.html",
        {
            "lines": [_line(row) for row in page],
            "desks": desks,
            "sections": sections("queue"),
            # Counted with the rest, so that they are fetched only where there are some.
            "is_instructed": counts.instructions > 0,
            "messages_waiting": queues.capped(counts.messages) if counts.messages else "",
            "tabs": _tabs(wanted, counts),
            "views": _views(views, filters, wanted, counts),
            "filter": wanted,
            "tags": filtering.tags(wanted, desks),
            "choices": filtering.choices(wanted, desks),
            "is_filtered": bool(wanted.without("sort").as_dict()),
            "total": queues.capped(counts.clocks[wanted.clock]),
            "kept": urlencode(wanted.as_dict()),
            "pages": _neighbours(page, wanted),
            "bulk_url": _bulk_url(),
            "bulk_choices": _bulk_choices(actor),
        },
    )


def _wanted(request: HttpRequest, views: Sequence[SavedView]) -> Filter:
    """The filter that the address names; where it names none, the default view's."""
    if request.GET.keys() - {"cursor"}:
        return Filter.of(request.GET)
    return next((Filter.of(view.query) for view in views if view.is_default), Filter())


def _line(row: QueueRow) -> Line:
    return Line(
        row.dossier,
        row.step_name,
        clock_mark(row.clock),
        hold_names(row.holds),
        is_returned=row.is_returned,
        has_message=row.has_message,
        assignee=row.assignee_name,
    )


def _tabs(wanted: Filter, counts: queues.Counts) -> list[Tab]:
    """All, then each colour of the clock; a colour that nothing has is left out, but the chosen."""
    words = {"": "Tất cả"} | dict(queues.Clocked.choices)
    return [
        Tab(
            words[state],
            queues.capped(number),
            filtering.address(wanted.without("clock"), clock=state),
            is_here=state == wanted.clock,
        )
        for state, number in counts.clocks.items()
        if number or state in {"", wanted.clock}
    ]


def _views(
    views: Sequence[SavedView], filters: dict[int, Filter], wanted: Filter, counts: queues.Counts
) -> list[Tab]:
    return [
        Tab(
            view.name,
            queues.capped(counts.views[view.pk]),
            filtering.address(filters[view.pk]),
            is_here=filters[view.pk] == wanted,
        )
        for view in views
    ]


def _neighbours(page: queues.Queue, wanted: Filter) -> dict[str, dict[str, str]]:
    """The pages before and after, as the pagination component takes them."""
    found = {}
    if page.previous:
        href = filtering.address(wanted, cursor=page.previous)
        found["previous"] = {"href": href, "text": "Trang trước"}
    if page.following:
        href = filtering.address(wanted, cursor=page.following)
        found["next"] = {"href": href, "text": "Trang sau"}
    return found


def _bulk_url() -> str:
    try:
        return reverse("frontend:bulk")
    except NoReverseMatch:
        return ""


def _bulk_choices(actor: Actor) -> list[dict[str, str]]:
    return [{"value": kind, "text": words} for kind, words in bulk.kinds_of(actor).items()]
