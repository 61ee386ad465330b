"""What a phí or lệ phí costs, as rules that explain themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procedures.definition.expressions import Expression


@dataclass(frozen=True, slots=True)
class Waiver:
    """A case in which a fee line is not owed, with its legal source."""

    code: str
    reason: str
    when: Expression
    until: date | None = None  # last day of validity


@dataclass(frozen=True, slots=True)
class Reduction:
    """A preference: a part of the amount is not owed by some, somewhere, for a time."""

    code: str
    reason: str
    percent: int = 0  # one of the two: of the amount, or đồng off it
    amount: int = 0
    when: Expression | None = None
    start: date | None = None  # first and last day of validity
    until: date | None = None
    channels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()  # former areas of the agency's commune
    agencies: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How much it takes off."""
        return f"giảm {self.percent} %" if self.percent else f"giảm {dong(self.amount)}"


@dataclass(frozen=True, slots=True)
class TierStep:
    """The price of each unit from this one on."""

    start: int
    price: int


@dataclass(frozen=True, slots=True)
class Tiers:
    """A price per unit that changes with their number: 2.000/trang, từ trang thứ 3 là 1.000."""

    per: Expression
    unit: str
    steps: tuple[TierStep, ...]
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """How many times the amount is owed: copies, cases, establishments."""

    count: Expression
    unit: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One phí or lệ phí: an amount in đồng by rule."""

    code: str
    kind: str  # phi | le_phi
    name: str
    rule: str  # the sentence that explains the amount
    amount: Expression | None = None  # either this or tiers
    tiers: Tiers | None = None
    times: Times | None = None
    waivers: tuple[Waiver, ...] = ()
    reductions: tuple[Reduction, ...] = ()

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All on which the line rests."""
        found = (
            self.amount,
            self.tiers.per if self.tiers else None,
            self.times.count if self.times else None,
            *(waiver.when for waiver in self.waivers),
            *(reduction.when for reduction in self.reductions),
        )
        return tuple(one for one in found if one is not None)


@dataclass(frozen=True, slots=True)
class Fees:
    """When the fee is owed, which steps wait for it, and its lines."""

    due: str  # submission | acceptance | none
    blocks: tuple[str, ...]  # step ids whose progress waits for the money
    lines: tuple[FeeLine, ...]


def dotted(number: int) -> str:
    """A whole number with dots between its thousands."""
    return f"{number:,}".replace(",", ".")


def dong(amount: int) -> str:
    """An amount as a sentence says it: 21.000 đồng."""
    return f"{dotted(amount)} đồng"
