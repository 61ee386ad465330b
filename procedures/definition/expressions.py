"""The typed expression tree: small, strict and total.

Written as `{op: arguments}`; a bare scalar or list of scalars is a literal. No coercion: what has
the wrong type counts as absent, an absent answer is null, every comparison with null is false,
arithmetic with null is null. Evaluation never raises.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from procedures.definition import pointers
from procedures.definition.areas import area_of
from procedures.definition.fault import PackageError
from procedures.definition.lists import SHARED, Lists

if TYPE_CHECKING:
    from portal.core.worktime import Calendar

POINTER = re.compile(r"(/[a-z][a-z0-9_]*)+")
# Where a rule stands: one answer, or the same answer of every item of a list.
PATTERN = re.compile(r"(/[a-z][a-z0-9_]*)+(/\*(/[a-z][a-z0-9_]*)+)?")
GROUP = re.compile(r"[a-z][a-z0-9_]*")
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Expression:
    """One node: an operator with its arguments, or a literal, variable or group with its value."""

    op: str
    args: tuple[Expression, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression may know: answers, an item of a list, the day, the channel, groups."""

    answers: dict[str, Any]
    today: date | None = None
    channel: str = "online"
    groups: frozenset[str] = field(default_factory=frozenset)
    agency: str = ""
    lists: Lists = SHARED
    area: str = ""  # the former area in which the agency lies
    calendar: Calendar | None = None
    item: Any = None  # the item of a list on which the expression stands


def parse(tree: Any, place: str, depth: int = 0) -> Expression:
    """The expression of a document tree; `PackageError` names the place of what is wrong."""
    if depth > MAX_DEPTH:
        raise PackageError(place, f"Biểu thức lồng nhau quá {MAX_DEPTH} cấp.")
    if not isinstance(tree, dict):
        return Expression("literal", value=_literal(tree, place))
    if len(tree) != 1:
        raise PackageError(place, "Biểu thức phải có đúng một phép toán.")
    op, raw = next(iter(tree.items()))
    here = f"{place}.{op}"
    if op in _NAMED:
        return Expression(op, value=_named(op, raw, here))
    if op == "literal":
        return Expression("literal", value=_literal(raw, here))
    if op not in ARITY:
        raise PackageError(place, f"Không có phép toán “{op}”.")
    items = raw if isinstance(raw, list) else [raw]
    low, high = ARITY[op]
    if not low <= len(items) <= high:
        raise PackageError(here, f"Phép toán “{op}” nhận sai số lượng tham số: {len(items)}.")
    return Expression(
        op, tuple(parse(item, f"{here}[{at}]", depth + 1) for at, item in enumerate(items))
    )


def write(expression: Expression) -> Any:
    """The canonical document tree of an expression."""
    if expression.op == "literal":
        value = expression.value
        return list(value) if isinstance(value, tuple) else value
    if expression.op in _NAMED:
        return {expression.op: expression.value}
    items = [write(argument) for argument in expression.args]
    # A lone list literal keeps its brackets, or it would be read back as the argument list.
    if len(items) == 1 and not isinstance(items[0], list):
        return {expression.op: items[0]}
    return {expression.op: items}


def evaluate(expression: Expression, context: Context) -> Any:
    """The value of the expression; never raises."""
    return _EVALUATORS[expression.op](expression, context)


def holds(expression: Expression | None, context: Context) -> bool:
    """Whether a condition is true; no condition always holds."""
    return expression is None or evaluate(expression, context) is True


def variables(expression: Expression, item: str = "") -> Iterator[str]:
    """Every pointer that the expression reads; `item` is the pattern of the item it stands on."""
    if expression.op == "var":
        yield expression.value
    if expression.op == "item":
        yield f"{item}{expression.value}"
    for at, argument in enumerate(expression.args):
        yield from variables(argument, inner_item(expression, at) or item)
    if expression.op == "sum" and (inner := inner_item(expression, 1)):
        key = expression.args[1].value
        yield f"{inner}{key}" if isinstance(key, str) else inner


def inner_item(expression: Expression, at: int) -> str:
    """The pattern of the items on which an argument stands; "" when it stands on none of its own.

    `{any: [{var: /children}, condition]}`: the condition stands on `/children/*`.
    """
    if at != 1 or expression.op not in OVER_LISTS or len(expression.args) != OVER_LISTS_ARITY:
        return ""
    over = expression.args[0]
    return f"{over.value}{pointers.EVERY}" if over.op == "var" else ""


