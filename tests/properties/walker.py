"""A walker over everything that may happen to a dossier, and what must hold after each move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from portal.accounts import actors
from portal.accounts.models import Agency, Post, User
from portal.core import clock
from portal.core.jobs import running
from portal.core.jobs.models import JobRow, State
from portal.core.journal.models import Event
from procedures.definition.lifecycle import ACTION_KINDS, ENDED, Stage, national_code
from procedures.dossiers import actions, engine, legal_clock, selectors
from procedures.dossiers.common import COMMON
from procedures.dossiers.models import Dossier, Request
from procedures.dossiers.responsible import responsible
from tests.factories import dossiers as factory
from tests.properties.explanation import Explanation

if TYPE_CHECKING:
    import random
    from datetime import datetime

    from portal.accounts.actors import Actor
    from procedures.definition.package import Input
    from procedures.dossiers.models import Hold
    from procedures.dossiers.selectors import AvailableAction

MOVES = 22
START = clock.parse("2026-11-23T08:30")
# Most moves follow within the day; now and then days pass, and once in a while a quarter.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (3, 10, 25, 50, 180, 420))
LONG = tuple(timedelta(days=days) for days in (1, 2, 4, 9, 93))
# What ends a walk, only undoes or leads nowhere is taken less often than what brings it on.
SELDOM = frozenset(
    {"refuse_intake", "withdraw", "drop_request", "return_request", "let_go", "assign", "claim"}
)
SETS_DUE = frozenset({"accept", "extend"})
MOVES_DUE = SETS_DUE | {"supplement", "close_fee", "confirm", "lapse_confirmation", "resume"}
DUE_EVENTS = frozenset(f"dossier.{ACTION_KINDS[kind].event}" for kind in MOVES_DUE)


def everybody() -> list[Actor]:
    """Make the actors of all demo accounts."""
    users = User.objects.select_related("person", "staff__agency").order_by("username")
    found = (actors.actor_of(user) for user in users)
    return [actor for actor in found if actor is not None]


@dataclass
class Walk:
    """One walk of a dossier and of the legs that it grows, from a complete draft on."""

    draft: Dossier
    owner: Actor
    people: list[Actor]
    chance: random.Random
    now: datetime = START
    told: dict[int, Explanation] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    def go(self) -> None:
        """Submit the draft, then move until all is over or the walk is long enough."""
        with clock.at(self.now):
            actions.submit(self.draft, actor=self.owner, seen_version=self.draft.version)
        self._note("submit", self.draft, "")
        for _ in range(MOVES):
            family = self._family()
            for dossier in family:
                self._check(dossier)
            if not (going := [one for one in family if self._goes_on(one)]):
                return
            self._move(self.chance.choice(going))

    def _family(self) -> list[Dossier]:
        """The dossier and its legs."""
        family = Dossier.objects.filter(Q(pk=self.draft.pk) | Q(parent=self.draft.pk))
        return list(
            family.exclude(stage=Stage.DRAFT)
            .select_related("step_agency", *selectors.RELATED)
            .order_by("pk")
        )

    def _goes_on(self, dossier: Dossier) -> bool:
        """Whether anybody may still want something of it; a delivered result may be corrected."""
        if dossier.stage == Stage.DELIVERED:
            return self.chance.random() < 0.4
        return dossier.stage not in ENDED

    def _move(self, dossier: Dossier) -> None:
        """Let time pass, then let money come or somebody act."""
        if self._wait(self.chance.choice(LONG if self.chance.random() < 0.1 else PAUSES)):
            dossier = next(one for one in self._family() if one.pk == dossier.pk)
        with clock.at(self.now):
            if self.chance.random() < 0.5 and selectors.fee_due(dossier):
                factory.pay(dossier)
                self._note("close_fee", dossier, "system:payments")
            else:
                self._act(dossier)

    def _wait(self, pause: timedelta) -> bool:
        """Let time pass; what the portal does of its own accord it does at its time. Did it?"""
        until, begun = self.now + pause, len(self.trail)
        while True:
            due = JobRow.objects.filter(state=State.READY, run_at__lte=until)
            if (row := due.order_by("run_at").first()) is None:
                break
            self.now = max(self.now, row.run_at)
            self.trail.append(f"{self.now:%d/%m %H:%M} job {row.name}")
            with clock.at(self.now):
                running.drain()
            failed = JobRow.objects.filter(error__gt="").exclude(name="dossiers.ask_register")
            assert not failed, failed[0].error
        self.now = until
        return len(self.trail) > begun

    def _act(self, dossier: Dossier) -> None:
        """Let somebody act who may; if nobody can act now, something is waited for."""
        parties = self._parties(dossier)
        free, waiting = [], []
        for actor in self.chance.sample(parties, k=len(parties)):
            offers = selectors.available_actions(dossier, actor=actor)
            waiting += [offer for offer in offers if offer.blocked_by]
            free += [(offer, actor) for offer in offers if not offer.blocked_by]
            if any(offer.kind not in SELDOM for offer, _ in free):
                break
        if free:
            weights = [_weight(offer) for offer, _ in free]
            ((offer, actor),) = self.chance.choices(free, weights)
            self._take(dossier, offer, actor)
            return
        elsewhere = any(one.who.startswith("system:") for one in responsible(dossier))
        waits = waiting or selectors.fee_due(dossier) or elsewhere
        assert waits or dossier.stage in ENDED, "nobody can do anything"

    def _parties(self, dossier: Dossier) -> list[Actor]:
        """Whoever may have to do with it: its owner, and the staff of the agencies concerned."""
        agencies = {
            dossier.competent_agency_id,
            dossier.receiving_agency_id,
            dossier.step_agency_id,
            *(task.agency_id for task in dossier.tasks.filter(closed_at__isnull=True)),
        }
        staff = [one for one in self.people if one.staff and one.staff.agency_id in agencies]
        return [self.owner, *staff]

    def _take(self, dossier: Dossier, offer: AvailableAction, actor: Actor) -> None:
        """Take one action on offer: it goes through."""
        asked = [wanted for wanted in offer.inputs if wanted.required]
        data = {wanted.name: self._value(wanted, dossier) for wanted in asked}
        self._note(offer.id, dossier, actor.code)
        engine.fire(dossier.pk, offer.id, actor=actor, data=data, seen_version=dossier.version)

    def _value(self, wanted: Input, dossier: Dossier) -> Any:
        """What somebody might enter."""
        if wanted.options:
            return self.chance.choice(wanted.options).value
        if wanted.widget == "date":
            promised = max(self.now, dossier.due_at or self.now)
            day = promised + timedelta(days=self.chance.choice((3, 7, 30)))
            return legal_clock.calendar_now().next_working_day(day.date()).isoformat()
        if wanted.widget == "staff":
            return self._colleague(dossier)
        if wanted.widget == "agency":
            return self._elsewhere(dossier)
        return ["Một giấy tờ"] if wanted.widget == "supplement_items" else "Vì lẽ đó."

    def _colleague(self, dossier: Dossier) -> str:
        posts = Post.objects.filter(
            staff__agency=dossier.step_agency_id, desk__kind=dossier.step_desk
        )
        return self.chance.choice([post.staff.code for post in posts.select_related("staff")])

    def _elsewhere(self, dossier: Dossier) -> str:
        """Another agency of the same kind that has people."""
        here = dossier.competent_agency
        assert here is not None
        others = Agency.objects.filter(kind=here.kind, staff__isnull=False).exclude(pk=here.pk)
        return self.chance.choice(sorted(set(others.values_list("code", flat=True))))

    def _note(self, act: str, dossier: Dossier, who: str) -> None:
        self.taken[act.partition(".")[0]] += 1
        self.trail.append(f"{self.now:%d/%m %H:%M} {act} {dossier.leg} by {who}")

    def _check(self, dossier: Dossier) -> None:
        """Everything that must hold of a dossier between two moves."""
        told, news = self._catch_up(dossier)
        assert (dossier.stage, dossier.step) == (told.stage, told.step)
        assert dossier.national_code == national_code(
            told.stage, handed_over=told.handed_over, open_holds=told.holds
        )
        assert dossier.closed_at == told.closed_at
        assert dossier.due_at == told.due_at
        assert dossier.due_at == told.due_before or DUE_EVENTS & {e.name for e in news}
        holds = selectors.open_holds(dossier)
        _check_open_things(dossier, told, holds)
        _check_deadline(dossier, holds)
        _check_responsibility(dossier, holds)

    def _catch_up(self, dossier: Dossier) -> tuple[Explanation, list[Event]]:
        """Tell the explanation what happened since it was last looked at."""
        plan = selectors.package_of(dossier).plan
        told = self.told.setdefault(dossier.pk, Explanation(plan))
        told.due_before = told.due_at
        events = Event.objects.filter(subject=dossier.subject, data__version__gt=told.seen)
        # Events of one moment have identifiers in no order; an act comes before what it led to.
        news = sorted(events, key=lambda event: (event.data["version"], "action" not in event.data))
        for event in news:
            told.tell(event)
        return told, news


def _weight(offer: AvailableAction) -> int:
    """How readily an action is taken: the plan's own acts most of all."""
    if offer.kind in SELDOM:
        return 1
    return 5 if offer.id in COMMON else 20


