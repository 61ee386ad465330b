"""The lists beside the queue: work for others' dossiers, releases, fees, finding, saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from frontend.desk import filtering
from frontend.desk.answers import whole_number
from frontend.desk.words import writers_of
from frontend.session import actor_of
from frontend.words import clock_mark
from payments.selectors import fees_waiting
from portal.core import clock
from portal.core.errors import InvalidInput, Refused
from portal.core.money import format_vnd
from portal.core.text import nfc
from procedures.dossiers import legal_clock, queues
from procedures.dossiers.queues import Filter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor

LONGEST_SEARCH = 100
SECTIONS = (
    ("queue", "Hồ sơ"),
    ("desk_tasks", "Việc phối hợp"),
    ("releases", "Chờ duyệt, gửi"),
    ("desk_inbox", "Tin nhắn"),
    ("fees_waiting", "Thu phí"),
)


def sections(here: str) -> list[dict[str, object]]:
    """The lists of a desk, the present one marked."""
    return [
        {"text": words, "href": reverse(f"frontend:{route}"), "active": route == here}
        for route, words in SECTIONS
    ]


@require_safe
@never_cache
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what the actor or their agency is asked for, the first due first."""
    found = queues.tasks(actor_of(request))
    now = clock.now()
    lines = [
        (task, clock_mark(legal_clock.state_of(task.due_at, now=now, waiting=False)))
        for task in found
    ]
    here = {"lines": lines, "sections": sections("desk_tasks")}
    return render(request, "frontend/desk/worklist_tasks.html", here)


@require_safe
@never_cache
def releases(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor's release or sending, and what came back to them."""
    found = queues.requests(actor_of(request))
    writers = writers_of(one.drafted_by for one in found)
    lines = [(one, writers[one.drafted_by]) for one in found]
    here = {"lines": lines, "sections": sections("releases")}
    return render(request, "frontend/desk/worklist_releases.html", here)


@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what applicants wrote and nobody has read, where it is the actor's to answer."""
    here = {"found": queues.messages(actor_of(request)), "sections": sections("desk_inbox")}
    return render(request, "frontend/desk/worklist_messages.html", here)


@require_safe
@never_cache
def fees(request: HttpRequest) -> HttpResponse:
    """Show the fees that the actor's counter may take."""
    actor = actor_of(request)
    queues.desks(actor)
    lines = [(fee.due, format_vnd(fee.due.total), fee.review) for fee in fees_waiting(actor)]
    here = {"fees": lines, "sections": sections("fees_waiting")}
    return render(request, "frontend/desk/worklist_fees.html", here)


@require_safe
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Find a dossier of the actor's agency, ended ones too."""
    said = nfc(request.GET.get("search", ""))[:LONGEST_SEARCH]
    found = queues.find(actor_of(request), said)
    here = {"found": found, "said": said, "sections": sections("queue")}
    return render(request, "frontend/desk/find.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def views(request: HttpRequest) -> HttpResponse:
    """Keep, rename, choose and remove the actor's saved views."""
    actor = actor_of(request)
    if request.method != "POST":
        return _views_page(request, actor)
    try:
        words, onward = _change(request, actor)
    except (InvalidInput, Refused) as wrong:
        return _views_page(request, actor, wrong=wrong)
    messages.success(request, words)
    return redirect(onward)


def _change(request: HttpRequest, actor: Actor) -> tuple[str, str]:
    """Do what the button says; tell so, and where to go on."""
    name, do = request.POST.get("name", ""), request.POST.get("do", "")
    here = reverse("frontend:saved_views")
    if do == "save":
        wanted = Filter.of(QueryDict(request.POST.get("query", "")))
        view = queues.save_view(actor, name, wanted)
        return f"Đã lưu khung nhìn “{view.name}”.", filtering.address(wanted)
    key = whole_number(request.POST.get("view", ""))
    if do == "rename":
        return f"Đã đổi tên thành “{queues.rename_view(actor, key, name).name}”.", here
    if do in {"default", "plain"}:
        view = queues.default_view(actor, key, is_default=do == "default")
        opens = "sẽ mở cùng hàng đợi" if view.is_default else "không còn mở cùng hàng đợi"
        return f"Khung nhìn “{view.name}” {opens}.", here
    if do == "delete":
        queues.delete_view(actor, key)
        return "Đã xóa khung nhìn. Hồ sơ không thay đổi.", here
    raise InvalidInput("Không có việc này.")


def _views_page(
    request: HttpRequest, actor: Actor, *, wrong: InvalidInput | Refused | None = None
) -> HttpResponse:
    query = request.POST.get("query", request.GET.urlencode())
    wanted = Filter.of(QueryDict(query))
    desks = queues.desks(actor)
    saved = queues.saved_views(actor)
    is_new = request.POST.get("do", "save") == "save"
    return render(
        request,
        "frontend/desk/saved_views.html",
        {
            "sections": sections("queue"),
            "views": [
                (view, filtering.tags(Filter.of(view.query), desks), _href(view.query))
                for view in saved
            ],
            "query": query,
            "wanted": filtering.tags(wanted, desks),
            "typed": request.POST.get("name", "") if is_new else "",
            "error": wrong.message if wrong and is_new else "",
            "errors": [{"text": wrong.message, "href": "#name"}] if wrong else [],
        },
        status=wrong.status if wrong else 200,
    )


def _href(query: dict[str, str]) -> str:
    return filtering.address(Filter.of(query))
