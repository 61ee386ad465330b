"""What somebody without a sign-in brings to the counter, or sends, as the answer to a supplement.

The same questions and papers are open as to an applicant; the clerk puts down who brought them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.citizen import corrections
from frontend.citizen.papers import boxes_context, receive, status_of
from frontend.desk import fields
from frontend.desk.answers import stale_page, whole_number
from frontend.forms.pages import draw_page
from frontend.session import actor_of
from portal.core.errors import InvalidInput, NotAllowed, Refused, Stale
from procedures.definition.lifecycle import HoldKind
from procedures.dossiers import actions, queues, selectors
from procedures.dossiers.common import COMMON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from frontend.desk.fields import Typed
    from portal.core.errors import PortalError
    from procedures.dossiers.models import Dossier, Hold

ACTION = COMMON["supplement_at_counter"].action
ASKED = tuple(wanted for wanted in ACTION.inputs if wanted.widget != "answers")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was asked; take in scans, new answers and who brought them."""
    actor = actor_of(request)
    queues.desks(actor)
    dossier = selectors.get_dossier(code, viewer=actor)
    offers = selectors.available_actions(dossier, actor=actor)
    hold = dossier.holds.filter(kind=HoldKind.SUPPLEMENT, closed_at__isnull=True).first()
    if hold is None:
        raise Refused("Hồ sơ không có yêu cầu bổ sung nào đang chờ.", code="no_supplement")
    if not any(offer.id == ACTION.id for offer in offers):
        raise NotAllowed("Chỉ ghi nhận tại quầy phần bổ sung của hồ sơ nộp tại quầy, bưu chính.")
    typed: dict[str, Typed] = {}
    given: dict[str, Any] = {}
    refused: dict[str, PortalError] = {}
    wrong: PortalError | None = None
    if request.method == "POST":
        typed = fields.typed_values(ASKED, request.POST)
        given = corrections.posted(dossier, hold, request.POST)
        refused = receive(request, dossier, actor=actor)
        if "then" in request.POST and not refused:
            seen = whole_number(request.POST.get("version", ""))
            data = {**typed, "answers": given}
            try:
                actions.act(dossier, ACTION.id, actor=actor, data=data, seen_version=seen)
            except Stale as stale:
                named = [(one.label, fields.shown(typed[one.name])) for one in ASKED]
                return stale_page(request, dossier, stale, typed=named)
            except (InvalidInput, Refused) as error:
                wrong = error
            else:
                messages.success(request, f"Hồ sơ {code}: đã ghi nhận phần bổ sung.")
                return redirect("frontend:case", code)
    context = _context(dossier, hold, given, typed=typed, refused=refused, wrong=wrong)
    context["version"] = request.POST.get("version", dossier.version)
    status = status_of([*refused.values(), *([wrong] if wrong else [])])
    return render(request, "frontend/desk/supplement.html", context, status=status)


def _context(
    dossier: Dossier,
    hold: Hold,
    given: Mapping[str, Any],
    *,
    typed: Mapping[str, Typed],
    refused: Mapping[str, PortalError],
    wrong: PortalError | None,
) -> dict[str, Any]:
    """Only what was asked for is open; everything else of the file stays as it is."""
    slots = selectors.supplement_slots(dossier, hold)
    boxes = boxes_context(slots, refused, since=hold.opened_at)
    page = corrections.page(dossier, hold, given)
    drawn = draw_page(page, wrong.errors if wrong else ()) if page else None
    errors = fields.errors_of(wrong.errors) if wrong else {}
    summary = [*fields.summary_of(ASKED, errors), *(drawn.errors if drawn else ())]
    if wrong and not summary:
        summary = [{"text": wrong.message}]
    return {
        **boxes,
        "dossier": dossier,
        "hold": hold,
        "label": ACTION.label,
        "page": drawn,
        "fields": fields.rendered(ASKED, typed, errors),
        "errors": [*summary, *boxes["errors"]],
    }
