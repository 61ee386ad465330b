"""How a bundle's legs stand to each other: what may open, what is hopeless, whether all is over.

Pure but for the rows it is handed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procedures.definition.lifecycle import Outcome, Stage

if TYPE_CHECKING:
    from procedures.definition.package import Leg
    from procedures.dossiers.models import Dossier

_DONE = frozenset({Stage.SETTLED, Stage.DELIVERED})
_OVER = _DONE | {Stage.REFUSED_INTAKE, Stage.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Standing:
    """The legs of a bundle by their ids."""

    granted: frozenset[str]
    ready: frozenset[str]  # may be opened: all that they wait for is granted
    hopeless: frozenset[str]  # never get what they wait for
    open: frozenset[str]  # under way

    @property
    def is_over(self) -> bool:
        """Whether nothing is under way and nothing more can begin."""
        return not self.open and not self.ready


def standing(wanted: Iterable[Leg], rows: Iterable[Dossier]) -> Standing:
    """Judge the legs that the package wants by the dossiers that there are."""
    legs, there = list(wanted), {row.leg: row for row in rows}
    granted = {name for name, row in there.items() if is_granted(row)}
    failed = {name for name, row in there.items() if row.stage in _OVER} - granted
    hopeless = _dependents(legs, failed)
    under_way = {name for name, row in there.items() if row.stage not in _OVER}
    ready = {leg.id for leg in legs if leg.id not in there and set(leg.after) <= granted}
    # A draft was begun by a run that was cut short: it still has to be handed in.
    begun = {name for name, row in there.items() if row.stage in {Stage.DRAFT, Stage.SUBMITTED}}
    return Standing(
        frozenset(granted),
        frozenset((ready | begun) - hopeless),
        frozenset(hopeless),
        frozenset(under_way),
    )


def is_granted(leg: Dossier) -> bool:
    """Whether the leg ended in what was asked for."""
    return leg.stage in _DONE and leg.outcome != Outcome.REFUSE


def _dependents(legs: Collection[Leg], failed: Collection[str]) -> set[str]:
    """All legs that wait for a failed one, directly or by way of others."""
    lost: set[str] = set()
    while new := {leg.id for leg in legs if lost.union(failed) & set(leg.after)} - lost:
        lost |= new
    return lost
