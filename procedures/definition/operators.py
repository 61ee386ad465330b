"""The strict operators: from the values of their arguments to a value; none raises.

What has the wrong type counts as absent, every comparison with null is false, arithmetic with null
is null.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from procedures.definition import pointers
from procedures.definition.areas import area_of

if TYPE_CHECKING:
    from procedures.definition.expressions import Context

Strict = Callable[[list[Any], "Context"], Any]


def as_date(value: Any) -> date | None:
    """The date of an ISO string of ten characters; `None` for anything else."""
    if not isinstance(value, str) or len(value) != len("2026-11-22"):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def whole_years(born: date, on: date) -> int:
    """Completed years between two days."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def same_type(left: Any, right: Any) -> bool:
    """Whether two scalars may be compared: both text, both whole numbers or both truth values."""
    return any(type(left) is kind and type(right) is kind for kind in (str, int, bool))


def _comparison(compare: Callable[[Any, Any], bool]) -> Strict:
    def run(values: list[Any], _context: Context) -> bool:
        left, right = values
        return same_type(left, right) and compare(left, right)

    return run


def _arithmetic(combine: Callable[[list[int]], int | None]) -> Strict:
    def run(values: list[Any], _context: Context) -> int | None:
        return combine(values) if all(type(value) is int for value in values) else None

    return run


def _product(values: list[int]) -> int:
    total = 1
    for value in values:
        total *= value
    return total


def _div_up(values: list[int]) -> int | None:
    value, by = values
    return -(-value // by) if by > 0 else None


def _in(values: list[Any], _context: Context) -> bool:
    value, choices = values
    if not isinstance(choices, tuple | list):
        return False
    return any(same_type(value, choice) and value == choice for choice in choices)


def _sum(arguments: list[Any], _context: Context) -> int | None:
    items, *key = arguments
    if not isinstance(items, tuple | list) or not all(isinstance(name, str) for name in key):
        return None
    values = [pointers.get(item, key[0]) for item in items] if key else list(items)
    return sum(values) if all(type(value) is int for value in values) else None


def _today(_values: list[Any], context: Context) -> str | None:
    return context.today.isoformat() if context.today else None


def _age(values: list[Any], context: Context) -> int | None:
    born, *rest = map(as_date, values)
    on = rest[0] if rest else context.today
    return whole_years(born, on) if born and on else None


def _days_between(values: list[Any], _context: Context) -> int | None:
    start, end = map(as_date, values)
    return (end - start).days if start and end else None


def _working_days_between(values: list[Any], context: Context) -> int | None:
    start, end = map(as_date, values)
    if start is None or end is None or context.calendar is None:
        return None
    if end < start:
        return -context.calendar.working_days_between(end, start)
    return context.calendar.working_days_between(start, end)


def _area(values: list[Any], context: Context) -> str | None:
    return area_of(values[0]) if values else context.area or None


def _lookup(values: list[Any], context: Context) -> Any:
    name, code, column = values
    listed = context.lists.get(name)
    return listed.value(code, column) if listed else None


STRICT: dict[str, Strict] = {
    "eq": _comparison(operator.eq),
    "ne": _comparison(operator.ne),
    "lt": _comparison(operator.lt),
    "le": _comparison(operator.le),
    "gt": _comparison(operator.gt),
    "ge": _comparison(operator.ge),
    "in": _in,
    "add": _arithmetic(sum),
    "sub": _arithmetic(lambda values: values[0] - values[1]),
    "mul": _arithmetic(_product),
    "min": _arithmetic(min),
    "max": _arithmetic(max),
    "div_up": _arithmetic(_div_up),
    "sum": _sum,
    "present": lambda values, _: values[0] is not None,
    "not": lambda values, _: values[0] is not True,
    "today": _today,
    "channel": lambda _, context: context.channel,
    "agency": lambda _, context: context.agency,
    "area": _area,
    "age": _age,
    "days_between": _days_between,
    "working_days_between": _working_days_between,
    "lookup": _lookup,
}
