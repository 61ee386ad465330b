"""Between which whole numbers an expression stays, as far as the schema of the answers tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import ceil, inf, isinf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procedures.definition.expressions import Expression
    from procedures.definition.package import Substance
    from procedures.definition.schema import Schema


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value; infinite where nothing bounds it."""

    low: float = -inf
    high: float = inf


def of(expression: Expression, substance: Substance, schema: Schema) -> Bounds:
    """The bounds of an expression over all valid answers; nulls aside."""
    return _Bounder(substance, schema).bounds(expression, frozenset())


class _Bounder:
    """Walks one expression; a computed answer is as wide as its rule."""

    def __init__(self, substance: Substance, schema: Schema) -> None:
        self._computed = substance.logic.computed
        self._schema = schema

    def bounds(self, node: Expression, within: frozenset[str]) -> Bounds:
        """The bounds of one node; `within` names the computed answers being looked into."""
        if node.op == "literal":
            return Bounds(node.value, node.value) if type(node.value) is int else Bounds()
        if node.op == "var":
            return self._variable(node.value, within)
        if node.op == "count":
            return Bounds(0, self._items(node.args[0]).get("maxItems", inf))
        if node.op == "sum":
            return self._sum(node)
        if node.op == "lookup":
            return self._lookup(node)
        if node.op == "if":
            return _union([self.bounds(branch, within) for branch in node.args[1:]])
        combine = _RULES.get(node.op)
        if combine is None:
            return Bounds()
        return combine([self.bounds(argument, within) for argument in node.args])

    def _variable(self, pointer: str, within: frozenset[str]) -> Bounds:
        stated = _stated(self._schema.leaves.get(pointer, {}))
        if pointer in self._computed and pointer not in within:
            rule = self._computed[pointer]
            stated = _meet(stated, self.bounds(rule, within | {pointer}))
        return stated

    def _lookup(self, node: Expression) -> Bounds:
        """The least and greatest number of the column."""
        listed = self._schema.lists.get(node.args[0].value)
        cells = listed.column(node.args[2].value) if listed else []
        numbers = [cell for cell in cells if type(cell) is int]
        return Bounds(min(numbers), max(numbers)) if numbers else Bounds()

    def _items(self, node: Expression) -> dict[str, Any]:
        return (self._schema.node(node.value) if node.op == "var" else None) or {}

    def _sum(self, node: Expression) -> Bounds:
        """As many times the bounds of an item as there can be items."""
        listed, *key = node.args
        of = self._items(listed)
        path = key[0].value if key and isinstance(key[0].value, str) else ""
        each = self._schema.node(f"{listed.value}/*{path}") if of else None
        return _product([Bounds(0, of.get("maxItems", inf)), _stated(each or {})])


def _stated(node: dict[str, Any]) -> Bounds:
    """What the schema says of a whole number."""
    stated = Bounds(node.get("minimum", -inf), node.get("maximum", inf))
    choices = node.get("enum", [node["const"]] if "const" in node else [])
    if choices and all(type(choice) is int for choice in choices):
        return _meet(stated, Bounds(min(choices), max(choices)))
    return stated


def _meet(one: Bounds, other: Bounds) -> Bounds:
    return Bounds(max(one.low, other.low), min(one.high, other.high))


def _union(all_of: list[Bounds]) -> Bounds:
    return Bounds(min(item.low for item in all_of), max(item.high for item in all_of))


def _product(all_of: list[Bounds]) -> Bounds:
    total = Bounds(1, 1)
    for item in all_of:
        corners = [
            0 if 0 in (left, right) else left * right  # infinity times nothing is nothing
            for left, right in product((total.low, total.high), (item.low, item.high))
        ]
        total = Bounds(min(corners), max(corners))
    return total


def _divided(value: Bounds, by: Bounds) -> Bounds:
    if not 0 < by.low == by.high < inf:
        return Bounds()
    return Bounds(*(end if isinf(end) else ceil(end / by.low) for end in (value.low, value.high)))


_RULES: dict[str, Callable[[list[Bounds]], Bounds]] = {
    "add": lambda args: Bounds(sum(item.low for item in args), sum(item.high for item in args)),
    "sub": lambda args: Bounds(args[0].low - args[1].high, args[0].high - args[1].low),
    "mul": _product,
    "div_up": lambda args: _divided(args[0], args[1]),
    "min": lambda args: Bounds(min(item.low for item in args), min(item.high for item in args)),
    "max": lambda args: Bounds(max(item.low for item in args), max(item.high for item in args)),
}
