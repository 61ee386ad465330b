"""Handing in papers: one box per component of the file, judged by content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.citizen.tasks import missing_papers
from frontend.public.words import PAPER_FORMS
from frontend.session import actor_of
from frontend.words import look_up_words
from portal.core.errors import (
    InvalidInput,
    NotFound,
    PortalError,
    Refused,
    TooLarge,
    Unavailable,
)
from portal.core.text import nfc
from procedures.dossiers import actions, looking_up, requested, selectors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from procedures.dossiers.looking_up import PaperLookUp
    from procedures.dossiers.models import Dossier, Paper
    from procedures.dossiers.selectors import PaperSlot

PREFIX = "paper."


@dataclass(frozen=True, slots=True)
class PaperBox:
    """One component as the page shows it."""

    code: str
    name: str  # of the file input
    id: str
    title: str
    more: str  # the input's label once a file is there
    hint: str
    required: bool
    files: tuple[tuple[Paper, bool], ...]  # with whether it may be taken back
    error: str | None
    look_up: str = ""  # what is told of asking the registers
    is_vouched: bool = False  # by a register: nothing has to be uploaded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft_papers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The papers of a draft: upload, take back, go on."""
    actor = actor_of(request)
    dossier = selectors.get_by_public_id(public_id, viewer=actor)
    if dossier.code is not None:
        return redirect("frontend:dossier", dossier.code)
    refused: dict[str, PortalError] = {}
    if request.method == "POST":
        refused = receive(request, dossier, actor=actor)
        if "remove" not in request.POST:
            actions.look_up_papers(dossier, actor=actor)
        onward = "then" in request.POST
        if onward:
            refused = {**_missing(dossier), **refused}
        if not refused:
            target = "frontend:draft_check" if onward else "frontend:draft_papers"
            return redirect(target, dossier.public_id)
    slots = selectors.paper_slots(dossier)
    told = {one.code: one for one in looking_up.paper_look_ups(dossier)}
    context = {
        "dossier": dossier,
        "may_look_up": any(slot.need.rule.registers and not slot.files for slot in slots),
        **boxes_context(slots, refused, told=told),
    }
    return render(
        request, "frontend/citizen/papers.html", context, status=status_of(refused.values())
    )


def receive(request: HttpRequest, dossier: Dossier, *, actor: Actor) -> dict[str, PortalError]:
    """Take the posted files in and the named one out; what was refused, by component."""
    if removed := request.POST.get("remove"):
        actions.remove_paper(dossier, _uuid(removed), actor=actor)
    refused: dict[str, PortalError] = {}
    for name in request.FILES:
        code = name.removeprefix(PREFIX)
        for upload in request.FILES.getlist(name):
            try:
                actions.add_paper(dossier, code, upload, actor=actor)
            except (InvalidInput, Refused, TooLarge, Unavailable) as error:
                sentence = f"Tệp “{nfc(upload.name or '')}”: {error.message}"
                refused[code] = replace(error, message=sentence)
    return refused


def boxes_context(
    slots: Sequence[PaperSlot],
    refused: Mapping[str, PortalError],
    *,
    since: datetime | None = None,
    told: Mapping[str, PaperLookUp] = MappingProxyType({}),
) -> dict[str, Any]:
    """The boxes of the uploadable components and the errors for the summary.

    With `since`, only what was added after that moment may be taken back; `told` is how the
    look-ups of a draft ended.
    """
    uploads = [slot for slot in slots if slot.need.uploadable]
    boxes = [
        replace(_box(slot, refused, since=since), **look_up_words(slot, told)) for slot in uploads
    ]
    names = {slot.need.rule.code: slot.need.rule.name for slot in slots}
    errors = [
        {"text": _named(names.get(code, ""), error.message), "href": f"#paper-{code}"}
        for code, error in refused.items()
    ]
    limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
    return {"boxes": boxes, "errors": errors, "limit": limit}


def status_of(refused: Any) -> int:
    """The gravest status among refusals; 200 without any."""
    return max((error.status for error in refused), default=200)


def _missing(dossier: Dossier) -> dict[str, PortalError]:
    return {
        slot.need.rule.code: InvalidInput(f"Hãy tải lên: {slot.need.rule.name}.")
        for slot in missing_papers(selectors.paper_slots(dossier))
    }


def _named(paper: str, sentence: str) -> str:
    """The sentence with the paper's name in front, where it does not say that itself."""
    return sentence if paper in sentence else f"{paper} – {sentence}"


def _box(
    slot: PaperSlot, refused: Mapping[str, PortalError], *, since: datetime | None
) -> PaperBox:
    rule = slot.need.rule
    kind = PAPER_FORMS["original"] if rule.originals else PAPER_FORMS[rule.form]
    hint = f"Tệp quét hoặc ảnh chụp từ {kind}. {rule.hint}".strip()
    if rule.code == requested.CODE:
        hint = rule.hint
    error = refused.get(rule.code)
    return PaperBox(
        code=rule.code,
        name=f"{PREFIX}{rule.code}",
        id=f"paper-{rule.code}",
        title=rule.name,
        more=f"Tải thêm tệp: {rule.name}",
        hint=hint,
        required=slot.need.required,
        files=tuple((file, since is None or file.uploaded_at >= since) for file in slot.files),
        error=error.message if error else None,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("Không tìm thấy tệp này.") from None
