"""The story of one dossier, told from the journal: what, when, at which unit.

A bundle tells the stories of its legs beside its own, in one order of time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from payments.models import PaymentIntent
from portal.core.clock import VIETNAM
from portal.core.journal.models import Event
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import beside, engine, telling
from procedures.dossiers.models import Hold
from tracking import details
from tracking.places import Places, places_of
from tracking.words import (
    AT_THE_GATE,
    PAID,
    PAID_THROUGH,
    PROPOSED,
    SENT_BACK,
    TITLES,
    UNTOLD,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from procedures.dossiers.models import Dossier

APPLICANT = "Người nộp hồ sơ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, or (the last, `current`) what is awaited now."""

    title: str
    at: datetime | None
    unit: str
    text: str = ""
    by: str = ""  # the office of the staff member, never a name
    leg: str = ""  # the leg of a bundle that it is about; "" for the dossier itself
    current: bool = False


def timeline(dossier: Dossier, *, inside: bool = False) -> list[Entry]:
    """The entries of a dossier, oldest first; an open one ends with the step that is active.

    Only `inside` the agency is it told what an officer proposed and what a leader sent back, what
    was drafted and released, who works on it and what an asked agency answered. Of a bundle's legs,
    which are other desks' work, everybody is told alike.
    """
    if dossier.code is None:
        return []
    names = {dossier.pk: ""}
    whole = [dossier]
    for leg, row in beside.legs(dossier):
        if row is not None:
            whole.append(row)
            names[row.pk] = leg.name
    events = events_of(whole)
    places = places_of(whole, events)
    holds = _open_holds(whole)
    told, awaited = [], []
    for one in whole:
        story, is_inside = events[one.pk], inside and one is dossier
        told += [
            (event, replace(_entry(event, places[one.pk], inside=is_inside), leg=names[one.pk]))
            for event in story
            if event.name not in UNTOLD and telling.is_told(event, inside=is_inside)
        ]
        awaited += [
            replace(entry, leg=names[one.pk])
            for entry in _awaited(one, places[one.pk], story, holds.get(one.pk, ()))
        ]
    # A stable order: at one moment the bundle's own facts come first, then leg by leg.
    told.sort(key=lambda pair: (pair[0].occurred_at, pair[0].recorded_at))
    return [*(entry for _, entry in told), *awaited]


def events_of(whole: Sequence[Dossier]) -> dict[int, list[Event]]:
    """The facts of each dossier and of its payments, as they happened."""
    stories: dict[int, list[Event]] = {one.pk: [] for one in whole}
    payments = PaymentIntent.objects.filter(dossier_id__in=stories)
    whose = {one.subject: one.pk for one in whole} | {
        f"payment:{code}": pk for code, pk in payments.values_list("public_code", "dossier_id")
    }
    for event in sorted(Event.objects.filter(subject__in=whose), key=_order):
        stories[whose[event.subject]].append(event)
    return stories


def _order(event: Event) -> tuple[datetime, datetime, int, bool]:
    """By time; of one act's facts, the act itself comes before what it entailed."""
    entailed = "action" not in event.data
    return event.occurred_at, event.recorded_at, event.data.get("version", 0), entailed


def _entry(event: Event, places: Places, *, inside: bool) -> Entry:
    planned = (
        "" if event.name in telling.REQUESTS else places.done.get(event.data.get("action", ""))
    )
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


def _open_holds(whole: Sequence[Dossier]) -> dict[int, list[Hold]]:
    """What each dossier that is at a step waits for, the oldest first."""
    waiting: dict[int, list[Hold]] = {one.pk: [] for one in whole if one.step}
    if waiting:
        for hold in Hold.objects.filter(dossier__in=waiting, closed_at__isnull=True):
            waiting[hold.dossier_id].append(hold)
    return waiting


def _awaited(
    dossier: Dossier, places: Places, events: Sequence[Event], holds: Sequence[Hold]
) -> list[Entry]:
    """What the dossier waits for now, and where; nothing once it has ended."""
    since = dossier.step_since.astimezone(VIETNAM) if dossier.step_since else None
    if dossier.stage == Stage.STOPPED:
        return [Entry("Đang dừng giải quyết", since, places.agency, current=True)]
    if not dossier.step:
        return []
    unpaid = [hold for hold in holds if not _is_paid(hold, events)]
    return [
        Entry(
            title=f"Đang thực hiện: {places.package.plan.step(dossier.step).name}",
            at=since,
            unit=places.desk_of(dossier.step),
            text=" ".join(engine.hold_sentence(hold) for hold in unpaid),
            current=True,
        )
    ]


def _is_paid(hold: Hold, events: Sequence[Event]) -> bool:
    """Whether the fee that a hold still asks for is in; the dossier learns of it in a moment."""
    return hold.kind == HoldKind.FEE and any(
        event.name in PAID and event.recorded_at >= hold.opened_at for event in events
    )
