"""Checking the answers and handing the dossier in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.citizen.tasks import missing_papers
from frontend.components import summary_row
from frontend.forms.filling import filled, seen_version
from frontend.forms.pages import links
from frontend.forms.questions import anchor
from frontend.session import actor_of
from frontend.words import changes_of
from portal.core.clock import VIETNAM
from portal.core.errors import InvalidInput, Refused
from procedures.dossiers import actions, selectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from frontend.components.markup import Options
    from frontend.forms.filling import FilledForm
    from portal.core.errors import PortalError
    from procedures.definition.forms import FormField, FormPage
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.selectors import PaperSlot

UNANSWERED = "Chưa trả lời"
LEFT_OUT = "Bỏ trống"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All answers with links to change them, the fee, the due date; then submit."""
    actor = actor_of(request)
    dossier = selectors.get_by_public_id(public_id, viewer=actor)
    refused: PortalError | None = None
    if request.method == "POST":
        try:
            sent = actions.submit(dossier, actor=actor, seen_version=seen_version(request))
        except (InvalidInput, Refused) as error:
            # The draft may have moved to a new version of the procedure: it is shown anew.
            refused = error
            dossier = selectors.get_by_public_id(public_id, viewer=actor)
        else:
            return redirect("frontend:submitted", sent.code or "")
    elif dossier.code is not None:
        return redirect("frontend:dossier", dossier.code)
    context = {
        "dossier": dossier,
        "refused": refused,
        "changes": changes_of(refused),
        **_summary(dossier),
    }
    status = refused.status if refused else 200
    return render(request, "frontend/citizen/check.html", context, status=status)


def _summary(dossier: Dossier) -> dict[str, Any]:
    form = filled(dossier)
    package = selectors.package_of(dossier)
    slots = selectors.paper_slots(dossier, form.verdict)
    uploads = [slot for slot in slots if slot.need.uploadable]
    wrong = {error.pointer for error in form.verdict.errors}
    return {
        "cards": [_card(dossier, page, wrong) for page in form.pages],
        "papers": [_paper_row(dossier, slot) for slot in uploads],
        "fees": form.verdict.fees,
        # A line whose amount rests on an open answer is missing from the quote.
        "fee_open": len(form.verdict.fees.lines) < len(package.substance.fees.lines),
        "due_at": form.verdict.due.at.astimezone(VIETNAM),
        "due_reasons": [reason.text for reason in form.verdict.due.derivation],
        "warnings": [sentence for _, sentence in form.verdict.warnings],
        "errors": _errors(dossier, form, slots),
    }


def _card(dossier: Dossier, page: FormPage, wrong: set[str]) -> Options:
    rows = [_row(dossier, page, field, wrong) for field in page.fields if field.visible]
    return {"card": {"title": {"text": page.title}}, "rows": rows}


def _row(dossier: Dossier, page: FormPage, field: FormField, wrong: set[str]) -> Options:
    said = field.display or (UNANSWERED if field.required else LEFT_OUT)
    if field.pointer in wrong and field.display:
        said = f"{field.display} (chưa đúng)"
    spoken = f"câu trả lời “{field.full_label}”"
    href = _change(dossier, page, anchor(field))
    return summary_row(field.full_label, said, href=href, spoken=spoken)


def _paper_row(dossier: Dossier, slot: PaperSlot) -> Options:
    names = ", ".join(file.name for file in slot.files) or "Chưa tải lên"
    href = reverse("frontend:draft_papers", args=[dossier.public_id])
    return summary_row(slot.need.rule.name, names, href=f"{href}#paper-{slot.need.rule.code}")


def _change(dossier: Dossier, page: FormPage, place: str) -> str:
    href = reverse("frontend:draft_page", args=[dossier.public_id, page.id])
    return f"{href}?next=check{place}"


def _errors(dossier: Dossier, form: FilledForm, slots: Sequence[PaperSlot]) -> list[dict[str, str]]:
    """What still keeps the dossier from being submitted, each with the way to it."""
    found = []
    for page in form.pages:
        wrong = {error.pointer: error for error in form.errors_of(page)}
        found += [
            {"text": text, "href": _change(dossier, page, place)}
            for _, text, place in links(page, wrong)
        ]
    href = reverse("frontend:draft_papers", args=[dossier.public_id])
    return found + [
        {
            "text": f"Hãy tải lên: {slot.need.rule.name}.",
            "href": f"{href}#paper-{slot.need.rule.code}",
        }
        for slot in missing_papers(slots)
    ]
