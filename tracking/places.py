"""The names that the events of dossiers refer to by code, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.accounts.models import Agency, Desk, StaffMember
from procedures.dossiers import selectors as dossiers
from procedures.dossiers.models import Hold, Request, SideTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portal.core.journal.models import Event
    from procedures.definition.package import Package
    from procedures.dossiers.models import Dossier

_PEOPLE = ("actor", "drafted_by", "released_by", "staff")
_AGENCIES = ("from_agency", "to_agency", "asked")


@dataclass(frozen=True, slots=True)
class Member:
    """The office of a staff member, and where it is."""

    title: str
    agency_id: int
    agency: str


@dataclass(frozen=True, slots=True)
class Places:
    """Offices, desks, agencies and the rows that a dossier's events name by their keys."""

    package: Package
    done: dict[str, str]
    desks: dict[tuple[int, str], str]
    members: dict[str, Member]
    agencies: dict[str, str]
    tasks: dict[int, SideTask]
    requests: dict[int, Request]
    holds: dict[int, Hold]
    agency_id: int
    agency: str

    def title(self, code: str) -> str:
        """The office behind a staff member's code, never a name."""
        member = self.members.get(code)
        return member.title if member else ""

    def agency_of(self, code: str) -> str:
        """The agency where a staff member works; the competent one for whoever is none."""
        member = self.members.get(code)
        return member.agency if member else self.agency

    def desk_of(self, step: str, *, member: str = "") -> str:
        """The name of the desk where a step of the plan is done, at the agency of who did it."""
        who = self.members.get(member)
        agency_id, agency = (who.agency_id, who.agency) if who else (self.agency_id, self.agency)
        try:
            kind = self.package.plan.step(step).desk
        except KeyError:
            return agency
        return self.desks.get((agency_id, kind), agency)


def places_of(
    whole: Sequence[Dossier], stories: Mapping[int, Sequence[Event]]
) -> dict[int, Places]:
    """Read what the events of dossiers name; what none of them names is not asked for."""
    events = [event for story in stories.values() for event in story]
    members = _members(events)
    desks = Desk.objects.filter(
        agency__in={member.agency_id for member in members.values()}
        | {pk for one in whole for pk in (one.step_agency_id, one.competent_agency_id) if pk}
    )
    named = {name for event in events for name in ("task", "request") if name in event.data}
    confirmed = any(event.name == "dossier.confirmation_requested" for event in events)
    mine = {"dossier__in": [one.pk for one in whole]}
    tasks = SideTask.objects.filter(**mine).select_related("agency")
    shared = {
        "desks": {(row.agency_id, row.kind): row.name for row in desks},
        "members": members,
        "agencies": _agencies(events),
        "tasks": tasks.in_bulk() if "task" in named else {},
        "requests": Request.objects.filter(**mine).in_bulk() if "request" in named else {},
        "holds": Hold.objects.filter(**mine).in_bulk() if confirmed else {},
    }
    return {one.pk: _places(one, shared) for one in whole}


def _places(dossier: Dossier, shared: Mapping[str, Any]) -> Places:
    """Join what all dossiers share with what is a dossier's own."""
    package, agency = dossiers.package_of(dossier), dossier.competent_agency
    return Places(
        package=package,
        done={action.id: action.done for step in package.plan.steps for action in step.actions},
        agency_id=dossier.step_agency_id or dossier.competent_agency_id or 0,
        agency=agency.name if agency else "",
        **shared,
    )


def _members(events: Iterable[Event]) -> dict[str, Member]:
    codes = {event.actor for event in events} | {
        str(event.data[name]) for event in events for name in _PEOPLE if event.data.get(name)
    }
    keys = {int(code[6:]) for code in codes if code.startswith("staff:")}
    rows = StaffMember.objects.filter(pk__in=keys).select_related("agency")
    return {f"staff:{row.pk}": Member(row.title, row.agency_id, row.agency.name) for row in rows}


def _agencies(events: Iterable[Event]) -> dict[str, str]:
    """The names of the agencies that a transfer or a question names."""
    events = list(events)
    codes = {event.data[name] for event in events for name in _AGENCIES if event.data.get(name)}
    if not codes:
        return {}
    every = codes | {event.agency for event in events}
    return dict(Agency.objects.filter(code__in=every).values_list("code", "name"))
