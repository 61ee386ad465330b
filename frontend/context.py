"""What every page may show without its view's help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from frontend.session import visitor_of
from portal.accounts.permissions import kinds_for
from portal.accounts.selectors import standings_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.accounts.actors import Actor

# (route, words, routes of the same section)
PUBLIC = (
    ("procedures", "Thủ tục", {"procedure", "start"}),
    ("track", "Tra cứu hồ sơ", set[str]()),
)
_PUBLIC_ROUTES = {route for route, _, _ in PUBLIC}
CITIZEN = (
    (
        "my_dossiers",
        "Hồ sơ của tôi",
        {
            "dossier",
            "draft",
            "draft_page",
            "draft_papers",
            "draft_check",
            "submitted",
            "supplement",
            "withdraw",
            "pay",
            "switch",
        },
    ),
)
DESK = (
    (
        "queue",
        "Hàng đợi",
        {"case", "act", "cash", "saved_views", "desk_tasks", "releases", "fees_waiting", "find"}
        | {"desk_inbox", "desk_messages", "bulk", "bulk_run", "absences", "instruction"},
    ),
)
COUNTER = (("counter", "Tiếp nhận tại quầy", {"counter_form", "counter_done"}),)
LEADER = (("dashboard", "Điều hành", {"drill"}),)
LEADING = (
    ("today", "Hôm nay", {"instruct"}),
    ("workload", "Khối lượng", {"routing"}),
)
CALENDAR = (
    (
        "calendars",
        "Lịch làm việc",
        {"calendar", "calendar_day", "calendar_hours", "calendar_about", "calendar_publish"},
    ),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """The demo mark, the chosen theme, who is signed in and where they may go."""
    theme = request.COOKIES.get("theme", "")
    # A request that was refused at the door carries no user yet.
    actor = visitor_of(request) if hasattr(request, "user") else None
    return {
        "demo": settings.DEMO,
        "theme": theme if theme in {"light", "dark"} else "",
        "account_name": actor.name if actor else "",
        "navigation": _navigation(request, actor),
    }


def home_of(actor: Actor | None) -> str:
    """Where somebody's work begins: their dossiers, their desk's queue, their figures."""
    if actor is None:
        return reverse("frontend:home")
    inner = [route for route, _, _ in _sections(actor) if route not in _PUBLIC_ROUTES]
    return reverse(f"frontend:{inner[0] if inner else 'home'}")


def _navigation(request: HttpRequest, actor: Actor | None) -> list[dict[str, Any]]:
    """The sections that this visitor may enter, the present one marked."""
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    return [
        {
            "text": words,
            "href": reverse(f"frontend:{route}"),
            "current": here == route,
            "active": here in section,
        }
        for route, words, section in _sections(actor)
    ]


def _sections(actor: Actor | None) -> list[tuple[str, str, set[str]]]:
    if actor is None or actor.staff is None:
        return [*PUBLIC, *(CITIZEN if actor else ())]
    kinds = kinds_for(standings_of(actor, agency=actor.staff.agency.code))
    return [
        *(LEADING if "instruct" in kinds else ()),
        *(DESK if "view" in kinds else ()),
        *(COUNTER if "take_in" in kinds else ()),
        *(LEADER if "view_dashboard" in kinds else ()),
        *(CALENDAR if "edit_calendar" in kinds else ()),
        *PUBLIC,
    ]
