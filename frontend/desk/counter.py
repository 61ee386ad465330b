"""The counter: a walk-in or an envelope taken in on one screen, accepted with its receipt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.desk import counter_posted, counter_screen
from frontend.desk.answers import whole_number
from frontend.desk.counter_fields import PAPER
from frontend.session import actor_of
from frontend.settling import is_settling
from payments.selectors import intent_for, receipts_for, takes_cash_at
from portal.accounts import identity_card
from portal.core import clock
from portal.core.errors import (
    FieldError,
    InvalidInput,
    NotFound,
    PortalError,
    Refused,
    Stale,
    TooLarge,
    Unavailable,
)
from portal.core.money import format_vnd
from portal.core.text import nfc
from portal.core.uuid7 import uuid7
from procedures.catalogue import selectors as catalogue
from procedures.definition.posting import ADD, REMOVE
from procedures.dossiers import actions, arrivals, intake, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from portal.accounts.models import Agency
    from procedures.catalogue.models import ProcedureVersion
    from procedures.definition.package import Package
    from procedures.dossiers.arrivals import Arrival
    from procedures.dossiers.models import Dossier

LONGEST_SEARCH = 100
READ, UPDATE, ACCEPT = "read", "update", "accept"


@dataclass(slots=True)
class Visit:
    """One request at the counter: what was typed, what is kept of it, what is wrong."""

    actor: Actor
    version: ProcedureVersion
    key: UUID = field(default_factory=uuid7)  # of the draft that the first sending opens
    given: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    draft: Dossier | None = None
    arrival: Arrival | None = None
    errors: list[FieldError] = field(default_factory=list)  # of the arrival and its papers
    asked: list[FieldError] = field(default_factory=list)  # of the package's questions
    refused: PortalError | None = None
    files_lost: bool = False

    @property
    def package(self) -> Package:
        """The package of the procedure that was asked for."""
        return catalogue.package(self.version.pk)


@require_safe
@never_cache
def counter(request: HttpRequest) -> HttpResponse:
    """Find the procedure that somebody came for."""
    agency = intake.counter_of(actor_of(request))
    text = nfc(request.GET.get("q", ""))[:LONGEST_SEARCH]
    found = list(catalogue.search(text)[:50]) if text else []
    if len(found) == 1:
        return redirect("frontend:counter_form", found[0].code)
    left = intake.drafts_at(agency)
    here = {"text": text, "found": found, "drafts": left}
    return render(request, "frontend/desk/counter.html", here)


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw away a draft that was left lying at the counter."""
    actor = actor_of(request)
    intake.counter_of(actor)
    draft = selectors.get_by_public_id(public_id, viewer=actor)
    actions.discard(draft, actor=actor)
    messages.success(request, f"Đã xóa bản nháp của {draft.owner_name}.")
    return redirect("frontend:counter")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def counter_form(request: HttpRequest, code: str) -> HttpResponse:
    """The one screen: shown, filled in from a card, or handed in and accepted."""
    actor = actor_of(request)
    agency = intake.counter_of(actor)
    visit = Visit(actor, catalogue.in_force(code, on=clock.today()))
    posted = request.POST if request.method == "POST" else request.GET
    visit.draft = _draft(posted.get("draft", ""), actor)
    if visit.draft is None and (key := posted.get("key")):
        # The same form again: a slow first answer must not make a second file.
        visit.key = _uuid(key)
        visit.draft = intake.made_with(visit.key, code, actor=actor)
    if visit.draft is not None and visit.draft.code is not None:
        return redirect("frontend:counter_done", visit.draft.code)
    if request.method != "POST":
        _take_up(visit, agency)
        return counter_screen.show(request, visit, agency)
    visit.given = counter_posted.arrival_given(request.POST.dict())
    visit.counts = counter_posted.counts_given(request.POST.dict())
    visit.answers = counter_posted.answers_given(
        request.POST.dict(), visit.package, visit.draft, channel=visit.given.get("channel", "")
    )
    done = _receive(request, visit)
    if done is not None:
        return redirect("frontend:counter_done", done.dossier.code or "")
    return counter_screen.show(request, visit, agency)


@require_safe
@never_cache
def counter_done(request: HttpRequest, code: str) -> HttpResponse:
    """What came of it: the receipt to print, the fee to take, when to come back."""
    actor = actor_of(request)
    intake.counter_of(actor)
    dossier = selectors.get_dossier(code, viewer=actor)
    fee = selectors.fee_due(dossier)
    receipt = next(
        (slip for slip in selectors.slips(dossier, viewer=actor) if slip.form == "mau_01"), None
    )
    offers = selectors.available_actions(dossier, actor=actor)
    return render(
        request,
        "frontend/desk/counter_done.html",
        {
            "dossier": dossier,
            "receipt": receipt,
            "fee": format_vnd(fee.total) if fee else "",
            "settling": is_settling(intent_for(dossier.pk), selectors.open_holds(dossier)),
            "fee_receipts": receipts_for(dossier.pk),
            "may_take_cash": fee is not None
            and takes_cash_at(fee.agency_code, actor, receiver_code=fee.receiver_code),
            "accept": next(
                (one for one in offers if one.kind == "accept" and not one.blocked_by), None
            ),
            "derivation": dossier.due_derivation,
        },
    )