def _check_open_things(dossier: Dossier, told: Explanation, holds: list[Hold]) -> None:
    """Holds, tasks and requests are those that the journal opened; the counters count them."""
    assert {hold.kind for hold in holds} == {str(kind) for kind in told.holds}
    tasks = set(dossier.tasks.filter(closed_at__isnull=True).values_list("pk", flat=True))
    assert tasks == told.tasks
    open_requests = dossier.requests.filter(state__in=Request.OPEN)
    assert dict(open_requests.values_list("pk", "state")) == told.requests
    assert dossier.all_holds == dossier.holds.count()
    assert (dossier.open_tasks, dossier.open_requests) == (len(tasks), len(told.requests))


def _check_deadline(dossier: Dossier, holds: list[Hold]) -> None:
    """The running deadline is the legal one of the stage, and none while the clock stands."""
    waits = any(hold.stops_clock for hold in holds)
    running_at = {
        Stage.SUBMITTED: dossier.first_check_due_at,
        Stage.ACCEPTED: dossier.due_at,
    }.get(Stage(dossier.stage))
    assert dossier.deadline_at == (None if waits else running_at)
    if dossier.due_at is not None:
        calendar = legal_clock.calendar_of(dossier)
        assert calendar.works(dossier.due_at.astimezone(clock.VIETNAM).date())
        assert clock.parse(dossier.due_derivation[-1]["to"]) == dossier.due_at


def _check_responsibility(dossier: Dossier, holds: list[Hold]) -> None:
    """Each open thing lies with somebody, and nothing is open once the dossier has ended."""
    found = {one.what: one.who for one in responsible(dossier)}
    assert all(found.values()), found
    opened = len(holds) + dossier.open_tasks + dossier.open_requests
    assert len(found) == opened + (dossier.stage not in ENDED)
