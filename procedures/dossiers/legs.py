"""Bundles (liên thông): a parent that the applicant sees, and a dossier of its own for each leg.

Decree 118/2025: one file, several agencies; each leg has its procedure, agency, clock, fee lines
and result, and may need the result of another. On-time is scored on legs, totals on parents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.accounts.models import Agency
from portal.core import clock
from procedures.catalogue import selectors as catalogue
from procedures.definition import evaluate, pointers
from procedures.definition.lifecycle import Stage
from procedures.dossiers import access, bundles, legal_clock, outside
from procedures.dossiers.engine import fire
from procedures.dossiers.models import Dossier, Paper
from procedures.dossiers.own_accord import fire_unless_overtaken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.accounts.actors import Actor
    from procedures.definition.package import Leg

COMPETENT = "competent"
_UNDER_WAY = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.STOPPED, Stage.SETTLED)


def open_ready(bundle: int, *, actor: Actor) -> None:
    """Open each leg whose forerunners have results, submitted and accepted by the portal.

    The bundle's file was checked as a whole at its intake; a leg's time starts when its agency
    receives it. Each leg is opened and accepted by a door of its own, so a run that is cut short
    goes on where it stopped.
    """
    rows = Dossier.objects.select_related("competent_agency", "submitter", "owner", "organisation")
    parent = rows.get(pk=bundle)
    if parent.stage != Stage.ACCEPTED:
        return
    legs = catalogue.package(parent.procedure_version_id).substance.legs
    there = {leg.leg: leg for leg in parent.legs.select_related("procedure")}
    ready = bundles.standing(legs, there.values()).ready
    for wanted in legs:
        leg = there.get(wanted.id)
        if wanted.id in ready:
            leg = leg or _draft(parent, wanted, there)
            if leg is None:
                return
            leg = _hand_in(leg, actor=actor)
        if leg is not None and leg.stage == Stage.ACCEPTED:
            outside.expect(leg)


def after(leg: int, *, actor: Actor) -> None:
    """What a leg's end or reopening sets going with the bundle and the legs that waited for it."""
    row = Dossier.objects.select_related("parent").get(pk=leg)
    if row.parent is None:
        raise AssertionError("a leg has its bundle")
    parent = row.parent
    if row.stage == Stage.ACCEPTED and parent.stage == Stage.SETTLED:
        reason = {"reason": "Một phần việc liên thông được mở lại."}
        fire_unless_overtaken(parent.pk, "recall", reason, actor=actor)
        parent = Dossier.objects.get(pk=parent.pk)
    if row.stage == Stage.SETTLED and parent.stage == Stage.DELIVERED:
        fire_unless_overtaken(row.pk, "deliver", actor=actor)
    go_on(parent.pk, actor=actor)


def go_on(bundle: int, *, actor: Actor) -> None:
    """Open what is ready, end what has become hopeless, settle the bundle when all is over."""
    open_ready(bundle, actor=actor)
    parent = Dossier.objects.get(pk=bundle)
    if parent.stage == Stage.WITHDRAWN:
        # Withdrawn while a leg was being opened.
        withdraw_all(bundle, actor=actor)
    if parent.stage != Stage.ACCEPTED:
        return
    legs = list(parent.legs.all())
    standing = bundles.standing(catalogue.package(parent.procedure_version_id).substance.legs, legs)
    for other in legs:
        if other.leg in standing.hopeless & standing.open:
            reason = {"reason": "Phần việc phải có kết quả trước đó đã không có kết quả."}
            fire_unless_overtaken(other.pk, "withdraw_leg", reason, actor=actor)
    if standing.is_over:
        fire_unless_overtaken(parent.pk, "settle_bundle", actor=actor)


def end_all(bundle: int, kind: str, data: dict[str, Any], *, actor: Actor) -> None:
    """Take one ending act on every leg that still offers it."""
    for leg in Dossier.objects.filter(parent=bundle, stage__in=_UNDER_WAY).order_by("pk"):
        fire_unless_overtaken(leg.pk, kind, data, actor=actor)


def withdraw_all(bundle: int, *, actor: Actor) -> None:
    """Withdraw with the bundle every leg that has no result."""
    end_all(bundle, "withdraw_leg", {"reason": "Hồ sơ liên thông đã được rút."}, actor=actor)


def _hand_in(leg: Dossier, *, actor: Actor) -> Dossier:
    """Submit and accept a leg, whichever of it is still to be done."""
    for stage, act in ((Stage.DRAFT, "submit"), (Stage.SUBMITTED, "accept")):
        if leg.stage == stage:
            leg = fire(leg.pk, act, actor=actor, data={}, seen_version=None)
    return leg


def _draft(parent: Dossier, wanted: Leg, there: Mapping[str, Dossier]) -> Dossier | None:
    """Make the leg's dossier out of the bundle's answers and papers; the agency is its own.

    None when the bundle ended or was stopped meanwhile.

    What registers gave to the legs that it waited for, such as a personal number, it knows too.
    """
    version = catalogue.in_force(wanted.procedure, on=clock.today())
    package = catalogue.package(version.pk)
    agency = parent.competent_agency
    if wanted.agency != COMPETENT:
        agency = Agency.objects.get(code=wanted.agency)
    answers: dict[str, Any] = {}
    for pointer, source in wanted.answers:
        value = pointers.get(parent.answers, source)
        if value is not None:
            answers = pointers.put(answers, pointer, value)
    for pointer, value in wanted.values:
        answers = pointers.put(answers, pointer, value)
    moment = clock.now()
    verdict = evaluate.evaluate(
        package,
        answers,
        channel=parent.channel,
        at=moment,
        calendar=legal_clock.calendar_now(),
        groups=access.groups_of(parent),
        agency=agency.code if agency else "",
    )
    facts: dict[str, Any] = {}
    for name in wanted.after:
        facts |= there[name].register_facts
    with transaction.atomic():
        locked = Dossier.objects.select_for_update(no_key=True).get(pk=parent.pk)
        if locked.stage != Stage.ACCEPTED:
            return None
        leg = Dossier.objects.create(
            parent=parent,
            leg=wanted.id,
            procedure=version.procedure,
            procedure_version=version,
            submitter_id=parent.submitter_id,
            owner_id=parent.owner_id,
            organisation_id=parent.organisation_id,
            owner_key=parent.owner_key,
            receiving_agency=agency,
            competent_agency=agency,
            channel=parent.channel,
            delivery=parent.delivery,
            answers=verdict.answers,
            register_facts=facts,
            fee_total=verdict.fees.total,
            fee_lines=[
                {**line.as_dict(), "name": line.name, "waiver": line.waiver}
                for line in verdict.fees.lines
            ],
            duration=verdict.duration,
            created_at=moment,
            updated_at=moment,
        )
        Paper.objects.bulk_create(_papers(parent, leg, wanted))
    return leg


def _papers(parent: Dossier, leg: Dossier, wanted: Leg) -> list[Paper]:
    """The bundle's files that the leg's agency needs: the same bytes under the leg's names."""
    names = {source: paper for paper, source in wanted.papers}
    files = parent.papers.filter(code__in=list(names), removed_at__isnull=True)
    return [
        Paper(
            dossier=leg,
            code=names[file.code],
            name=file.name,
            source=file.source,
            file=file.file.name,
            kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            uploaded_at=file.uploaded_at,
            uploaded_by=file.uploaded_by,
        )
        for file in files
    ]
