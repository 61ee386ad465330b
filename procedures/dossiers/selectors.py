"""What is read of dossiers; each read asks who looks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from portal.accounts import permissions
from portal.accounts.selectors import mandates_of
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound
from procedures.catalogue import selectors as catalogue
from procedures.definition import texts
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind, Stage
from procedures.definition.pointers import get as answer
from procedures.dossiers import (
    access,
    drafts,
    engine,
    identity,
    legal_clock,
    mandates,
    offers,
    requested,
    supplements,
)
from procedures.dossiers.models import Dossier, Hold, Paper, Remark, Result, Slip
from procedures.dossiers.offers import Waits

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from procedures.definition.evaluate import Evaluation, PaperNeed
    from procedures.definition.package import Input, Package, Step
    from procedures.dossiers.legal_clock import ClockState

# Who had the file, from when to when, with the officers' names.
_INSIDE_FORM = "mau_06"
RELATED = (
    "procedure",
    "competent_agency",
    "receiving_agency",
    "owner",
    "organisation",
    "submitter",
    "signer",
)


@dataclass(frozen=True, slots=True)
class AvailableAction:
    """An action that the actor may take now, or why not yet."""

    id: str
    kind: str
    label: str
    inputs: tuple[Input, ...]
    blocked_by: str  # the sentence of the hold that it waits for; "" when it may be taken
    approver: str = ""  # the role that must release it; it is then drafted, not taken


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """One component of the file with what has been uploaded for it."""

    need: PaperNeed
    files: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class FeeDue:
    """What an open fee hold asks for, with what a payment and its receipt must name."""

    hold_id: int
    dossier_id: int
    dossier_code: str
    procedure_code: str
    procedure_name: str
    total: int
    lines: list[dict[str, Any]]
    agency_code: str
    agency_name: str
    agency_tax_code: str
    channel: str
    owner_name: str
    receiver_code: str = ""  # of the agency that took the file in, whose counter takes cash too


@dataclass(frozen=True, slots=True)
class FeePayer:
    """Whom a receipt names."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """What anyone with the code and the secret may know: the status, nothing else."""

    code: str
    procedure_name: str
    agency_name: str
    national_code: int
    status: str
    received_at: datetime | None
    due_at: datetime | None


def get_dossier(code: str, *, viewer: Actor) -> Dossier:
    """Fetch a submitted dossier; 404 for whoever may not see it."""
    return _visible(Dossier.objects.filter(code=code), viewer)


def is_visible(dossier: Dossier, *, viewer: Actor) -> bool:
    """Whether the viewer may still see a dossier as it stands now."""
    return "view" in access.kinds_for(dossier, viewer)


def get_readable(code: str, *, viewer: Actor) -> Dossier:
    """Fetch a dossier whose papers the viewer may read; 403 for whoever only sees that it is."""
    dossier = get_dossier(code, viewer=viewer)
    if "view_papers" not in access.kinds_for(dossier, viewer):
        raise NotAllowed("Bạn không được xem giấy tờ của hồ sơ này.")
    return dossier


def get_by_public_id(public_id: UUID, *, viewer: Actor) -> Dossier:
    """Fetch a draft or dossier by its unguessable id; 404 for whoever may not see it."""
    return _visible(Dossier.objects.filter(public_id=public_id), viewer)


def my_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers and drafts of a person and of those they may act for; legs stand in theirs."""
    if actor.person is None:
        return Dossier.objects.none()
    mandates = list(mandates_of(actor.person, on=clock.today()))
    organisations = [mandate.organisation_id for mandate in mandates if mandate.organisation_id]
    people = [mandate.principal_id for mandate in mandates if mandate.principal_id]
    mine = Q(owner__in=[actor.person.pk, *people])
    of_a_counter = Q(stage=Stage.DRAFT) & ~Q(channel="online")
    waits = Prefetch("holds", Hold.objects.filter(closed_at__isnull=True), to_attr="open_holds")
    going_on = Dossier.objects.filter(closed_at__isnull=True).prefetch_related(waits)
    return (
        Dossier.objects.filter(mine | Q(organisation__in=organisations), parent__isnull=True)
        .exclude(of_a_counter)
        .select_related("procedure", "competent_agency", "owner", "organisation")
        .prefetch_related(waits, Prefetch("legs", going_on, to_attr="open_legs"))
        .order_by("-updated_at")
    )


def package_of(dossier: Dossier) -> Package:
    """The frozen package that the dossier is pinned to."""
    return catalogue.package(dossier.procedure_version_id)


