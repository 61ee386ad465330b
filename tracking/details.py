"""The one detail that the reader of a timeline wants beside a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core.clock import VIETNAM, parse
from portal.core.money import format_vnd
from procedures.definition.lifecycle import ACTION_KINDS
from procedures.dossiers import telling
from procedures.dossiers.common import CONFIRMATIONS, LATE_REASONS
from procedures.dossiers.models import SideTask
from tracking.words import (
    CORRECTED,
    PUNCTUALITY,
    RECALLED,
    SILENCE,
    TITLES,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portal.core.journal.models import Event
    from tracking.places import Places

_LATE = {option.value: option.label for option in LATE_REASONS}
_ANSWERS = {option.value: option.label for option in CONFIRMATIONS}


def of(event: Event, places: Places, *, inside: bool) -> str:
    """The detail of a fact, in words; what stays inside the agency only for its staff."""
    if event.name in telling.REQUESTS:
        return _request(event, places)
    if told := _DETAILS.get(event.name):
        text = told(event, places)
    elif amount := event.data.get("amount"):
        text = f"{format_vnd(amount)}."
    elif due_at := event.data.get("due_at"):
        text = f"Hẹn trả kết quả: {_moment(parse(due_at))}."
    else:
        text = ""
    return " ".join(filter(None, (text, _inside(event, places) if inside else "")))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def _submitted(event: Event, places: Places) -> str:
    return f"Gửi đến {places.agencies.get(event.agency, places.agency)}."


def _settled(event: Event, places: Places) -> str:
    word = event.data.get("punctuality")
    return f"{PUNCTUALITY[word]}." if word else ""


def _extended(event: Event, places: Places) -> str:
    data = event.data
    old, new = _moment(parse(data["old_due_at"])), _moment(parse(data["due_at"]))
    why = _LATE.get(data.get("late_reason", ""), "")
    return f"Hẹn cũ: {old}. Hẹn mới: {new}." + (f" Nguyên nhân: {why}." if why else "")


def _transferred(event: Event, places: Places) -> str:
    names = places.agencies
    old, new = event.data["from_agency"], event.data["to_agency"]
    return f"Từ {names.get(old, old)} đến {names.get(new, new)}."


def _asked(event: Event, places: Places) -> str:
    """Whom a side task asks, and until when."""
    task = places.tasks.get(event.data["task"])
    if task is None:
        return ""
    asked = f"Cơ quan được hỏi: {task.agency.name}." if task.agency else ""
    limit = f"Hạn trả lời: {_moment(task.due_at)}." if task.due_at else ""
    return " ".join(filter(None, (asked, limit)))


def _lapsed(event: Event, places: Places) -> str:
    return SILENCE


def _confirmation(event: Event, places: Places) -> str:
    hold = places.holds.get(event.data["hold"])
    return f"Hạn trả lời: {_moment(hold.lapses_at)}." if hold and hold.lapses_at else ""


def _confirmed(event: Event, places: Places) -> str:
    answer = _ANSWERS.get(event.data.get("answer", ""))
    return f"{answer}." if answer else ""


def _delivered(event: Event, places: Places) -> str:
    code = event.data.get("postal_code", "")
    return f"Gửi qua bưu chính, số hiệu bưu gửi: {code}." if code else ""


def _uncollected(event: Event, places: Places) -> str:
    return f"Đã {event.data['days']} ngày kể từ khi có kết quả."


_DETAILS: dict[str, Callable[[Event, Places], str]] = {
    "dossier.submitted": _submitted,
    "dossier.settled": _settled,
    "dossier.extended": _extended,
    "dossier.transferred": _transferred,
    "dossier.consulted": _asked,
    "dossier.inspection_ordered": _asked,
    "dossier.expert_asked": _asked,
    "dossier.register_asked": _asked,
    "dossier.sent_to_sign": _asked,
    "dossier.task_lapsed": _lapsed,
    "dossier.confirmation_requested": _confirmation,
    "dossier.confirmed": _confirmed,
    "dossier.delivered": _delivered,
    "dossier.uncollected": _uncollected,
    "dossier.recalled": lambda event, places: RECALLED,
    "dossier.corrected": lambda event, places: CORRECTED,
}


def _request(event: Event, places: Places) -> str:
    """What a draft would do, and what overtook one that nobody dropped."""
    request = places.requests.get(event.data["request"])
    said = [request.label] if request else []
    if cause := event.data.get("cause"):
        said.append(f"Nguyên do: {TITLES[f'dossier.{ACTION_KINDS[cause].event}']}")
    return " ".join(f"{one}." for one in said)


def _inside(event: Event, places: Places) -> str:
    """What only the agency's own people are told: answers, who drafted and released, who works."""
    data = event.data
    said = []
    if event.name == "dossier.task_reported":
        said.append(SideTask.Outcome(data["outcome"]).label)
    for name, words in _PEOPLE.items():
        if title := places.title(str(data.get(name, ""))):
            said.append(f"{words}: {title}")
    return " ".join(f"{one}." for one in said)


_PEOPLE = {"drafted_by": "Người trình", "released_by": "Người duyệt", "staff": "Người xử lý"}
