"""What is cached of the journal, recomputed: a dossier's columns, and every figure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from payments.models import PaymentIntent
from payments.states import Gateway, IntentState
from portal.core import clock
from portal.core.clock import VIETNAM, parse
from portal.core.journal.models import Event
from procedures.definition.lifecycle import Stage
from procedures.dossiers.models import Dossier, Hold
from procedures.dossiers.selectors import package_of
from tracking.figures import counted, stories_of
from tracking.measures import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_BEGINNING = date(2000, 1, 1)
_ENDED = frozenset({Stage.WITHDRAWN, Stage.STOPPED})


@dataclass(slots=True)
class _Cached:
    """The columns of a dossier that repeat what its events say."""

    stage: str = ""
    step: str = ""
    national_code: int | None = None
    version: int = 0
    due_at: datetime | None = None


def prove() -> list[str]:
    """Name every dossier whose columns, and every figure whose dossiers, the rows contradict."""
    return [*_columns(), *_figures()]


def _columns() -> Iterator[str]:
    """Dossiers that do not stand where their events left them."""
    told = _told()
    dossiers = Dossier.objects.filter(code__isnull=False).order_by("pk")
    for dossier in dossiers.iterator(chunk_size=2000):
        events = told.pop(dossier.subject, None)
        if events is None:
            yield f"dossier {dossier.code}: the journal does not know it"
            continue
        for name in (column.name for column in fields(_Cached)):
            stored, recomputed = getattr(dossier, name), getattr(events, name)
            if stored != recomputed:
                yield f"dossier {dossier.code}: {name} is {stored!r}, its events say {recomputed!r}"
    yield from (f"{subject}: events without a dossier" for subject in sorted(told))


def _told() -> dict[str, _Cached]:
    """Where the events left each dossier, by subject; the highest version speaks last."""
    told: dict[str, _Cached] = {}
    # The making of a PDF is a fact of the dossier too, but it moves no version.
    moves = Event.objects.filter(name__startswith="dossier.", data__has_key="version")
    for subject, data in moves.values_list("subject", "data").iterator(chunk_size=2000):
        state = told.setdefault(subject, _Cached())
        if data["version"] >= state.version:
            state.version = data["version"]
            state.stage, state.step = data["stage"], data["step"]
            state.national_code = data["national_code"]
    for subject, due_at in _due_moments():
        told[subject].due_at = due_at
    return told


def _due_moments() -> Iterator[tuple[str, datetime]]:
    """The due moments that the events set, in the order of the versions."""
    events = Event.objects.filter(name__startswith="dossier.", data__has_key="due_at")
    rows = sorted(events.values_list("subject", "data"), key=lambda row: row[1]["version"])
    return ((subject, parse(data["due_at"])) for subject, data in rows if data["due_at"])


def _figures() -> Iterator[str]:
    """Measures of all time that count other dossiers than the primary rows do."""
    today = clock.today()
    period = Period(_BEGINNING, today, today)
    stories = stories_of(period)
    for measure, expected in _primary(today).items():
        found = {story.code for story in counted(measure, stories, period)}
        for code in sorted(found ^ expected):
            where = "the journal" if code in found else "the primary rows"
            yield f"{measure}: {code} is counted by {where} alone"


def _primary(today: date) -> dict[str, set[str]]:
    """The same measures, counted from dossiers, holds and payments instead of events."""
    accepted = list(Dossier.objects.filter(accepted_at__isnull=False).order_by("pk"))
    waiting = set(Hold.objects.filter(closed_at__isnull=True).values_list("dossier_id", flat=True))
    # A bundle counts once in what came and went, and by its legs in what was in time.
    received = [one for one in accepted if one.parent_id is None]
    versions = {one.procedure_version_id: one for one in accepted}
    bundles = {pk for pk, one in versions.items() if package_of(one).substance.legs}
    scored = [one for one in accepted if one.procedure_version_id not in bundles]
    paid = PaymentIntent.objects.filter(state=IntentState.PAID)
    return {
        "received": _codes(received),
        "received_online": {one.code or "" for one in received if one.channel == "online"},
        "settled": _codes(one for one in received if one.settled_at),
        "scored": _codes(one for one in scored if one.settled_at),
        "scored_on_time": _codes(
            one for one in scored if one.settled_at and _day(one.settled_at) <= _day(one.due_at)
        ),
        "in_process": _codes(one for one in received if _is_open(one)),
        "overdue": _codes(
            one
            for one in scored
            if _is_open(one) and one.pk not in waiting and _day(one.due_at) < today
        ),
        "fee_paid": set(paid.values_list("dossier_code", flat=True)),
        "fee_paid_online": set(
            paid.filter(method=Gateway.VNPAY).values_list("dossier_code", flat=True)
        ),
    }


def _is_open(dossier: Dossier) -> bool:
    return dossier.settled_at is None and dossier.stage not in _ENDED


def _codes(dossiers: Iterable[Dossier]) -> set[str]:
    return {dossier.code or "" for dossier in dossiers}


def _day(moment: datetime | None) -> date:
    if moment is None:
        raise AssertionError("an accepted dossier has its moments")
    return moment.astimezone(VIETNAM).date()
