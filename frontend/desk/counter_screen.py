"""The counter's one screen as a page: people, all questions below each other, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from frontend.desk import counter_fields as fields
from frontend.forms.communes import commune_names
from frontend.forms.pages import draw_page, links
from portal.accounts import identity_card
from portal.accounts.models import Agency, Organisation
from portal.core import calendars, clock
from portal.core.errors import InvalidInput, Stale
from portal.core.money import format_vnd
from procedures.definition import forms
from procedures.definition.evaluate import evaluate
from procedures.definition.posting import ADD, REMOVE
from procedures.dossiers import access, looking_up, mandates, selectors
from procedures.dossiers.selectors import PaperSlot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from frontend.desk.counter import Visit
    from portal.accounts.identity_card import IdentityCard
    from portal.accounts.models import Person
    from procedures.definition.forms import FormPage
    from procedures.dossiers.looking_up import PaperLookUp

WHO = {"submitter": "Người nộp", "owner": "Chủ hồ sơ", "organisation": "Tổ chức"}
NO_CARD = "Không quét được mã? Nhập theo giấy tờ"


def drawer_of(visit: Visit) -> fields.Drawer:
    """What draws the counter's own fields."""
    errors = {error.pointer: error.message for error in visit.errors}
    # The page asks for the power in two lists, one per kind of owner.
    if sentence := errors.get("/relation"):
        errors[_relation_pointer(visit)] = sentence
    return fields.Drawer(visit.given, errors)


def show(request: HttpRequest, visit: Visit, agency: Agency) -> HttpResponse:
    """Render the screen with everything that was typed."""
    drawer, errors = drawer_of(visit), {one.pointer: one.message for one in visit.errors}
    pages, slots, money = _form(visit)
    agencies = list(Agency.objects.order_by("code"))
    wrong = [*visit.errors, *visit.asked]
    refused, is_opened = visit.refused, request.method != "POST"
    known = _known(visit, is_taken_up=is_opened)
    status = refused.status if refused else 400 if wrong else 200
    context = {
        "procedure": visit.version.procedure,
        "draft": visit.draft,
        "key": visit.key,
        "arrival": fields.arrival_fields(drawer, visit.package, agencies, agency),
        "card": fields.card_field(drawer, "submitter", focus=is_opened and visit.draft is None),
        "submitter": fields.person_fields(drawer, "submitter"),
        "submitter_open": _is_typed(visit, "submitter", errors),
        "contact": fields.contact_fields(drawer, "submitter"),
        "no_card": NO_CARD,
        "whose": fields.whose_field(drawer),
        "owner_card": fields.card_field(drawer, "owner"),
        "owner": fields.person_fields(drawer, "owner"),
        "owner_open": _is_typed(visit, "owner", errors),
        "owner_contact": fields.contact_fields(drawer, "owner"),
        "relation_person": fields.relation_field(drawer, for_organisation=False),
        "organisation": fields.organisation_fields(drawer),
        "relation_organisation": fields.relation_field(drawer, for_organisation=True),
        "known": known,
        "focus": _focus(request, known, is_fine=not wrong and refused is None),
        "conflicts": _conflicts(visit),
        "compared": visit.given.get("compared"),
        "compared_error": errors.get("/compared"),
        "pages": [draw_page(page, visit.asked, alone=False) for page in pages],
        "boxes": fields.paper_boxes(slots, visit.counts, errors, _look_ups(visit)),
        "mandate": fields.paper_boxes([_mandate(visit)], visit.counts, errors)[0],
        "errors": _summary(visit, pages, slots),
        "refused": refused,
        "is_stale": isinstance(refused, Stale),
        "files_lost": visit.files_lost,
        **money,
    }
    return render(request, "frontend/desk/counter_form.html", context, status=status)


def _form(visit: Visit) -> tuple[list[FormPage], Sequence[PaperSlot], dict[str, Any]]:
    """The questions and papers that the answers call for, and what they cost so far."""
    draft, channel = visit.draft, visit.given.get("channel") or "counter"
    groups = access.groups_of(draft) if draft else frozenset[str]()
    moment = clock.now()
    pages = forms.page_model(
        visit.package,
        visit.answers,
        groups=groups,
        at=moment,
        channel=channel,
        names=commune_names(),
    )
    if draft is not None:
        verdict = selectors.evaluation(draft)
        slots: Sequence[PaperSlot] = selectors.paper_slots(draft, verdict)
    else:
        verdict = evaluate(
            visit.package,
            visit.answers,
            channel=channel,
            at=moment,
            calendar=calendars.current(),
            groups=groups,
        )
        slots = [PaperSlot(need, ()) for need in verdict.papers]
    kept = [slot for slot in slots if slot.need.rule.code != mandates.CODE]
    # 0 ₫ is said only of a complete form: before, it means that nothing is known yet.
    is_known = draft is not None and (verdict.valid or verdict.fees.total)
    return pages, kept, {"fee": format_vnd(verdict.fees.total) if is_known else ""}


