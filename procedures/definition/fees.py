"""What is owed, line by line, each with a sentence that shows the sum.

Of all preferences that hold for a payer only the one best for them counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from procedures.definition import expressions, pointers, texts
from procedures.definition.fee_rules import dong, dotted

if TYPE_CHECKING:
    from procedures.definition.expressions import Context, Expression
    from procedures.definition.fee_rules import FeeLine, Reduction, Tiers
    from procedures.definition.package import Package

BEST = "áp dụng mức ưu đãi cao nhất"


@dataclass(frozen=True, slots=True)
class FeeQuoteLine:
    """One phí or lệ phí as it is owed; a waived line costs 0 and says why."""

    code: str
    kind: str
    name: str
    amount: int
    rule: str
    waiver: str | None = None
    reduction: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The line as the API shows it."""
        return {"code": self.code, "kind": self.kind, "amount": self.amount, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class FeeQuote:
    """What is owed, line by line."""

    lines: tuple[FeeQuoteLine, ...]

    @property
    def total(self) -> int:
        """The sum in đồng."""
        return sum(line.amount for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """The quote as the API shows it."""
        return {"total": self.total, "lines": [line.as_dict() for line in self.lines]}


def quote(package: Package, given: Context, *, wrong: Collection[str] = ()) -> FeeQuote:
    """The fee of settled answers; a line whose amount is still unknown is left out.

    `wrong` names the answers that are not valid: what they would cost says nothing.
    """
    fees = package.substance.fees
    if not fees.lines:
        return FeeQuote(())
    facts = texts.answer_facts(package, given.answers)
    computed = package.substance.logic.computed
    lines = (
        _line(line, given, facts)
        for line in fees.lines
        if not any(pointers.covered(read, wrong) for read in _reads(line, computed))
    )
    return FeeQuote(tuple(line for line in lines if line is not None))


def in_force(start: date | None, until: date | None, today: date | None) -> bool:
    """Whether a day lies between the first and the last day of a rule."""
    if today is None:
        return start is None and until is None
    return (start is None or start <= today) and (until is None or today <= until)


def _reads(line: FeeLine, computed: Mapping[str, Expression]) -> set[str]:
    """Every answer on which a fee rests, also by way of computed ones."""
    rules = [("", rule) for rule in line.expressions]
    found: set[str] = set()
    while rules:
        item, rule = rules.pop()
        new = set(expressions.variables(rule, item)) - found
        found |= new
        rules += [(pointers.item_of(read), computed[read]) for read in new & computed.keys()]
    return found


def _line(line: FeeLine, given: Context, facts: dict[str, str]) -> FeeQuoteLine | None:
    """The line as it is owed; `None` when its amount cannot be told yet."""
    waivers = [
        waiver
        for waiver in line.waivers
        if in_force(None, waiver.until, given.today) and expressions.holds(waiver.when, given)
    ]
    reductions = [one for one in line.reductions if _holds(one, given)]
    several = len(waivers) + len(reductions) > 1
    if waivers:
        rule = f"{waivers[0].reason}; {BEST}" if several else waivers[0].reason
        return FeeQuoteLine(line.code, line.kind, line.name, 0, rule, waiver=waivers[0].code)
    full, working = _full(line, given)
    if full is None:
        return None
    rule = f"{texts.fill(line.rule, facts)}: {working}" if working else texts.fill(line.rule, facts)
    if not reductions:
        return FeeQuoteLine(line.code, line.kind, line.name, full, rule)
    best = min(reductions, key=lambda one: _reduced(full, one))
    owed = _reduced(full, best)
    why = f"{best.reason} ({BEST})" if several else best.reason
    rule = f"{rule}; {why}: {best.words}, còn {dong(owed)}"
    return FeeQuoteLine(line.code, line.kind, line.name, owed, rule, reduction=best.code)


def _holds(reduction: Reduction, given: Context) -> bool:
    placed = (
        (reduction.channels, given.channel),
        (reduction.areas, given.area),
        (reduction.agencies, given.agency),
    )
    return (
        in_force(reduction.start, reduction.until, given.today)
        and all(not allowed or here in allowed for allowed, here in placed)
        and expressions.holds(reduction.when, given)
    )


def _reduced(full: int, reduction: Reduction) -> int:
    """What is left of an amount; a broken đồng is the payer's."""
    return max(0, full * (100 - reduction.percent) // 100 - reduction.amount)


def _full(line: FeeLine, given: Context) -> tuple[int | None, str]:
    """The amount before preferences, and how it was reckoned where there is something to show."""
    if line.tiers is not None:
        base, parts = _tiered(line.tiers, expressions.evaluate(line.tiers.per, given))
    else:
        base = _whole(expressions.evaluate(line.amount, given)) if line.amount else None
        parts = dotted(base) if base is not None else ""
    if line.times is None:
        shown = f"{parts} đồng = {dong(base)}" if line.tiers and base is not None else ""
        return base, shown
    times = _whole(expressions.evaluate(line.times.count, given))
    if base is None or times is None:
        return None, ""
    inner = f"({parts})" if line.tiers else parts
    return base * times, f"{dotted(times)} {line.times.unit} × {inner} đồng = {dong(base * times)}"


def _tiered(tiers: Tiers, value: Any) -> tuple[int | None, str]:
    """The price of so many units, step by step: `2 × 2.000 + 3 × 1.000`."""
    units = _whole(value)
    if units is None:
        return None, ""
    total, parts = 0, []
    for at, step in enumerate(tiers.steps):
        following = tiers.steps[at + 1].start if at + 1 < len(tiers.steps) else units + 1
        within = min(units, following - 1) - step.start + 1
        if within > 0:
            total += within * step.price
            parts.append(f"{dotted(within)} × {dotted(step.price)}")
    shown = " + ".join(parts) or "0"
    if tiers.cap is not None and total > tiers.cap:
        return tiers.cap, f"{shown}, tối đa {dotted(tiers.cap)}"
    return total, shown


def _whole(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None
