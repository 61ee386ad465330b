"""Opening a draft, its list of tasks, and its pages of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.citizen.tasks import tasks_of
from frontend.citizen.words import with_sources
from frontend.forms.communes import commune_of
from frontend.forms.filling import filled, seen_version, typed
from frontend.forms.pages import draw_page
from frontend.forms.questions import field_id
from frontend.session import actor_of
from portal.accounts.selectors import mandates_of
from portal.core import clock
from portal.core.errors import NotAllowed, Stale
from portal.core.text import nfc
from procedures.catalogue import selectors as catalogue
from procedures.definition.pointers import name_of
from procedures.definition.posting import pressed
from procedures.dossiers import actions, drafts, selectors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from frontend.forms.filling import FilledForm
    from portal.accounts.actors import Actor
    from portal.core.errors import FieldError
    from procedures.definition.forms import FormPage
    from procedures.dossiers.models import Dossier

CHECK = "check"
NO_AGENCY = "Hãy chọn cơ quan giải quyết hồ sơ."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the agency, then open a draft."""
    actor = actor_of(request)
    if actor.person is None:
        raise NotAllowed("Hãy đăng nhập bằng tài khoản công dân để nộp hồ sơ.")
    agency = nfc(request.POST.get("agency", ""))
    if request.method == "POST" and agency:
        made = actions.start_draft(code, actor=actor, agency_code=agency)
        return redirect("frontend:draft", made.public_id)
    error = NO_AGENCY if request.method == "POST" else ""
    version = catalogue.in_force(code, on=clock.today())
    agencies = drafts.agencies_for(catalogue.package(version.pk))
    home = actor.person.commune_code
    items = [{"value": "", "text": "Hãy chọn"}]
    items += [{"value": one.code, "text": commune_of(one.name)} for one in agencies]
    context = {
        "procedure": version.procedure,
        "items": items,
        "chosen": next((one.code for one in agencies if home and one.commune_code == home), ""),
        "error": error or None,
        "errors": [{"text": error, "href": "#agency"}] if error else [],
        "actor": actor,
        "may_switch": mandates_of(actor.person, on=clock.today()).exists(),
    }
    return render(request, "frontend/citizen/start.html", context, status=400 if error else 200)


@never_cache
@require_safe
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list of tasks of a draft."""
    dossier = selectors.get_by_public_id(public_id, viewer=actor_of(request))
    if dossier.code is not None:
        return redirect("frontend:dossier", dossier.code)
    form = filled(dossier)
    slots = selectors.paper_slots(dossier, form.verdict)
    context = {"dossier": dossier, "tasks": tasks_of(dossier, form, slots), "form": form}
    return render(request, "frontend/citizen/draft.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, public_id: UUID, page_id: str) -> HttpResponse:
    """One page of questions: shown, or kept with what is wrong on it."""
    actor = actor_of(request)
    dossier = selectors.get_by_public_id(public_id, viewer=actor)
    if dossier.code is not None:
        return redirect("frontend:dossier", dossier.code)
    if request.method != "POST":
        form = filled(dossier)
        page = form.suggested(dossier, page_id)
        return _page(request, dossier, page, before=form.before(page_id))
    try:
        dossier, errors = _keep(request, dossier, page_id, actor=actor)
    except Stale as stale:
        dossier = selectors.get_by_public_id(public_id, viewer=actor)
        page, errors = typed(dossier, page_id, request.POST.dict())
        return _page(request, dossier, page, errors=errors, stale=stale.message, status=409)
    if place := pressed(selectors.package_of(dossier), page_id, request.POST.dict()):
        return redirect(_back_to(request, dossier, page_id, place))
    form = filled(dossier)
    if errors:
        return _page(request, dossier, form.page(page_id), errors=errors, status=400)
    if form.after(page_id) is None or request.POST.get("next") == CHECK:
        # Before papers are asked for, never on a GET; a register that fails keeps nobody here.
        actions.look_up_papers(dossier, actor=actor)
    return redirect(_onward(request, dossier, form, page_id))


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    actor = actor_of(request)
    dossier = selectors.get_by_public_id(public_id, viewer=actor)
    actions.discard(dossier, actor=actor)
    messages.success(request, f"Đã xóa bản nháp “{dossier.procedure.name}”.")
    return redirect("frontend:my_dossiers")


def _keep(
    request: HttpRequest, dossier: Dossier, page_id: str, *, actor: Actor
) -> tuple[Dossier, list[FieldError]]:
    return actions.save_page(
        dossier,
        page_id,
        request.POST.dict(),
        actor=actor,
        seen_version=seen_version(request),
    )


def _back_to(request: HttpRequest, dossier: Dossier, page_id: str, place: str) -> str:
    """The same page at the list that was made longer or shorter."""
    href = reverse("frontend:draft_page", args=[dossier.public_id, page_id])
    kept = f"?next={CHECK}" if request.POST.get("next") == CHECK else ""
    return f"{href}{kept}#{field_id(name_of(place))}"


def _onward(request: HttpRequest, dossier: Dossier, form: FilledForm, page_id: str) -> str:
    """Where a kept page leads: back to the list, to the check, or to what comes next."""
    public_id = dossier.public_id
    if request.POST.get("then") == "list":
        return reverse("frontend:draft", args=[public_id])
    following = form.after(page_id)
    if request.POST.get("next") == CHECK:
        following = form.first_wrong()
    if following is not None:
        return reverse("frontend:draft_page", args=[public_id, following.id])
    if request.POST.get("next") != CHECK and any(need.uploadable for need in form.verdict.papers):
        return reverse("frontend:draft_papers", args=[public_id])
    return reverse("frontend:draft_check", args=[public_id])


def _page(
    request: HttpRequest,
    dossier: Dossier,
    page: FormPage,
    *,
    errors: Iterable[FieldError] = (),
    before: FormPage | None = None,
    stale: str = "",
    status: int = 200,
) -> HttpResponse:
    wanted = request.POST if request.method == "POST" else request.GET
    context = {
        "dossier": dossier,
        "page": draw_page(with_sources(page, dossier.provenance), errors),
        "before": before,
        "stale": stale,
        "next": CHECK if wanted.get("next") == CHECK else "",
    }
    return render(request, "frontend/citizen/draft_page.html", context, status=status)