def step_of(dossier: Dossier) -> Step | None:
    """The active step of the plan, if there is one."""
    return package_of(dossier).plan.step(dossier.step) if dossier.step else None


def available_actions(dossier: Dossier, *, actor: Actor) -> list[AvailableAction]:
    """What the actor may do now, in the order of the plan; blocked ones with their reason."""
    held = access.standings(dossier, actor)
    kinds, waits = permissions.kinds_for(held), Waits.of(dossier)
    package = package_of(dossier)
    offered = offers.offered(dossier, step_of(dossier), actor, waits=waits)
    return [
        AvailableAction(
            id=offer.id,
            kind=offer.kind,
            label=offer.label,
            inputs=offer.inputs,
            blocked_by=engine.blocked_by(offer, dossier, waits, package=package),
            approver=offers.approver_of(offer, dossier, waits, actor) or "",
        )
        for offer in offered
        if access.may_take(offer, dossier, kinds, held, waits, actor)
    ]


def open_holds(dossier: Dossier) -> list[Hold]:
    """The holds that wait now, oldest first."""
    return list(dossier.holds.filter(closed_at__isnull=True))


def evaluation(dossier: Dossier) -> Evaluation:
    """The verdict on a dossier's answers."""
    return drafts.evaluation(dossier)


def paper_slots(dossier: Dossier, verdict: Evaluation | None = None) -> list[PaperSlot]:
    """The components that the answers call for and what came beyond them, each with its files."""
    files = list(dossier.papers.filter(removed_at__isnull=True))
    needs = list((verdict or evaluation(dossier)).papers)
    present = {file.code for file in files}
    needs += [need for need in (mandates.NEED, requested.NEED) if need.rule.code in present]
    return [
        PaperSlot(need, tuple(file for file in files if file.code == need.rule.code))
        for need in needs
    ]


def supplement_slots(dossier: Dossier, hold: Hold) -> list[PaperSlot]:
    """The components that a supplement asked for, with a place for what lies beyond them."""
    slots = paper_slots(dossier)
    if not any(slot.need is requested.NEED for slot in slots):
        slots.append(PaperSlot(requested.NEED, ()))
    return [
        replace(slot, need=replace(slot.need, required=supplements.asks_paper(hold, slot.need)))
        for slot in slots
        if supplements.takes_paper(hold, slot.need)
    ]


def get_paper(dossier: Dossier, public_id: UUID) -> Paper:
    """Fetch one file of a dossier that the caller has already been shown."""
    paper = dossier.papers.filter(public_id=public_id, removed_at__isnull=True).first()
    # What a register vouched for has no file to open.
    if paper is None or not paper.file:
        raise NotFound("Không tìm thấy tệp này.")
    return paper


def slips(dossier: Dossier, *, viewer: Actor) -> list[Slip]:
    """The statutory forms made so far; the control slip is read by the parties' staff alone."""
    if access.is_only_asked(dossier, viewer):
        return []
    made = dossier.slips.all()
    return list(made if viewer.staff else made.exclude(form=_INSIDE_FORM))


def results(dossier: Dossier, *, viewer: Actor) -> list[Result]:
    """The results in force; an applicant has them once they are handed out."""
    if not has_results(dossier, viewer=viewer):
        return []
    return list(dossier.results.filter(voided_at__isnull=True))


def has_results(dossier: Dossier, *, viewer: Actor) -> bool:
    """Whether the viewer may know of results now."""
    if viewer.staff is None:
        return bool(dossier.stage == Stage.DELIVERED)
    return not access.is_only_asked(dossier, viewer)


def remarks(dossier: Dossier, *, viewer: Actor) -> list[Remark]:
    """What people wrote with their actions, oldest first.

    What the desks write among themselves is read by whoever reads the papers there; applicants
    have their own words.
    """
    reads = "view_papers" in access.kinds_for(dossier, viewer)
    if not reads or access.is_only_asked(dossier, viewer):
        return []
    written = dossier.remarks.all()
    return list(written if viewer.staff else written.filter(written_by=viewer.code))


def fee_due_by_dossier_id(dossier_id: int) -> FeeDue | None:
    """What the open fee hold of a dossier asks for; None when nothing is owed."""
    hold = _open_fee_holds().filter(dossier_id=dossier_id).first()
    return _fee_due(hold) if hold else None