def _receive(request: HttpRequest, visit: Visit) -> intake.Taken | None:
    """Keep what was typed; hand it in where that was asked for and nothing is wrong."""
    changes_list = bool({ADD, REMOVE} & request.POST.keys())
    is_reading = request.POST.get("then", READ) in {READ, UPDATE} or changes_list
    try:
        _keep(request, visit)
    except InvalidInput as wrong:
        visit.errors = _worth_saying(wrong.errors, visit) if is_reading else wrong.errors
        visit.files_lost = bool(request.FILES)
        return None
    except Stale as stale:
        visit.refused = stale
        return None
    if is_reading or visit.errors or visit.draft is None or visit.arrival is None:
        return None
    try:
        arrivals.demand_looked_at(visit.arrival, visit.given)
        return intake.take_in(
            visit.draft,
            actor=visit.actor,
            seen_version=visit.draft.version,
            accept=request.POST.get("then") == ACCEPT,
        )
    except InvalidInput as wrong:
        _sort(wrong, visit)
    except Refused as refused:
        visit.refused = refused
        visit.draft = selectors.get_by_public_id(visit.draft.public_id, viewer=visit.actor)
    return None


def _keep(request: HttpRequest, visit: Visit) -> None:
    """Open or change the clerk's draft, with the files and counts that came along."""
    visit.arrival = arrivals.arrival_of(visit.given, visit.package, actor=visit.actor)
    if visit.draft is None:
        visit.draft = intake.draft(
            visit.version.procedure.code,
            visit.arrival,
            answers=visit.answers,
            actor=visit.actor,
            key=visit.key,
        )
    else:
        visit.draft = intake.amend(
            visit.draft,
            visit.arrival,
            answers=visit.answers,
            actor=visit.actor,
            seen_version=whole_number(request.POST.get("version", "")),
        )
    visit.answers = visit.draft.answers
    _take_papers(request, visit, visit.draft)
    if not _paper_out(request):
        actions.look_up_papers(visit.draft, actor=visit.actor)
    try:
        intake.count_papers(visit.draft, visit.counts, actor=visit.actor)
    except InvalidInput as wrong:
        visit.errors += wrong.errors


def _take_papers(request: HttpRequest, visit: Visit, draft: Dossier) -> None:
    """Take scans in and the named one out; what is refused is said beside its component."""
    if removed := _paper_out(request):
        actions.remove_paper(draft, _uuid(removed), actor=visit.actor)
    for name in request.FILES:
        code = name.removeprefix(PAPER)
        for upload in request.FILES.getlist(name):
            try:
                actions.add_paper(draft, code, upload, actor=visit.actor)
            except (InvalidInput, Refused, TooLarge, Unavailable) as error:
                sentence = f"Tệp “{nfc(upload.name or '')}”: {error.message}"
                visit.errors.append(FieldError(f"/papers/{code}", "file", sentence))


def _paper_out(request: HttpRequest) -> str:
    """The file that is to be taken out; an item of a list in the form is named by its pointer."""
    named = request.POST.get(REMOVE, "")
    return "" if named.startswith("/") else named


def _worth_saying(errors: list[FieldError], visit: Visit) -> list[FieldError]:
    """While a card is only being read, what is still empty is no mistake yet."""
    drawer = counter_screen.drawer_of(visit)
    return [
        error
        for error in errors
        if error.code == identity_card.CODE or drawer.value(error.pointer).strip()
    ]


def _sort(wrong: InvalidInput, visit: Visit) -> None:
    """Part what the package asks from what the counter asks."""
    ours = ("/papers/", "/counts/", "/compared")
    for error in wrong.errors:
        (visit.errors if error.pointer.startswith(ours) else visit.asked).append(error)
    if not wrong.errors:
        visit.refused = replace(wrong)


def _take_up(visit: Visit, agency: Agency) -> None:
    """Begin anew, or go on with a draft as it was left."""
    if visit.draft is None:
        visit.given = {"channel": "counter", "whose": "self", "agency": agency.code}
        return
    visit.given = counter_posted.given_of(visit.draft)
    visit.answers, visit.counts = visit.draft.answers, visit.draft.intake.counts


def _draft(given: str, actor: Actor) -> Dossier | None:
    return selectors.get_by_public_id(_uuid(given), viewer=actor) if given else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("Không tìm thấy bản nháp hoặc tệp này.") from None
