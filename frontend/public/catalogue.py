"""Finding a procedure and reading its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from frontend.public import words
from frontend.public.entry_sheet import entry_sheet
from frontend.public.sheet import sheet_of
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.text import nfc
from procedures.catalogue import selectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.http import HttpRequest, HttpResponse

    from procedures.catalogue.models import CatalogueLine

LONGEST_SEARCH = 100
ON_A_PAGE = 20
_FILTERS = ("audience", "field", "agency_level", "level", "event")


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
    chosen = {name: nfc(request.GET.get(name, ""))[:LONGEST_SEARCH] for name in _FILTERS}
    page = Paginator(selectors.lines(text, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "frontend/public/procedures.html",
        {
            "text": text,
            "chosen": chosen,
            "page": page,
            "pages": _neighbours(request, page),
            "filtered": any(chosen.values()),
            "event": words.LIFE_EVENTS.get(chosen["event"], ("", ""))[0],
            "levels": words.LEVELS,
            "audience_items": _items("Mọi đối tượng", words.AUDIENCES.items()),
            "field_items": _items("Mọi lĩnh vực", selectors.line_fields()),
            "agency_items": _items("Mọi cấp", words.AGENCY_LEVELS.items()),
            "level_items": _items("Mọi mức độ", words.LEVELS.items()),
        },
    )


@login_not_required
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """The public sheet of one procedure; of one that only the national catalogue has, its entry."""
    try:
        found = selectors.get_procedure(code)
    except NotFound:
        return _entry(request, code)
    sheet = sheet_of(selectors.in_force(found.code, on=clock.today()))
    return render(request, "frontend/public/procedure.html", {"sheet": sheet, "procedure": found})


def _entry(request: HttpRequest, code: str) -> HttpResponse:
    """What the national catalogue says; an old code leads to what took its place."""
    try:
        entry = selectors.get_entry(code)
    except NotFound:
        now = selectors.successor(code)
        if not now:
            raise
        return redirect("frontend:procedure", now)
    return render(request, "frontend/public/entry.html", {"sheet": entry_sheet(entry)})


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


def _neighbours(request: HttpRequest, page: Page[CatalogueLine]) -> dict[str, dict[str, str]]:
    """The pages before and after, as the pagination component takes them."""
    found = {}
    if page.has_previous():
        found["previous"] = _link(request, page.previous_page_number(), "Trang trước")
    if page.has_next():
        found["next"] = _link(request, page.next_page_number(), "Trang sau")
    return found


def _link(request: HttpRequest, number: int, text: str) -> dict[str, str]:
    query = request.GET.copy()
    query["page"] = str(number)
    return {"href": f"?{query.urlencode()}", "text": text}


def _items(everything: str, choices: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    items = [{"value": "", "text": everything}]
    items += [{"value": value, "text": text} for value, text in choices]
    return items