def _literal(value: Any, place: str) -> Any:
    if isinstance(value, list):
        if not all(isinstance(item, str | int | bool) for item in value):
            raise PackageError(place, "Danh sách hằng chỉ chứa chuỗi, số nguyên hoặc đúng/sai.")
        return tuple(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise PackageError(place, "Giá trị hằng không hợp lệ.")


def _named(op: str, raw: Any, place: str) -> str:
    if not isinstance(raw, str) or not _NAMED[op].fullmatch(raw):
        raise PackageError(place, f"“{op}” cần một tên hợp lệ, không phải “{raw}”.")
    return raw


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


Evaluator = Callable[[Expression, Context], Any]


def _arguments(expression: Expression, context: Context) -> list[Any]:
    return [evaluate(argument, context) for argument in expression.args]


def _comparison(compare: Callable[[Any, Any], bool]) -> Evaluator:
    def run(expression: Expression, context: Context) -> bool:
        left, right = _arguments(expression, context)
        return same_type(left, right) and compare(left, right)

    return run


def _arithmetic(combine: Callable[[list[int]], int]) -> Evaluator:
    def run(expression: Expression, context: Context) -> int | None:
        values = _arguments(expression, context)
        return combine(values) if all(type(value) is int for value in values) else None

    return run


def _product(values: list[int]) -> int:
    total = 1
    for value in values:
        total *= value
    return total


def _in(expression: Expression, context: Context) -> bool:
    value, choices = _arguments(expression, context)
    if not isinstance(choices, tuple | list):
        return False
    return any(same_type(value, choice) and value == choice for choice in choices)


def _listed(expression: Expression, context: Context) -> list[Any]:
    value = evaluate(expression.args[0], context)
    return list(value) if isinstance(value, tuple | list) else []


def _that_hold(expression: Expression, context: Context) -> Iterator[bool]:
    """Whether the condition is true, item by item."""
    condition = expression.args[1]
    for item in _listed(expression, context):
        yield evaluate(condition, replace(context, item=item)) is True


def _count(expression: Expression, context: Context) -> int:
    if len(expression.args) == 1:
        return len(_listed(expression, context))
    return sum(_that_hold(expression, context))


def _sum(expression: Expression, context: Context) -> int | None:
    items, *key = _arguments(expression, context)
    if not isinstance(items, tuple | list) or not all(isinstance(name, str) for name in key):
        return None
    values = [pointers.get(item, key[0]) for item in items] if key else list(items)
    return sum(values) if all(type(value) is int for value in values) else None


def _if(expression: Expression, context: Context) -> Any:
    condition, yes, no = expression.args
    return evaluate(yes if evaluate(condition, context) is True else no, context)


def _today(_expression: Expression, context: Context) -> str | None:
    return context.today.isoformat() if context.today else None


def _age(expression: Expression, context: Context) -> int | None:
    born, *rest = (as_date(value) for value in _arguments(expression, context))
    on = rest[0] if rest else context.today
    return whole_years(born, on) if born and on else None


def _days_between(expression: Expression, context: Context) -> int | None:
    start, end = (as_date(value) for value in _arguments(expression, context))
    return (end - start).days if start and end else None


def _working_days_between(expression: Expression, context: Context) -> int | None:
    start, end = (as_date(value) for value in _arguments(expression, context))
    if start is None or end is None or context.calendar is None:
        return None
    if end < start:
        return -context.calendar.working_days_between(end, start)
    return context.calendar.working_days_between(start, end)


def _area(expression: Expression, context: Context) -> str | None:
    of = _arguments(expression, context)
    return area_of(of[0]) if of else context.area or None


def _div_up(expression: Expression, context: Context) -> int | None:
    value, by = _arguments(expression, context)
    if type(value) is not int or type(by) is not int or by <= 0:
        return None
    return -(-value // by)


def _lookup(expression: Expression, context: Context) -> Any:
    name, code, column = _arguments(expression, context)
    listed = context.lists.get(name)
    return listed.value(code, column) if listed else None


MANY = 64
_NAMED = {"var": POINTER, "item": POINTER, "group": GROUP}
# Operators whose second argument is judged item by item of their first.
OVER_LISTS, OVER_LISTS_ARITY = ("any", "all", "count", "sum"), 2
ARITY: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge", "in", "sub", "days_between"), (2, 2)),
    **dict.fromkeys(("any", "all", "working_days_between", "div_up"), (2, 2)),
    **dict.fromkeys(("and", "or", "add", "mul", "min", "max"), (1, MANY)),
    **dict.fromkeys(("not", "present"), (1, 1)),
    **dict.fromkeys(("today", "channel", "agency"), (0, 0)),
    "if": (3, 3),
    "area": (0, 1),
    "lookup": (3, 3),  # name of a list, code, column
    "count": (1, 2),
    "sum": (1, 2),
    "age": (1, 2),
}

_EVALUATORS: dict[str, Evaluator] = {
    "literal": lambda expression, _: expression.value,
    "var": lambda expression, context: pointers.get(context.answers, expression.value),
    "item": lambda expression, context: pointers.get(context.item, expression.value),
    "any": lambda expression, context: any(_that_hold(expression, context)),
    "all": lambda expression, context: all(_that_hold(expression, context)),
    "group": lambda expression, context: expression.value in context.groups,
    "channel": lambda _, context: context.channel,
    "agency": lambda _, context: context.agency,
    "today": _today,
    "eq": _comparison(operator.eq),
    "ne": _comparison(operator.ne),
    "lt": _comparison(operator.lt),
    "le": _comparison(operator.le),
    "gt": _comparison(operator.gt),
    "ge": _comparison(operator.ge),
    "in": _in,
    "and": lambda expression, context: all(
        evaluate(argument, context) is True for argument in expression.args
    ),
    "or": lambda expression, context: any(
        evaluate(argument, context) is True for argument in expression.args
    ),
    "not": lambda expression, context: evaluate(expression.args[0], context) is not True,
    "present": lambda expression, context: evaluate(expression.args[0], context) is not None,
    "count": _count,
    "sum": _sum,
    "add": _arithmetic(sum),
    "sub": _arithmetic(lambda values: values[0] - values[1]),
    "mul": _arithmetic(_product),
    "min": _arithmetic(min),
    "max": _arithmetic(max),
    "if": _if,
    "lookup": _lookup,
    "age": _age,
    "days_between": _days_between,
    "working_days_between": _working_days_between,
    "area": _area,
    "div_up": _div_up,
}
