"""The queue's filter as a reader sees it: choices, the conditions that hold, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from frontend.desk.words import DESKS
from procedures.dossiers import queues
from procedures.dossiers.queues import Clocked, Filter, Sort, Waiting, Who
from procedures.dossiers.queues.filters import Channel, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.accounts.models import Desk

LABELS = {
    "search": "Tìm",
    "desk": "Bộ phận",
    "procedure": "Thủ tục",
    "waiting": "Tình trạng",
    "clock": "Thời hạn",
    "who": "Người xử lý",
    "channel": "Kênh nộp",
    "part": "Vai trò của cơ quan",
}
EVERY = {
    "desk": "Mọi bộ phận",
    "procedure": "Mọi thủ tục",
    "waiting": "Mọi tình trạng",
    "clock": "Mọi thời hạn",
    "who": "Mọi người",
    "channel": "Mọi kênh",
    "part": "Mọi vai trò",
}


def address(wanted: Filter, **more: str) -> str:
    """The queue under a filter; without conditions it still says so, or the default view opens."""
    said = wanted.as_dict() | {name: value for name, value in more.items() if value}
    return f"{reverse('frontend:queue')}?{urlencode(said or {'sort': Sort.DEADLINE.value})}"


def choices(wanted: Filter, desks: Sequence[Desk]) -> list[dict[str, object]]:
    """The selects of the filter; a choice that leaves no choice is not asked."""
    known = _words(desks)
    asked: list[dict[str, object]] = [
        {
            "id": name,
            "name": name,
            "label": LABELS[name],
            "items": _options(known[name], EVERY[name], getattr(wanted, name)),
        }
        for name in EVERY
        if len(known[name]) > 1 or getattr(wanted, name)
    ]
    order = [
        {"value": value, "text": text, "selected": value == wanted.sort}
        for value, text in Sort.choices
    ]
    return [*asked, {"id": "sort", "name": "sort", "label": "Sắp xếp theo", "items": order}]


def tags(wanted: Filter, desks: Sequence[Desk]) -> list[dict[str, str]]:
    """The conditions that hold, each with the address of the queue without it."""
    known = _words(desks)
    return [
        {
            "label": LABELS[name],
            "text": known.get(name, {}).get(value, value),
            "href": address(wanted.without(name)),
        }
        for name, value in wanted.as_dict().items()
        if name in LABELS
    ]


def _words(desks: Sequence[Desk]) -> dict[str, dict[str, str]]:
    return {
        "desk": {desk.kind: DESKS[desk.kind] for desk in desks},
        "procedure": queues.procedure_names(),
        "waiting": dict(Waiting.choices),
        "clock": dict(Clocked.choices),
        "who": dict(Who.choices),
        "channel": dict(Channel.choices),
        "part": dict(Part.choices),
    }


def _options(known: Mapping[str, str], every: str, chosen: str) -> list[dict[str, object]]:
    """The options of a select; the chosen one stays, even where it is no longer known."""
    shown = known if not chosen or chosen in known else {**known, chosen: chosen}
    return [
        {"value": value, "text": text, "selected": value == chosen}
        for value, text in {"": every, **shown}.items()
    ]
