"""Results: numbered at issue only, voided with their number kept, superseded by a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import StaffMember
from portal.core.errors import Refused
from procedures.definition.lifecycle import Outcome
from procedures.definition.results import rule_for
from procedures.dossiers import codes
from procedures.dossiers.models import Result

if TYPE_CHECKING:
    from procedures.dossiers.effects.move import Move


def issue(
    move: Move, outcome: Outcome, *, signer: StaffMember | None, supersedes: Result | None = None
) -> Result:
    """Give a result its number in the agency's book; the worker makes its document."""
    dossier, agency = move.dossier, move.dossier.competent_agency
    if agency is None:
        raise AssertionError("an accepted dossier has a competent agency")
    rule = rule_for(move.package, outcome)
    number = codes.allocate_number(agency.code, book=rule.symbol, issued_at=move.moment)
    result = Result.objects.create(
        dossier=dossier,
        code=rule.code,
        name=rule.name,
        outcome=outcome.value,
        number=f"{number:02d}/{rule.symbol}",
        signed_by=f"staff:{signer.pk}" if signer else "",
        signer_name=signer.full_name if signer else "",
        signer_title=signer.title if signer else "",
        reason=dossier.outcome_reason,
        correction=move.data.get("correction", ""),
        supersedes=supersedes,
        issued_at=move.moment,
        issued_by=move.actor.code,
    )
    move.later("dossiers.result_pdf", key=str(result.pk), result=result.pk)
    return result


def void(move: Move) -> list[int]:
    """Void the results in force with the reason; returns their keys."""
    standing = list(move.dossier.results.filter(voided_at__isnull=True))
    for result in standing:
        result.voided_at, result.void_reason = move.moment, move.data["reason"]
        result.save(update_fields=["voided_at", "void_reason"])
    return [result.pk for result in standing]


def correct(move: Move) -> None:
    """Replace a delivered result by a corrected one; both stay, the old one void."""
    old = move.dossier.results.filter(voided_at__isnull=True).order_by("-issued_at").first()
    if old is None:
        raise Refused("Hồ sơ không có kết quả nào để đính chính.", code="no_result")
    void(move)
    new = issue(move, Outcome(old.outcome), signer=_releaser(move), supersedes=old)
    move.fact |= {"result": new.pk, "supersedes": old.pk}


def _releaser(move: Move) -> StaffMember:
    """Whoever released the correction answers for it, not who signed what it replaces."""
    if move.request is None:
        raise AssertionError("a correction is released before it takes effect")
    return StaffMember.objects.get(pk=move.request.released_by.removeprefix("staff:"))
