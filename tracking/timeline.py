"""The story of one dossier, told from the journal: what, when, at which unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from payments.models import PaymentIntent
from portal.accounts.models import Desk, StaffMember
from portal.core.clock import VIETNAM, parse
from portal.core.journal.models import Event
from portal.core.money import format_vnd
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import engine
from procedures.dossiers import selectors as dossiers
from tracking.words import (
    AT_THE_GATE,
    PAID,
    PAID_THROUGH,
    PROPOSED,
    PUNCTUALITY,
    SENT_BACK,
    TITLES,
    UNTOLD,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from procedures.definition.package import Package
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


@dataclass(frozen=True, slots=True)
class _Places:
    """The names that a dossier's events refer to by code."""

    package: Package
    done: dict[str, str]
    desks: dict[str, str]
    titles: dict[str, str]
    agency: str

    def desk_of(self, step: str) -> str:
        """The name of the desk where a step of the plan is done."""
        try:
            kind = self.package.plan.step(step).desk
        except KeyError:
            return self.agency
        return self.desks.get(kind, self.agency)


def timeline(dossier: Dossier, *, inside: bool = False) -> list[Entry]:
    """The entries of a dossier, oldest first; an open one ends with the step that is active.

    Only `inside` the agency is it told what an officer proposed and what a leader sent back.
    """
    if dossier.code is None:
        return []
    events = events_of(dossier)
    places = _places(dossier, events)
    told = [_entry(event, places, inside=inside) for event in events if event.name not in UNTOLD]
    return [*told, *_awaited(dossier, places, events)]


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


def _places(dossier: Dossier, events: Sequence[Event]) -> _Places:
    package = dossiers.package_of(dossier)
    planned = {action.id: action.done for step in package.plan.steps for action in step.actions}
    staff = {int(event.actor[6:]) for event in events if event.actor.startswith("staff:")}
    agency = dossier.competent_agency
    return _Places(
        package=package,
        done=planned,
        desks=dict(Desk.objects.filter(agency=agency).values_list("kind", "name")),
        titles={
            f"staff:{pk}": title
            for pk, title in StaffMember.objects.filter(pk__in=staff).values_list("pk", "title")
        },
        agency=agency.name if agency else "",
    )


def _entry(event: Event, places: _Places, *, inside: bool) -> Entry:
    planned = places.done.get(event.data.get("action", ""))
    outward = "" if inside else _outward(event)
    return Entry(
        title=outward or planned or TITLES.get(event.name, "Có cập nhật về hồ sơ"),
        at=event.occurred_at.astimezone(VIETNAM),
        unit=_unit(event, places),
        text=_text(event, places),
        by=places.titles.get(event.actor, ""),
    )


def _outward(event: Event) -> str:
    """The neutral words for a step that would tell of a decision before it is made; else ""."""
    if event.name == "dossier.advanced" and event.data.get("outcome"):
        return PROPOSED
    return SENT_BACK if event.name == "dossier.sent_back" else ""


def _unit(event: Event, places: _Places) -> str:
    """Where it was done: the desk of the step, the way of payment, or the applicant's side."""
    if event.name in AT_THE_GATE:
        return PAID_THROUGH.get(event.data.get("method", ""), places.agency)
    if event.actor.startswith("person:") and "action" in event.data:
        return APPLICANT
    if event.actor.startswith("staff:"):
        return places.desk_of(event.data.get("from_step") or event.data.get("step", ""))
    return places.agency


def _text(event: Event, places: _Places) -> str:
    """The one detail that the reader wants beside the fact."""
    data = event.data
    if event.name == "dossier.submitted":
        return f"Gửi đến {places.agency}."
    if event.name == "dossier.settled":
        return f"{PUNCTUALITY[data['punctuality']]}." if data.get("punctuality") else ""
    if amount := data.get("amount"):
        return f"{format_vnd(amount)}."
    if due_at := data.get("due_at"):
        return f"Hẹn trả kết quả: {parse(due_at).astimezone(VIETNAM):%H:%M, %d/%m/%Y}."
    return ""


def _awaited(dossier: Dossier, places: _Places, events: Sequence[Event]) -> list[Entry]:
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
