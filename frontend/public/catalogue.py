"""Finding a procedure and reading its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.public import words
from frontend.public.sheet import sheet_of
from portal.core import clock
from portal.core.text import nfc
from procedures.catalogue import selectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

LONGEST_SEARCH = 100


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is and the four things people come for."""
    known = set(selectors.search().values_list("life_event", flat=True))
    events = [(code, *told) for code, told in words.LIFE_EVENTS.items() if code in known]
    return render(
        request, "frontend/public/home.html", {"events": events, "fields": selectors.fields()}
    )


@login_not_required
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The catalogue, searched and filtered."""
    text = nfc(request.GET.get("q", ""))[:LONGEST_SEARCH]
    chosen = {name: request.GET.get(name, "") for name in ("audience", "field", "level", "event")}
    found = selectors.search(
        text, audience=chosen["audience"], field=chosen["field"], level=chosen["level"]
    )
    if chosen["event"]:
        found = found.filter(life_event=chosen["event"])
    return render(
        request,
        "frontend/public/procedures.html",
        {
            "text": text,
            "chosen": chosen,
            "found": found,
            "filtered": any(chosen.values()),
            "event": words.LIFE_EVENTS.get(chosen["event"], ("", ""))[0],
            "levels": words.LEVELS,
            "audience_items": _items("Mọi đối tượng", words.AUDIENCES.items()),
            "field_items": _items("Mọi lĩnh vực", selectors.fields()),
            "level_items": _items("Mọi mức độ", words.LEVELS.items()),
        },
    )


@login_not_required
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """The public sheet of one procedure."""
    found = selectors.get_procedure(code)
    sheet = sheet_of(selectors.in_force(found.code, on=clock.today()))
    return render(request, "frontend/public/procedure.html", {"sheet": sheet, "procedure": found})


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, and what it is not."""
    return render(request, "frontend/public/about.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "frontend/public/accessibility.html")


def _items(everything: str, choices: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    items = [{"value": "", "text": everything}]
    items += [{"value": value, "text": text} for value, text in choices]
    return items
