"""The story of one dossier, told from the journal: what, when, at which unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from payments.models import PaymentIntent
from portal.core.clock import VIETNAM
from portal.core.journal.models import Event
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import engine
from procedures.dossiers import selectors as dossiers
from tracking import details
from tracking.places import Places, places_of
from tracking.words import (
    AT_THE_GATE,
    INSIDE,
    INSIDE_TASKS,
    PAID,
    PAID_THROUGH,
    PROPOSED,
    REQUESTS,
    SENT_BACK,
    TITLES,
    UNTOLD,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from procedures.dossiers.models import Dossier, Hold

APPLICANT = "Người nộp hồ sơ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, or (the last, `current`) what is awaited now."""

    title: str
    at: datetime | None
    unit: str
    text: str = ""
    by: str = ""  # the office of the staff member, never a name
    current: bool = False


def timeline(dossier: Dossier, *, inside: bool = False) -> list[Entry]:
    """The entries of a dossier, oldest first; an open one ends with the step that is active.

    Only `inside` the agency is it told what an officer proposed and what a leader sent back, what
    was drafted and released, who works on it and what an asked agency answered.
    """
    if dossier.code is None:
        return []
    events = events_of(dossier)
    places = places_of(dossier, events)
    told = [_entry(event, places, inside=inside) for event in events if _is_told(event, inside)]
    return [*told, *_awaited(dossier, places, events)]


def _is_told(event: Event, inside: bool) -> bool:  # noqa: FBT001 - a plain yes or no
    if event.name in UNTOLD:
        return False
    if event.name == "dossier.task_cancelled" and "action" not in event.data:
        return False  # said by the ending that called it back
    return inside or not (event.name in INSIDE or event.data.get("task_kind") in INSIDE_TASKS)


def events_of(dossier: Dossier) -> list[Event]:
    """The facts of a dossier and of its payments, as they happened."""
    codes = PaymentIntent.objects.filter(dossier_id=dossier.pk).values_list(
        "public_code", flat=True
    )
    subjects = [dossier.subject, *(f"payment:{code}" for code in codes)]
    return sorted(Event.objects.filter(subject__in=subjects), key=_order)


def _order(event: Event) -> tuple[datetime, datetime, int, bool]:
    """By time; of one act's facts, the act itself comes before what it entailed."""
    entailed = "action" not in event.data
    return event.occurred_at, event.recorded_at, event.data.get("version", 0), entailed


def _entry(event: Event, places: Places, *, inside: bool) -> Entry:
    planned = "" if event.name in REQUESTS else places.done.get(event.data.get("action", ""))
    outward = "" if inside else _outward(event)
    return Entry(
        title=outward or planned or TITLES.get(event.name, "Có cập nhật về hồ sơ"),
        at=event.occurred_at.astimezone(VIETNAM),
        unit=_unit(event, places),
        text=details.of(event, places, inside=inside),
        by=places.title(event.actor),
    )


def _outward(event: Event) -> str:
    """The neutral words for a step that would tell of a decision before it is made; else ""."""
    if event.name == "dossier.advanced" and event.data.get("outcome"):
        return PROPOSED
    return SENT_BACK if event.name == "dossier.sent_back" else ""


def _unit(event: Event, places: Places) -> str:
    """Where it was done: the desk of the step, the way of payment, or the applicant's side."""
    if event.name in AT_THE_GATE:
        return PAID_THROUGH.get(event.data.get("method", ""), places.agency)
    if event.actor.startswith("person:") and "action" in event.data:
        return APPLICANT
    if event.name == "dossier.task_reported":
        return places.agency_of(event.actor)
    if event.actor.startswith("staff:"):
        step = event.data.get("from_step") or event.data.get("step", "")
        return places.desk_of(step, member=event.actor)
    return places.agencies.get(event.agency, places.agency)


def _awaited(dossier: Dossier, places: Places, events: Sequence[Event]) -> list[Entry]:
    """What the dossier waits for now, and where; nothing once it has ended."""
    since = dossier.step_since.astimezone(VIETNAM) if dossier.step_since else None
    if dossier.stage == Stage.STOPPED:
        return [Entry("Đang dừng giải quyết", since, places.agency, current=True)]
    if not dossier.step:
        return []
    holds = [hold for hold in dossiers.open_holds(dossier) if not _is_paid(hold, events)]
    return [
        Entry(
            title=f"Đang thực hiện: {places.package.plan.step(dossier.step).name}",
            at=since,
            unit=places.desk_of(dossier.step),
            text=" ".join(engine.hold_sentence(hold) for hold in holds),
            current=True,
        )
    ]


def _is_paid(hold: Hold, events: Sequence[Event]) -> bool:
    """Whether the fee that a hold still asks for is in; the dossier learns of it in a moment."""
    return hold.kind == HoldKind.FEE and any(
        event.name in PAID and event.recorded_at >= hold.opened_at for event in events
    )