def _mandate(visit: Visit) -> PaperSlot:
    """The box of the paper that proves the power, with what was scanned for it."""
    files = visit.draft.papers.filter(code=mandates.CODE, removed_at=None) if visit.draft else ()
    return PaperSlot(mandates.NEED, tuple(files))


def _look_ups(visit: Visit) -> dict[str, PaperLookUp]:
    """What the registers said of the components, by component."""
    found = looking_up.paper_look_ups(visit.draft) if visit.draft else []
    return {one.code: one for one in found}


def _known(
    visit: Visit, *, is_taken_up: bool
) -> dict[str, Person | Organisation | IdentityCard | None]:
    """Who stands at the counter and for whom; what a card says, where the rest is not right."""
    found = visit.arrival
    if found is None and visit.draft is not None and is_taken_up:
        return _parties(visit.draft.submitter, access.whose(visit.draft))
    if found is None:
        roles = ("submitter", "owner") if visit.given.get("whose") == "person" else ("submitter",)
        return {role: _card(visit, role) for role in roles}
    return _parties(found.submitter, found.owner)


def _parties(
    submitter: Person, owner: Person | Organisation
) -> dict[str, Person | Organisation | IdentityCard | None]:
    kind = "organisation" if isinstance(owner, Organisation) else "owner"
    return {"submitter": submitter, kind: owner if owner != submitter else None}


def _card(visit: Visit, role: str) -> IdentityCard | None:
    """What the card in a field says, if it can be read."""
    typed = visit.given.get(role)
    text = typed.get("card") if isinstance(typed, dict) else ""
    try:
        return identity_card.parse(text, today=clock.today()) if text else None
    except InvalidInput:
        return None


def _focus(request: HttpRequest, known: Mapping[str, object], *, is_fine: bool) -> dict[str, bool]:
    """Where the cursor goes on: to whoever was just read, or back to where one pressed."""
    if not is_fine or request.method != "POST":
        return {}
    if request.POST.get("then") == "update" or {ADD, REMOVE} & request.POST.keys():
        return {"update": True}
    return {"owner": True} if known.get("owner") else {"submitter": True}


def _conflicts(visit: Visit) -> list[tuple[str, str, str, str]]:
    """What the papers say differently: who, what, as said, as known."""
    found = visit.arrival.conflicts if visit.arrival else ()
    return [(WHO[whose], one.label, one.said, one.known) for whose, one in found]


def _is_typed(visit: Visit, role: str, errors: dict[str, str]) -> bool:
    """Whether the typed facts of somebody must be in sight."""
    typed = visit.given.get(role)
    names = [name for name, *_ in fields.PERSON]
    filled = isinstance(typed, dict) and any(typed.get(name) for name in names)
    return filled or any(f"/{role}/{name}" in errors for name in (*names, "gender"))


def _summary(
    visit: Visit, pages: Sequence[FormPage], slots: Sequence[PaperSlot]
) -> list[dict[str, str]]:
    """All that is wrong, each with the way to it."""
    papers = {slot.need.rule.code: slot.need.rule.name for slot in slots}
    lines = []
    for error in visit.errors:
        first, _, rest = error.pointer.strip("/").partition("/")
        if first == "papers":
            text, place = error.message, f"paper-{rest}"
        elif first == "counts":
            code, _, kind = rest.partition("/")
            text = f"{papers.get(code, '')}, {fields.COUNT_WORDS[kind].lower()}: {error.message}"
            place = f"count-{code}-{kind}"
        elif first == "relation":
            text, place = error.message, fields.field_id(_relation_pointer(visit))
        else:
            who = WHO.get(first, "")
            text = f"{who}: {error.message}" if who else error.message
            place = fields.field_id(error.pointer)
        lines.append({"text": text, "href": f"#{place}"})
    return lines + _asked(visit, pages)


def _asked(visit: Visit, pages: Sequence[FormPage]) -> list[dict[str, str]]:
    """What is wrong with the answers, in the order of the form."""
    wrong = {error.pointer: error for error in visit.asked}
    shown = [line for page in pages for line in links(page, wrong)]
    named = {pointer for pointer, _, _ in shown}
    return [
        *({"text": text, "href": href} for _, text, href in shown),
        *({"text": error.message} for error in visit.asked if error.pointer not in named),
    ]


def _relation_pointer(visit: Visit) -> str:
    return f"/relation_{'organisation' if visit.given.get('whose') == 'organisation' else 'person'}"
