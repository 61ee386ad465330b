"""What is written to the catalogue: publishing versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from portal.core import clock, journal
from portal.core.errors import FieldError, InvalidInput, NotFound
from portal.core.text import fold
from procedures.catalogue import listing, selectors
from procedures.catalogue.models import Procedure, ProcedureVersion
from procedures.definition import canonical, loader, verify

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from procedures.definition.package import Package

SHIPPED = Path(__file__).resolve().parents[1] / "packages"


def publish(document: str, *, actor: Actor) -> ProcedureVersion:
    """Freeze a verified package as the newest version of its procedure.

    Publishing what is already the newest version changes nothing. What the verifier finds is
    refused, finding by finding.
    """
    package = loader.load(document)
    findings = verify.verify(package, verify.Facts(procedures=_legs_of(package)))
    if findings:
        raise InvalidInput(
            "Gói thủ tục chưa đạt kiểm tra nên chưa công bố được.",
            errors=[FieldError(item.place, item.rule, item.message) for item in findings],
        )
    substance, plan, substance_hash, plan_hash = canonical.halves(document)
    with transaction.atomic():
        procedure = _save_procedure(package)
        newest = procedure.versions.order_by("-number").first()
        if newest and (newest.substance_hash, newest.plan_hash) == (substance_hash, plan_hash):
            return newest
        version = ProcedureVersion(
            procedure=procedure,
            number=newest.number + 1 if newest else 1,
            substance=substance,
            plan=plan,
            substance_hash=substance_hash,
            plan_hash=plan_hash,
            effective_from=package.substance.catalogue.effective_from,
            effective_until=package.substance.catalogue.effective_until,
            published_at=clock.now(),
            published_by=actor.code,
        )
        version.save()
        journal.record(
            f"procedure:{procedure.code}",
            "procedure.published",
            actor=actor.code,
            procedure=procedure.code,
            data={"number": version.number, "substance": substance_hash, "plan": plan_hash},
        )
    return version


def load_shipped(*, actor: Actor) -> list[ProcedureVersion]:
    """Publish every package that ships with the portal."""
    return [
        publish(path.read_text(encoding="utf-8"), actor=actor)
        for path in sorted(SHIPPED.glob("*.yaml"))
    ]


def _legs_of(package: Package) -> dict[str, Package]:
    """The packages in force of a bundle's legs: they are published before the bundle."""
    known = {}
    for leg in package.substance.legs:
        try:
            version = selectors.in_force(leg.procedure, on=clock.today())
        except NotFound:
            continue  # The verifier names the leg.
        known[leg.procedure] = selectors.package(version.pk)
    return known


def _save_procedure(package: Package) -> Procedure:
    """Bring the catalogue row up to the package's facts."""
    facts = package.substance.catalogue
    words = [package.code, facts.name, facts.field_name, facts.summary]
    procedure, _ = Procedure.objects.update_or_create(
        code=package.code,
        defaults={
            "name": facts.name,
            "search_text": fold(" ".join(words)),
            "field_code": facts.field_code,
            "field_name": facts.field_name,
            "level": facts.level,
            "agency_class": facts.agency_class,
            "audiences": list(facts.audiences),
            "life_event": facts.life_event,
            "summary": facts.summary,
            "replaced_by": facts.replaced_by or "",
        },
    )
    listing.put_procedure(procedure)
    return procedure
