"""The plan as a graph of states: what can be reached, and by which shortest path.

A state is step × fee hold open × outcome proposed. An open supplement or confirmation is closed by
the applicant in the same state, so it adds no state of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from procedures.definition.lifecycle import BLOCKABLE_KINDS, TRANSITIONS, Outcome, Stage

if TYPE_CHECKING:
    from procedures.definition.package import Action, Package, Plan

MAX_TRIES = 100_000
_SETTLING = frozenset({"settle", "settle_bundle"})
_TARGETS = {rule.kind: rule.target for rule in TRANSITIONS}


@dataclass(frozen=True, slots=True)
class State:
    """Where a dossier stands in its plan; `step` is the stage's name when the plan is over."""

    step: str
    fee_open: bool
    outcome: Outcome | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One action taken in a state."""

    source: State
    action: Action
    target: State


class Graph:
    """All states that a plan can reach, with the edge that reached each first."""

    def __init__(self, package: Package, *, pays: bool) -> None:
        """`pays` says whether the applicant ever pays; if not, an open fee stays open."""
        self._package = package
        self._steps = {step.id: step for step in package.plan.steps}
        self._pays = pays
        fees = package.substance.fees
        self._owes = {
            due: bool(fees.lines) and fees.due == due for due in ("submission", "acceptance")
        }
        self.start = State(package.plan.start, fee_open=self._owes["submission"])
        self.edges: list[Edge] = []
        self._first: dict[State, Edge | None] = {self.start: None}
        self._explore()
        self._sources: dict[State, set[State]] = {}
        for edge in self.edges:
            self._sources.setdefault(edge.target, set()).add(edge.source)

    @property
    def states(self) -> list[State]:
        """Every reachable state, nearest first."""
        return list(self._first)

    def path(self, state: State) -> tuple[str, ...]:
        """The shortest path to a state, as `step –action→` labels."""
        labels: list[str] = []
        edge = self._first[state]
        while edge is not None:
            labels.append(f"{edge.source.step} –{edge.action.id}→ {edge.target.step}")
            edge = self._first[edge.source]
        return tuple(reversed(labels))

    def reaching(self, goal: Callable[[State], bool]) -> set[State]:
        """Every state from which a state with that property can be reached."""
        found = {state for state in self._first if goal(state)}
        queue = deque(found)
        while queue:
            for source in self._sources.get(queue.popleft(), ()):
                if source not in found:
                    found.add(source)
                    queue.append(source)
        return found

    def stuck(self) -> State | None:
        """The nearest state of a trap that no path leaves towards an end; `None` when all end."""
        ending = self.reaching(lambda state: state.ended)
        trapped = [state for state in self._first if state not in ending]
        targets: dict[State, set[State]] = {state: set() for state in trapped}
        for edge in self.edges:
            if edge.source in targets:
                targets[edge.source].add(edge.target)
        for state in trapped:
            back = self.reaching(state.__eq__)
            if _closure(state, targets) <= back:
                return state
        return None

    def blocked(self, state: State, action: Action) -> bool:
        """Whether the open fee makes the action wait; a refusal never waits."""
        outcome = action.outcome or state.outcome
        return (
            state.fee_open
            and state.step in self._package.substance.fees.blocks
            and action.kind in BLOCKABLE_KINDS
            and outcome is not Outcome.REFUSE
        )

    def actions(self, state: State) -> tuple[Action, ...]:
        """The actions of the state's step; none once the plan is over."""
        step = self._steps.get(state.step)
        return step.actions if step and not state.ended else ()

    def _explore(self) -> None:
        queue = deque([self.start])
        while queue:
            state = queue.popleft()
            for edge in self._edges(state):
                self.edges.append(edge)
                if edge.target not in self._first:
                    self._first[edge.target] = edge
                    queue.append(edge.target)

    def _edges(self, state: State) -> Iterator[Edge]:
        for action in self.actions(state):
            waits = self.blocked(state, action)
            if waits and not self._pays:
                continue
            paid = replace(state, fee_open=False) if waits else state
            yield Edge(state, action, self._after(paid, action))

    def _after(self, state: State, action: Action) -> State:
        target = _TARGETS.get(action.kind)
        outcome = action.outcome or state.outcome
        if action.kind == "send_back":
            outcome = None
        if target in (Stage.REFUSED_INTAKE, Stage.WITHDRAWN, Stage.DELIVERED):
            return State(target.value, fee_open=False, outcome=outcome, ended=True)
        opens = target is Stage.ACCEPTED and action.kind == "accept" and self._owes["acceptance"]
        step = action.to if action.to in self._steps else state.step
        return State(step or state.step, fee_open=state.fee_open or opens, outcome=outcome)


def _closure(start: State, targets: dict[State, set[State]]) -> set[State]:
    """Every state that can be reached from the start, itself included."""
    found, queue = {start}, deque([start])
    while queue:
        new = targets[queue.popleft()] - found
        found |= new
        queue.extend(new)
    return found


class TangledPlan(ValueError):
    """A plan has so many paths that they cannot be measured; no real one does."""


def longest_simple_path(plan: Plan, *, stage: Stage) -> tuple[int, tuple[str, ...]]:
    """The most working hours that steps of a stage can take on a path without repetition."""
    steps = {step.id: hours(step.allowance) for step in plan.steps if step.stage is stage}
    onward = {
        step.id: sorted({action.to for action in step.actions if action.to in steps} - {step.id})
        for step in plan.steps
        if step.id in steps
    }
    budget = iter(range(MAX_TRIES))
    paths = [_longest(step, steps, onward, frozenset(), budget) for step in steps]
    return max(paths, key=lambda found: found[0], default=(0, ()))


def _longest(
    step: str,
    steps: Mapping[str, int],
    onward: Mapping[str, list[str]],
    seen: frozenset[str],
    budget: Iterator[int],
) -> tuple[int, tuple[str, ...]]:
    here = seen | {step}
    best: tuple[int, tuple[str, ...]] = (0, ())
    for target in onward[step]:
        if next(budget, None) is None:
            raise TangledPlan(step)
        if target not in here:
            best = max(
                best, _longest(target, steps, onward, here, budget), key=lambda found: found[0]
            )
    return steps[step] + best[0], (step, *best[1])


def hours(allowance: str) -> int:
    """The number of an allowance such as `16wh`."""
    return int(allowance.removesuffix("wh"))


def hours_to_end(plan: Plan, step_id: str) -> int:
    """The fewest working hours from entering a step until the result is issued."""
    steps = {step.id: step for step in plan.steps if step.stage is Stage.ACCEPTED}
    best: dict[str, int] = {}
    queue = [(0, step_id)]
    while queue:
        spent, here = heappop(queue)
        if here in best or here not in steps:
            continue
        best[here] = spent = spent + hours(steps[here].allowance)
        if any(action.kind in _SETTLING for action in steps[here].actions):
            return spent
        for target in {action.to for action in steps[here].actions if action.to}:
            heappush(queue, (spent, target))
    return max(best.values(), default=0)
