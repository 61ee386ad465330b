"""How far expressions can reach."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import bounds, expressions, schema

if TYPE_CHECKING:
    from procedures.definition.package import Package

DATA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "copies": {"type": "integer", "minimum": 1, "maximum": 20},
        "free": {"type": "integer"},
        "grade": {"type": "integer", "enum": [3, -2, 7]},
        "twice": {"type": "integer"},
        "text": {"type": "string"},
        "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}},
        "debts": {"type": "array", "items": {"type": "integer"}},
    },
    "$defs": {
        "row": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"price": {"type": "integer", "minimum": 0}},
        }
    },
}
COMPUTED = {
    "/twice": {"mul": [2, {"var": "/copies"}]},
    "/text": {"add": [1, {"var": "/text"}]},
}


def var(pointer: str) -> dict[str, str]:
    return {"var": pointer}


@pytest.mark.parametrize(
    ("tree", "low", "high"),
    [
        (5, 5, 5),
        ("năm", -inf, inf),
        (var("/copies"), 1, 20),
        (var("/free"), -inf, inf),
        (var("/none"), -inf, inf),
        (var("/grade"), -2, 7),
        (var("/twice"), 2, 40),
        (var("/text"), -inf, inf),
        ({"add": [var("/copies"), -3]}, -2, 17),
        ({"sub": [3, var("/copies")]}, -17, 2),
        ({"mul": [var("/copies"), var("/grade")]}, -40, 140),
        ({"mul": [0, var("/free")]}, 0, 0),
        ({"min": [var("/copies"), 5]}, 1, 5),
        ({"div_up": [var("/copies"), 3]}, 1, 7),
        ({"div_up": [var("/free"), 3]}, -inf, inf),
        ({"div_up": [var("/copies"), var("/copies")]}, -inf, inf),
        ({"max": [var("/free"), 0]}, 0, inf),
        ({"if": [True, var("/copies"), -1]}, -1, 20),
        ({"count": var("/rows")}, 0, inf),
        ({"sum": [var("/rows"), "/price"]}, 0, inf),
        ({"sum": [var("/rows"), "/none"]}, -inf, inf),
        ({"sum": var("/debts")}, -inf, inf),
        ({"age": "1990-01-01"}, -inf, inf),
    ],
)
def test_bounds_are_known(copies: Package, tree: Any, low: float, high: float) -> None:
    rules = {pointer: expressions.parse(rule, "") for pointer, rule in COMPUTED.items()}
    logic = replace(copies.substance.logic, computed=rules)
    substance = replace(copies.substance, logic=logic)
    found = bounds.of(expressions.parse(tree, ""), substance, schema.Schema(DATA))
    assert (found.low, found.high) == (low, high)
