"""Bundles (liên thông): a parent that the applicant sees, and a dossier of its own for each leg.

Decree 118/2025: one file, several agencies; each leg has its procedure, agency, clock, fee lines
and result, and may need the result of another. On-time is scored on legs, totals on parents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.accounts.models import Agency
from portal.core import clock
from portal.core.errors import Refused
from procedures.catalogue import selectors as catalogue
from procedures.definition import evaluate, pointers
from procedures.definition.lifecycle import Outcome, Stage
from procedures.dossiers import legal_clock
from procedures.dossiers.engine import fire
from procedures.dossiers.models import Dossier, Paper

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from procedures.definition.package import Leg

COMPETENT = "competent"
_DONE = (Stage.SETTLED, Stage.DELIVERED)
_OVER = (*_DONE, Stage.REFUSED_INTAKE, Stage.WITHDRAWN)


def open_ready(bundle: int, *, actor: Actor) -> None:
    """Open each leg whose forerunners have results, submitted and accepted by the portal.

    The bundle's file was checked as a whole at its intake; a leg's time starts when its agency
    receives it. Each leg is opened and accepted by a door of its own, so a run that is cut short
    goes on where it stopped.
    """
    parent = Dossier.objects.select_related("competent_agency").get(pk=bundle)
    package = catalogue.package(parent.procedure_version_id)
    there = {leg.leg: leg for leg in parent.legs.all()}
    granted = {name for name, leg in there.items() if _granted(leg)}
    for wanted in package.substance.legs:
        if not set(wanted.after) <= granted:
            continue
        leg = there.get(wanted.id) or _draft(parent, wanted)
        if leg.stage == Stage.DRAFT:
            fire(leg.pk, "submit", actor=actor, data={}, seen_version=None)
            leg.refresh_from_db()
        if leg.stage == Stage.SUBMITTED:
            fire(leg.pk, "accept", actor=actor, data={}, seen_version=None)


def after(leg: int, *, actor: Actor) -> None:
    """What a leg's end sets going: the legs that waited for it, or the end of the bundle."""
    parent = Dossier.objects.get(legs=leg)
    if parent.stage != Stage.ACCEPTED:
        return
    open_ready(parent.pk, actor=actor)
    legs = list(parent.legs.all())
    wanted = catalogue.package(parent.procedure_version_id).substance.legs
    failed = {row.leg for row in legs if row.stage in _OVER and not _granted(row)}
    missing = {item.id for item in wanted} - {row.leg for row in legs}
    hopeless = {item.id for item in wanted if item.id in missing and failed & set(item.after)}
    if any(row.stage not in _OVER for row in legs) or missing - hopeless:
        return
    try:
        fire(parent.pk, "settle_bundle", actor=actor, data={}, seen_version=None)
    except Refused as refused:
        if refused.code != "wrong_moment":
            raise


def end_all(bundle: int, kind: str, data: dict[str, Any], *, actor: Actor) -> None:
    """Take one ending act on every leg that still offers it."""
    for leg in Dossier.objects.filter(parent=bundle).order_by("pk"):
        if leg.stage in (Stage.SUBMITTED, Stage.ACCEPTED, Stage.SETTLED):
            try:
                fire(leg.pk, kind, actor=actor, data=data, seen_version=None)
            except Refused as refused:
                if refused.code != "wrong_moment":
                    raise


def _granted(leg: Dossier) -> bool:
    return leg.stage in _DONE and leg.outcome != Outcome.REFUSE


def _draft(parent: Dossier, wanted: Leg) -> Dossier:
    """Make the leg's dossier out of the bundle's answers and papers; the agency is its own."""
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
    )
    with transaction.atomic():
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
            file=file.file.name,
            kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            uploaded_at=file.uploaded_at,
            uploaded_by=file.uploaded_by,
        )
        for file in files
    ]
