"""What stands beside the step of a dossier: drafted requests, side tasks, legs of a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.definition.lifecycle import HoldKind, Outcome, Stage
from procedures.dossiers import access, previews, selectors
from procedures.dossiers.models import Dossier, Request, Result, SideTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from procedures.definition.package import Leg
    from procedures.dossiers.models import Hold
    from procedures.dossiers.previews import Preview

RETURNED_SHOWN = 5


def requests(dossier: Dossier, *, viewer: Actor) -> list[Request]:
    """The open requests, and those that were returned lately; the parties' staff reads them."""
    if not _reads(dossier, viewer) or access.is_only_asked(dossier, viewer):
        return []
    rows = dossier.requests.filter(state__in=[*Request.OPEN, Request.State.RETURNED])
    return sorted(rows.order_by("-drafted_at")[:RETURNED_SHOWN], key=lambda one: one.drafted_at)


def wish_to_withdraw(dossier: Dossier) -> Request | None:
    """The applicant's own request to withdraw that the agency has not answered yet."""
    if not dossier.open_requests:
        return None
    return dossier.requests.filter(kind="withdraw", state__in=Request.OPEN).first()


def tasks(dossier: Dossier, *, viewer: Actor) -> list[SideTask]:
    """The side tasks, open ones first; an agency that is only asked reads its own."""
    if viewer.staff is None or not _reads(dossier, viewer):
        return []
    rows: QuerySet[SideTask] = dossier.tasks.select_related("agency", "assignee")
    if access.is_only_asked(dossier, viewer):
        rows = rows.filter(agency=viewer.staff.agency_id)
    return sorted(rows, key=lambda task: (task.closed_at is not None, task.opened_at))


def shown_draft(dossier: Dossier, holds: Iterable[Hold]) -> Preview | None:
    """The draft of the result that the applicant is asked to confirm, while they are asked."""
    if not any(hold.kind == HoldKind.CONFIRMATION for hold in holds):
        return None
    return previews.result_preview(dossier, Outcome(dossier.outcome or Outcome.GRANT))


def legs(dossier: Dossier) -> list[tuple[Leg, Dossier | None]]:
    """The legs of a bundle as its package names them, each with its dossier once it is open."""
    wanted = selectors.package_of(dossier).substance.legs
    if not wanted:
        return []
    rows = dossier.legs.exclude(stage=Stage.DRAFT).select_related(
        "procedure", "competent_agency", "owner", "organisation"
    )
    opened: Mapping[str, Dossier] = {row.leg: row for row in rows}
    return [(leg, opened.get(leg.id)) for leg in wanted]


def every_result(dossier: Dossier, *, viewer: Actor) -> tuple[list[Result], list[Result]]:
    """The results in force, and the void ones.

    An applicant has results once they are handed out, and of the void ones knows only those that a
    corrected one replaced: what was recalled before hand-out never reached them.
    """
    if not selectors.has_results(dossier, viewer=viewer):
        return [], []
    rows = list(dossier.results.select_related("supersedes", "superseded_by"))
    standing = [row for row in rows if row.voided_at is None]
    void = [row for row in rows if row.voided_at is not None]
    if viewer.staff is None:
        void = [row for row in void if hasattr(row, "superseded_by")]
    return standing, void


def _reads(dossier: Dossier, viewer: Actor) -> bool:
    """Whether the viewer is of the staff and reads the papers."""
    return viewer.staff is not None and "view_papers" in access.kinds_for(dossier, viewer)
