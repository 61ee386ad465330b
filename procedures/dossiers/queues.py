"""The desks' queues: what waits for whom, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch

from portal.accounts.selectors import desks_of
from portal.core.errors import NotAllowed
from portal.core.text import fold
from procedures.dossiers import selectors
from procedures.dossiers.models import Dossier, Hold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from portal.accounts.models import Desk
    from procedures.dossiers.legal_clock import ClockState

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue."""

    dossier: Dossier
    step_name: str
    clock: ClockState
    holds: tuple[Hold, ...]


class Queue(list[QueueRow]):
    """The most urgent lines of a queue, and whether more wait behind them."""

    has_more = False


def desks(actor: Actor) -> list[Desk]:
    """The desks whose queues the actor works through."""
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    return desks_of(actor.staff)


def queue(actor: Actor, *, desk_kind: str = "", procedure: str = "", search: str = "") -> Queue:
    """The open dossiers at the actor's desks; those whose clock stopped come last.

    `search` finds a code, or words of the owner's name without diacritics.
    """
    kinds = [desk.kind for desk in desks(actor) if desk_kind in {"", desk.kind}]
    if actor.staff is None:
        return Queue()
    rows: QuerySet[Dossier] = Dossier.objects.filter(
        step_agency=actor.staff.agency_id,
        step_desk__in=kinds,
        code__isnull=False,
        closed_at__isnull=True,
    )
    if procedure:
        rows = rows.filter(procedure__code=procedure)
    if search.strip():
        rows = _search(rows, search)
    open_holds = Hold.objects.filter(closed_at__isnull=True)
    urgent = (
        rows.select_related("procedure", "procedure_version", "owner", "organisation")
        .prefetch_related(Prefetch("holds", open_holds, to_attr="open_holds"))
        .order_by(F("deadline_at").asc(nulls_last=True), "id")[: PAGE_SIZE + 1]
    )
    found = list(urgent)
    page = Queue(_row(dossier) for dossier in found[:PAGE_SIZE])
    page.has_more = len(found) > PAGE_SIZE
    return page


def _search(rows: QuerySet[Dossier], search: str) -> QuerySet[Dossier]:
    by_code = rows.filter(code__iexact=search.strip())
    if any(char.isdigit() for char in search):
        return by_code
    for word in fold(search).split():
        rows = rows.filter(owner_key__contains=word)
    return rows


def _row(dossier: Dossier) -> QueueRow:
    holds: tuple[Hold, ...] = tuple(dossier.open_holds)  # type: ignore[attr-defined]
    step = selectors.step_of(dossier)
    waiting = any(hold.stops_clock for hold in holds)
    return QueueRow(
        dossier, step.name if step else "", selectors.clock_of(dossier, waiting=waiting), holds
    )
