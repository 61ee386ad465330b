"""One act on many dossiers: look at the list, begin, watch it being done."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend.desk.answers import whole_number
from frontend.desk.words import colleagues
from frontend.session import actor_of
from frontend.words import change_words
from portal.core.errors import InvalidInput
from procedures.dossiers import bulk, queues

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor

COLOURS = {"done": "green", "refused": "red", "pending": "blue"}


@require_POST
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Show what was picked on the queue with the act asked for; begin once it is confirmed.

    `codes` are codes of dossiers; the versions are those of the list that was looked at here.
    """
    actor = actor_of(request)
    queues.desks(actor)
    kind, codes = request.POST.get("action", ""), request.POST.getlist("codes")
    if "key" not in request.POST:
        return _confirm(request, actor, kind, codes)
    seen = {
        code: whole_number(version) for code, _, version in (one.partition("@") for one in codes)
    }
    try:
        run = bulk.start(
            kind,
            seen,
            actor=actor,
            key=request.POST["key"],
            data={"staff": request.POST.get("staff", "")},
        )
    except InvalidInput as wrong:
        return _confirm(request, actor, kind, list(seen), wrong=wrong)
    return redirect("frontend:bulk_run", run.public_id)


@require_safe
@never_cache
def watch(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show how far a run has come and what became of each dossier; reload to see more."""
    run = bulk.get_run(public_id, actor=actor_of(request))
    progress = bulk.progress(run)
    return render(
        request,
        "frontend/desk/bulk_run.html",
        {
            "run": run,
            "label": bulk.KINDS[run.kind],
            "progress": progress,
            "ended": progress.done + progress.refused,
            "items": [
                (item, COLOURS[item.state], change_words(item.changes)) for item in bulk.items(run)
            ],
        },
    )


def _confirm(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    codes: list[str],
    *,
    wrong: InvalidInput | None = None,
) -> HttpResponse:
    plain = [code.partition("@")[0] for code in codes]
    # The queue says which versions it showed; where it did not, this list is what was looked at.
    looked_at = {code: request.POST.get(f"seen_{code}", "") for code in plain}
    dossiers = bulk.visible(plain, actor=actor) if len(set(plain)) <= bulk.MOST else []
    kinds = bulk.kinds_of(actor)
    errors = [error.message for error in wrong.errors] if wrong else []
    if not dossiers:
        errors = [f"Hãy chọn từ 1 đến {bulk.MOST} hồ sơ trong hàng đợi."]
    elif kind not in kinds:
        errors = ["Hãy chọn việc cần làm."]
    return render(
        request,
        "frontend/desk/bulk.html",
        {
            "kind": kind,
            "label": kinds.get(kind, "Xử lý hàng loạt"),
            "kinds": [
                {"value": value, "text": text, "selected": value == kind}
                for value, text in {"": "Hãy chọn", **kinds}.items()
            ],
            "rows": [
                (one, looked_at.get(one.code or "") or one.version, bulk.action_id(one, kind))
                for one in dossiers
            ],
            "fitting": sum(bool(bulk.action_id(one, kind)) for one in dossiers),
            "colleagues": colleagues(dossiers, request.POST.get("staff", "")),
            "key": request.POST.get("key") or uuid.uuid4().hex,
            "errors": [{"text": text} for text in errors],
            "may_begin": bool(dossiers) and kind in kinds,
        },
        status=400 if errors else 200,
    )
