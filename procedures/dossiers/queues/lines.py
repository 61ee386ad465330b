"""The lines of a queue: a page of dossiers with their clocks, holds and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, Subquery, Value

from procedures.catalogue import selectors as catalogue
from procedures.dossiers import history, selectors, talk
from procedures.dossiers.models import Hold, Remark
from procedures.dossiers.queues import paging
from procedures.dossiers.queues.filters import Filter, Sort, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.actors import Actor
    from procedures.dossiers.legal_clock import ClockState
    from procedures.dossiers.models import Dossier

PAGE_SIZE = 50
ORDERS = {
    Sort.DEADLINE.value: paging.Order("deadline", "urgency"),
    Sort.RECEIVED.value: paging.Order("received", "submitted_at"),
}
RELATED = ("procedure", "owner", "organisation", "assignee")
# What a line never shows, and what is long.
HEAVY = (
    "answers",
    "provenance",
    "register_facts",
    "fee_lines",
    "due_derivation",
    "rests",
    "outcome_reason",
    "procedure__search_text",
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue."""

    dossier: Dossier
    step_name: str
    clock: ClockState
    holds: tuple[Hold, ...]
    is_returned: bool
    has_message: bool  # from the applicant, not read yet, for whoever takes part in messages

    @property
    def assignee_name(self) -> str:
        """Who works on it; "" where it lies on the common pile."""
        assignee = self.dossier.assignee
        return assignee.full_name if assignee else ""


class Queue(list[QueueRow]):
    """A page of a queue; a cursor leads to each neighbour, "" where there is none."""

    def __init__(self, rows: Iterable[QueueRow] = (), *, following: str = "", previous: str = ""):
        super().__init__(rows)
        self.following = following
        self.previous = previous

    @property
    def has_more(self) -> bool:
        """Whether more wait behind this page."""
        return bool(self.following)


def queue(actor: Actor, wanted: Filter | None = None, *, cursor: str = "", size: int = 0) -> Queue:
    """A page of what waits at the actor's desks; those whose clock stopped come last."""
    wanted = wanted or Filter()
    # What somebody wrote in the moment when the step began was written by whoever began it.
    written = Remark.objects.filter(dossier=OuterRef("pk"), written_at=OuterRef("step_since"))
    rows = (
        narrowed(actor, wanted)
        .select_related(*RELATED)
        .defer(*HEAVY)
        .prefetch_related(
            Prefetch("holds", Hold.objects.filter(closed_at__isnull=True), to_attr="open_holds")
        )
        .annotate(
            began_by=Subquery(written.order_by().values("action")[:1]),
            has_message=talk.unread_by_agency() if talk.hears(actor) else Value(value=False),
        )
    )
    page = paging.page_of(rows, ORDERS[wanted.sort], cursor=cursor, size=size or PAGE_SIZE)
    return Queue(map(_row, page.rows), following=page.following, previous=page.previous)


def _row(dossier: Dossier) -> QueueRow:
    holds: tuple[Hold, ...] = tuple(dossier.open_holds)  # type: ignore[attr-defined]
    began_by: str = dossier.began_by or ""  # type: ignore[attr-defined]
    package = catalogue.package(dossier.procedure_version_id)
    step = package.plan.step(dossier.step) if dossier.step else None
    waiting = any(hold.stops_clock for hold in holds)
    return QueueRow(
        dossier,
        step.name if step else "",
        selectors.clock_of(dossier, waiting=waiting),
        holds,
        is_returned=bool(began_by) and began_by in history.returning(package),
        has_message=dossier.has_message,  # type: ignore[attr-defined]
    )
