"""Taking an action: one click, or a form where the action asks something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.desk import fields
from frontend.desk.answers import is_from_counter, stale_page, whole_number
from frontend.desk.offering import button_label
from frontend.session import actor_of
from portal.core.errors import InvalidInput, NotAllowed, Refused, Stale
from procedures.definition.lifecycle import Stage
from procedures.dossiers import actions, choices, guides, offers, queues, selectors
from procedures.dossiers.common import COMMON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from portal.core.errors import PortalError
    from procedures.definition.package import Action
    from procedures.dossiers.guides import Finding
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.selectors import AvailableAction


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def act(request: HttpRequest, code: str, action_id: str) -> HttpResponse:
    """Ask what an action needs, or take it."""
    actor = actor_of(request)
    queues.desks(actor)  # Only staff have any.
    dossier = selectors.get_dossier(code, viewer=actor)
    if request.method != "POST":
        return _ask(request, dossier, action_id, actor=actor)
    known = _known(dossier, action_id, actor=actor)
    inputs = known.inputs if known else ()
    typed = fields.typed_values(inputs, request.POST)
    try:
        moved = actions.act(
            dossier,
            action_id,
            actor=actor,
            data=typed,
            seen_version=whole_number(request.POST.get("version", "")),
        )
    except Stale as stale:
        named = [(wanted.label, fields.shown(typed[wanted.name])) for wanted in inputs]
        return stale_page(request, dossier, stale, typed=named)
    except (InvalidInput, Refused) as wrong:
        # What somebody wrote is shown again; one click wrote nothing.
        if known is None or not inputs:
            raise
        return _form(request, dossier, known, actor=actor, values=typed, wrong=wrong)
    return _done(request, dossier, moved, actor=actor, known=known)


def _known(dossier: Dossier, action_id: str, *, actor: Actor) -> AvailableAction | Action | None:
    """The action as it is offered; or as plan or all dossiers know it, where it is no longer."""
    if offer := _offered(dossier, action_id, actor=actor):
        return offer
    if common := COMMON.get(action_id):
        return common.action
    steps = selectors.package_of(dossier).plan.steps
    planned = (action for step in steps for action in step.actions if action.id == action_id)
    return next(planned, None)


def _offered(dossier: Dossier, action_id: str, *, actor: Actor) -> AvailableAction | None:
    offers = selectors.available_actions(dossier, actor=actor)
    return next((offer for offer in offers if offer.id == action_id), None)


def _ask(request: HttpRequest, dossier: Dossier, action_id: str, *, actor: Actor) -> HttpResponse:
    """Show the form of an action; one that asks nothing is taken on the case page."""
    offer = _offered(dossier, action_id, actor=actor)
    if offer is None:
        raise NotAllowed("Việc này không thuộc quyền của bạn, hoặc hồ sơ đã sang bước khác.")
    if offer.blocked_by:
        raise Refused(offer.blocked_by, code="blocked")
    if not offer.inputs:
        return redirect("frontend:case", dossier.code)
    if offer.kind == "request_supplement":
        found = guides.findings(dossier)
        values = guides.suggested(found)
        return _form(request, dossier, offer, actor=actor, values=values, findings=found)
    drafted = offers.pk_of(offer.id) if offer.kind == "release_request" else 0
    values = guides.release_values(dossier, drafted) if drafted else {}
    return _form(request, dossier, offer, actor=actor, values=values)


def _form(
    request: HttpRequest,
    dossier: Dossier,
    offer: AvailableAction | Action,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    wrong: PortalError | None = None,
    findings: Sequence[Finding] = (),
) -> HttpResponse:
    inputs = choices.filled(offer.inputs, offer.kind, dossier)
    errors = fields.errors_of(wrong.errors) if wrong else {}
    summary = fields.summary_of(inputs, errors)
    if wrong and not summary:
        summary = [{"text": wrong.message}]
    return render(
        request,
        "frontend/desk/act.html",
        {
            "dossier": dossier,
            "offer": offer,
            "label": button_label(offer, dossier, actor),
            "findings": findings,
            # Whoever corrects a form still answers for the version that they looked at.
            "version": request.POST.get("version", dossier.version),
            "fields": fields.rendered(inputs, values, errors),
            "errors": summary,
        },
        status=wrong.status if wrong else 200,
    )


def _done(
    request: HttpRequest,
    before: Dossier,
    moved: Dossier,
    *,
    actor: Actor,
    known: AvailableAction | Action | None,
) -> HttpResponse:
    """Say what was done; go on where the actor's next work is, never to what they cannot see."""
    label, kind = (known.label, known.kind) if known else ("", "")
    # More open requests than before: the act was laid before whoever must release it.
    if moved.open_requests > before.open_requests:
        text = f"Hồ sơ {moved.code}: đã lập đề nghị “{label}”. Việc có hiệu lực khi được gửi."
        messages.success(request, text)
        return redirect("frontend:case", moved.code)
    onward = _onward(before, moved, kind)
    messages.success(request, f"Hồ sơ {moved.code}: đã thực hiện “{label}”.{onward}")
    if is_from_counter(request):
        return redirect("frontend:counter_done", moved.code)
    if not selectors.is_visible(moved, viewer=actor):
        return redirect("frontend:queue")
    if kind in {"release_request", "return_request"}:
        return redirect("frontend:releases")
    desks = {desk.kind for desk in queues.desks(actor)}
    if moved.step == before.step or (moved.step and moved.step_desk in desks):
        return redirect("frontend:case", moved.code)
    return redirect("frontend:queue")


def _onward(before: Dossier, moved: Dossier, kind: str) -> str:
    """What comes next, in a sentence; "" where the dossier stays where it was."""
    if kind == "release_request":
        return " Đề nghị chờ được gửi."
    if moved.closed_at is not None:
        return " Hồ sơ đã kết thúc."
    if moved.stage == Stage.STOPPED:
        return " Hồ sơ dừng giải quyết."
    step = selectors.step_of(moved)
    return f" Bước tiếp theo: {step.name}." if step and moved.step != before.step else ""
