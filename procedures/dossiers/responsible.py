"""Who must move next: for everything open on a dossier, the one it lies with.

What another branch of the state runs lies with its system. A desk is answerable only while somebody
holds a post there that may do the step's work; an empty `who` names what lies with nobody, which no
plan, office or absence may ever bring about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts import presence
from portal.accounts.models import Post
from portal.accounts.permissions import Relation, Role, allows
from procedures.definition.lifecycle import ENDED, Stage
from procedures.dossiers import outside, selectors
from procedures.dossiers.models import Request
from procedures.dossiers.offers import Waits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from procedures.dossiers.models import Dossier, SideTask

APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Responsible:
    """One open thing and with whom it lies; both are codes such as `task:12` and `staff:3`."""

    what: str
    who: str


@dataclass(frozen=True, slots=True)
class _Posts:
    """Who holds which role where, at the agencies that have to do with one dossier."""

    held: frozenset[tuple[int, str, str]]  # agency, role, kind of desk ("" reaches all)
    away: frozenset[int]  # who of them is absent; whose post nobody there holds is left out

    @classmethod
    def of(cls, agencies: Collection[int]) -> _Posts:
        rows = Post.objects.filter(staff__agency__in=agencies)
        columns = rows.values_list("staff_id", "staff__agency_id", "role", "desk__kind")
        posts = [(staff, agency, role, desk or "") for staff, agency, role, desk in columns]
        absent = presence.away().filter(staff__in={staff for staff, *_ in posts})
        away = frozenset(absent.values_list("staff_id", flat=True))
        alone = {staff for staff in away if not presence.stand_ins_of(staff).exists()}
        held = frozenset(
            (agency, role, desk) for staff, agency, role, desk in posts if staff not in alone
        )
        return cls(held, away)

    def at_desk(self, agency: int | None, desk: str, kinds: Collection[str]) -> bool:
        """Whether somebody at the desk may do one of these kinds of action."""
        return any(
            agency == at and where in {"", desk} and _may(role, Relation.DESK, kinds)
            for at, role, where in self.held
        )

    def at_agency(self, agency: int | None, relation: Relation, *kinds: str) -> bool:
        """Whether somebody at the agency, as what it is to the dossier, may do one of these."""
        return any(agency == at and _may(role, relation, kinds) for at, role, _ in self.held)

    def has(self, agency: int | None, role: str) -> bool:
        """Whether somebody at the agency holds the role."""
        return any(agency == at and role == held for at, held, _ in self.held)


def responsible(dossier: Dossier) -> list[Responsible]:
    """Everything open on a dossier with the one it lies with; nothing once it has ended."""
    stage = Stage(dossier.stage)
    if stage is Stage.DRAFT:
        return [Responsible("draft", APPLICANT)]
    if stage in ENDED and not (dossier.open_tasks or dossier.open_requests):
        return []
    waits = Waits.of(dossier)
    parties = {dossier.competent_agency_id, dossier.receiving_agency_id, dossier.step_agency_id}
    asked = {task.agency_id for task in waits.tasks}
    posts = _Posts.of([agency for agency in parties | asked if agency is not None])
    return [
        *_step(dossier, stage, posts),
        *(Responsible(f"hold:{hold.pk}", APPLICANT) for hold in waits.open_holds),
        *(Responsible(f"task:{task.pk}", _worker(dossier, task, posts)) for task in waits.tasks),
        *(Responsible(f"request:{one.pk}", _mover(dossier, one, posts)) for one in waits.requests),
    ]


def _step(dossier: Dossier, stage: Stage, posts: _Posts) -> Iterator[Responsible]:
    """The active step; what was stopped lies with whoever may let it go on."""
    if stage is Stage.STOPPED:
        competent = dossier.competent_agency_id
        resumes = posts.at_agency(competent, Relation.AGENCY, "resume")
        yield Responsible("stopped", f"agency:{competent}" if resumes else "")
    elif dossier.step:
        yield Responsible(f"step:{dossier.step}", _at_step(dossier, posts))


def _at_step(dossier: Dossier, posts: _Posts) -> str:
    if outside_system := outside.AGENCIES.get(dossier.procedure.code):
        return f"system:{outside_system}"
    if dossier.assignee_id is not None and dossier.assignee_id not in posts.away:
        return f"staff:{dossier.assignee_id}"
    step = selectors.step_of(dossier)
    kinds = {action.kind for action in step.actions} if step else frozenset()
    at_work = posts.at_desk(dossier.step_agency_id, dossier.step_desk, kinds)
    return f"desk:{dossier.step_agency_id}/{dossier.step_desk}" if at_work else ""


def _worker(dossier: Dossier, task: SideTask, posts: _Posts) -> str:
    """Who answers a side task: the colleague named, the agency asked, or the competent one."""
    if task.assignee_id is not None and task.assignee_id not in posts.away:
        return f"staff:{task.assignee_id}"
    own = task.agency_id in {None, dossier.competent_agency_id}
    agency = dossier.competent_agency_id if own else task.agency_id
    relation = Relation.AGENCY if own else Relation.ASKED
    return f"agency:{agency}" if posts.at_agency(agency, relation, "report_task") else ""


def _mover(dossier: Dossier, request: Request, posts: _Posts) -> str:
    """Who moves a request on: its approver, or else the one who drafted it; then the sender."""
    competent, receiving = dossier.competent_agency_id, dossier.receiving_agency_id
    if request.state == Request.State.DRAFTED:
        if posts.has(competent, request.approver):
            return f"role:{competent}/{request.approver}"
        return request.drafted_by if request.drafted_by.startswith("staff:") else ""
    if posts.at_agency(competent, Relation.AGENCY, "send_request"):
        return f"agency:{competent}"
    sends = posts.at_agency(receiving, Relation.RECEIVER, "send_request")
    return f"agency:{receiving}" if sends else ""


def _may(role: str, relation: Relation, kinds: Collection[str]) -> bool:
    return any(allows(roles=[Role(role)], relations=[relation], kind=kind) for kind in kinds)