def fees_due_at(agency_code: str, *, limit: int) -> list[FeeDue]:
    """What the open fee holds ask for that an agency settles or took in, the oldest first."""
    here = Q(dossier__competent_agency__code=agency_code)
    holds = _open_fee_holds().filter(here | Q(dossier__receiving_agency__code=agency_code))
    found = (_fee_due(hold) for hold in holds.order_by("opened_at", "pk")[:limit])
    return [due for due in found if due is not None]


def _open_fee_holds() -> QuerySet[Hold]:
    """The open fee holds with all that a `FeeDue` names."""
    return Hold.objects.filter(kind=HoldKind.FEE, closed_at__isnull=True).select_related(
        "dossier__procedure",
        "dossier__competent_agency",
        "dossier__receiving_agency",
        "dossier__owner",
        "dossier__organisation",
    )


def _fee_due(hold: Hold) -> FeeDue | None:
    dossier, agency = hold.dossier, hold.dossier.competent_agency
    if agency is None:
        return None
    return FeeDue(
        hold_id=hold.pk,
        dossier_id=dossier.pk,
        dossier_code=dossier.code or "",
        procedure_code=dossier.procedure.code,
        procedure_name=dossier.procedure.name,
        total=hold.data["amount"],
        lines=[line for line in hold.data["lines"] if line["amount"] > 0],
        agency_code=agency.code,
        agency_name=agency.name,
        agency_tax_code=agency.tax_code,
        channel=dossier.channel,
        owner_name=dossier.owner_name,
        receiver_code=dossier.receiving_agency.code if dossier.receiving_agency else "",
    )


def fee_due(dossier: Dossier) -> FeeDue | None:
    """What the dossier owes now."""
    return fee_due_by_dossier_id(dossier.pk)


def fee_payer(dossier_id: int) -> FeePayer:
    """Whom the receipt names: the owner of the matter."""
    dossier = Dossier.objects.select_related("owner", "organisation").get(pk=dossier_id)
    owner = dossier.organisation or dossier.owner
    return FeePayer(dossier.owner_name, owner.address if owner else "")


def track(code: str, secret: str) -> Tracked:
    """The status of a dossier for whoever holds its code and secret."""
    dossier = (
        Dossier.objects.filter(code=code.strip().upper())
        .select_related("procedure", "competent_agency")
        .first()
    )
    given = secret.strip().upper().encode()
    expected = dossier.secret.encode() if dossier else b"-" * 8
    if not secrets.compare_digest(given, expected) or dossier is None:
        raise NotFound("Không tìm thấy hồ sơ với mã hồ sơ và mã tra cứu này.")
    number = dossier.national_code or 1
    return Tracked(
        code=dossier.code or "",
        procedure_name=dossier.procedure.name,
        agency_name=dossier.competent_agency.name if dossier.competent_agency else "",
        national_code=number,
        status=NATIONAL_CODES[number],
        received_at=dossier.received_at,
        due_at=dossier.due_at,
    )


def clock_of(dossier: Dossier, *, waiting: bool) -> ClockState:
    """How the running deadline stands, in a colour's name and words."""
    if dossier.stage == Stage.STOPPED:
        return legal_clock.ClockState("paused", "Dừng giải quyết")
    if dossier.stage not in {Stage.SUBMITTED, Stage.ACCEPTED}:
        return legal_clock.ClockState("none", "")
    return legal_clock.state_of(dossier.deadline_at, now=clock.now(), waiting=waiting)


def answer_lines(dossier: Dossier, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """The answers in words: (page title, question, answer)."""
    lines = []
    verdict = evaluation(dossier)
    shown = set(verdict.visible)
    for page in package_of(dossier).substance.pages:
        for section in page.sections:
            for field in section.fields:
                value = answer(dossier.answers, field.pointer)
                if field.pointer in shown and value is not None:
                    words = texts.display(field, value, names)
                    lines.append((page.title, field.label, words))
    return lines


def identity_differences(dossier: Dossier, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """The answers that say something else than the identity: (question, answer, proven fact)."""
    return [
        (
            one.field.label,
            texts.display(one.field, one.said, names),
            texts.display(one.field, one.known, names),
        )
        for one in identity.differences(dossier, evaluation(dossier).visible)
    ]


def _visible(rows: QuerySet[Dossier], viewer: Actor) -> Dossier:
    dossier = rows.select_related(*RELATED).first()
    if dossier is None:
        raise NotFound("Không tìm thấy hồ sơ.")
    access.demand_visible(dossier, access.kinds_for(dossier, viewer), viewer)
    return dossier
