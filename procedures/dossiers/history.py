"""What came back to a desk: why a leader returned a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from procedures.catalogue import selectors as catalogue
from procedures.dossiers.models import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procedures.definition.package import Package
    from procedures.dossiers.models import Dossier


def sent_back(dossiers: Iterable[Dossier]) -> dict[int, Remark]:
    """Why a leader sent back those dossiers that are at their step for that reason, by key."""
    rows = {dossier.pk: dossier for dossier in dossiers}
    if not rows:
        return {}
    # What somebody wrote in the moment when the step began was written by whoever began it.
    written = Remark.objects.filter(dossier__in=rows, written_at=F("dossier__step_since"))
    return {
        remark.dossier_id: remark
        for remark in written
        if remark.action
        in returning(catalogue.package(rows[remark.dossier_id].procedure_version_id))
    }


def returning(package: Package) -> set[str]:
    """The actions of a plan by which a step is sent back."""
    return {
        action.id
        for step in package.plan.steps
        for action in step.actions
        if action.kind == "send_back"
    }
