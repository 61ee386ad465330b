"""What who leads an agency must see: what will be late, where it lies and why; who has how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q

from portal.accounts import presence
from portal.accounts.models import StaffMember
from portal.accounts.permissions import kinds_for
from portal.accounts.selectors import standings_of
from portal.core import clock
from portal.core.errors import NotAllowed
from procedures.catalogue import selectors as catalogue
from procedures.definition.lifecycle import Stage
from procedures.dossiers import history, legal_clock, selectors
from procedures.dossiers.models import Dossier, Request, SideTask
from procedures.dossiers.routing import ROUTED_DESKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portal.accounts.actors import Actor
    from procedures.dossiers.legal_clock import ClockState

DAYS_AHEAD = 5
MOST = 200
LEADERSHIP = "leadership"


@dataclass(frozen=True, slots=True)
class Risk:
    """A dossier that is late or soon will be: where it lies, since when, and why."""

    dossier: Dossier
    step: str
    clock: ClockState
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one step's work somebody has, or (without a person) lies in a common pile."""

    member: StaffMember | None
    is_away: bool
    desk: str
    step: str
    procedure: str
    open: int
    late: int
    week: int


def leads(actor: Actor) -> bool:
    """Whether the actor heads people whose work they may assign and instruct."""
    if actor.staff is None:
        return False
    return "instruct" in kinds_for(standings_of(actor, agency=actor.staff.agency.code))


def demand_leader(actor: Actor) -> StaffMember:
    """The staff member behind an actor who leads; anybody else is refused."""
    if actor.staff is None or not leads(actor):
        raise NotAllowed("Trang này dành cho lãnh đạo và trưởng phòng.")
    return actor.staff


def at_risk(actor: Actor, *, staff: int | None = None) -> list[Risk]:
    """What the agency is late with, or will be within five working days; the worst first."""
    member = demand_leader(actor)
    rows = Dossier.objects.filter(
        Q(competent_agency=member.agency_id) | Q(step_agency=member.agency_id),
        code__isnull=False,
        closed_at__isnull=True,
        deadline_at__lt=_bound(DAYS_AHEAD),
    )
    if staff is not None:
        rows = rows.filter(assignee=staff)
    open_tasks = SideTask.objects.filter(closed_at__isnull=True).select_related("agency")
    drafted = Request.objects.filter(state__in=Request.OPEN)
    found = list(
        rows.select_related("procedure", "owner", "organisation", "assignee", "step_agency")
        .prefetch_related(
            Prefetch("tasks", open_tasks, to_attr="tasks_open"),
            Prefetch("requests", drafted, to_attr="requests_open"),
        )
        .order_by("deadline_at", "pk")[:MOST]
    )
    returned = history.sent_back(found)
    return [_risk(dossier, is_returned=dossier.pk in returned) for dossier in found]


def to_sign(actor: Actor) -> list[Dossier]:
    """What waits for the actor's signature at the agency's leadership, the most urgent first."""
    member = demand_leader(actor)
    here = member.agency.code
    standings = standings_of(actor, agency=here, desk_agency=here, desk=LEADERSHIP)
    if "sign" not in kinds_for(standings):
        return []
    rows = Dossier.objects.filter(
        step_agency=member.agency_id,
        step_desk=LEADERSHIP,
        code__isnull=False,
        closed_at__isnull=True,
    )
    return list(
        rows.select_related("procedure", "owner", "organisation").order_by("deadline_at", "pk")[
            :MOST
        ]
    )


def workload(actor: Actor) -> list[Load]:
    """Who has how much: open, late and due by Sunday, by step; two queries however much it is."""
    member = demand_leader(actor)
    late, week = Q(deadline_at__lt=clock.now()), Q(deadline_at__lt=_end_of_week())
    grouped = (
        Dossier.objects.filter(
            step_agency=member.agency_id,
            code__isnull=False,
            closed_at__isnull=True,
            archived_at__isnull=True,
        )
        .order_by()
        .values("assignee", "step_desk", "step", "procedure_version", "procedure__name")
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=late),
            week=Count("pk", filter=week & ~late),
        )
    )
    people = {one.pk: one for one in StaffMember.objects.filter(agency=member.agency_id)}
    gone = set(presence.away().values_list("staff", flat=True))
    return sorted((_load(row, people, gone) for row in grouped), key=_by_person)


def _by_person(load: Load) -> tuple[bool, str, int, str]:
    """The common piles first, then the people by name, each with the most pressing first."""
    return load.member is not None, str(load.member or load.desk), -load.late, load.step


def _load(row: Mapping[str, Any], people: dict[int, StaffMember], gone: set[int]) -> Load:
    plan = catalogue.package(row["procedure_version"]).plan
    return Load(
        member=people.get(row["assignee"]),
        is_away=row["assignee"] in gone,
        desk=row["step_desk"],
        step=plan.step(row["step"]).name if row["step"] else "",
        procedure=row["procedure__name"],
        open=row["total"],
        late=row["late"],
        week=row["week"],
    )


def _risk(dossier: Dossier, *, is_returned: bool) -> Risk:
    step = selectors.step_of(dossier)
    why = tuple(_reasons(dossier, is_returned=is_returned))
    return Risk(
        dossier,
        step.name if step else "",
        legal_clock.state_of(dossier.deadline_at, now=clock.now(), waiting=False),
        why or ("Đang trong thời gian của bước",),
    )


def _reasons(dossier: Dossier, *, is_returned: bool) -> Iterable[str]:
    """Why it lies where it lies: from a closed list, worked out of what is open."""
    tasks: Sequence[SideTask] = dossier.tasks_open  # type: ignore[attr-defined]
    requests: Sequence[Request] = dossier.requests_open  # type: ignore[attr-defined]
    for task in tasks:
        yield f"Chờ {task.get_kind_display().lower()}{f': {task.agency}' if task.agency else ''}"
    for request in requests:
        yield f"{request.get_state_display()}: {request.label}"
    if is_returned:
        yield "Lãnh đạo trả lại để thẩm định lại"
    if dossier.assignee_id is None and dossier.step_desk in ROUTED_DESKS:
        yield "Chưa phân công người xử lý"
    if dossier.extended_at is not None:
        yield "Đã gia hạn một lần"
    if dossier.step_due_at is not None and dossier.step_due_at < clock.now():
        yield f"Quá thời gian của bước từ {dossier.step_due_at.astimezone(clock.VIETNAM):%d/%m}"
    elif dossier.stage == Stage.SUBMITTED and not tasks:
        yield "Chưa kiểm tra tiếp nhận"


def _bound(days: int) -> datetime:
    """The end of the working day that lies so many working days ahead."""
    calendar, day = legal_clock.calendar_now(), clock.today()
    for _ in range(days):
        day = calendar.next_working_day(day)
    return datetime.combine(day + timedelta(days=1), time(), clock.VIETNAM)


def _end_of_week() -> datetime:
    """The end of this week's Sunday."""
    today = clock.today()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time(), clock.VIETNAM)
