"""The typed expression tree: small, strict and total.

Written as `{op: arguments}`; a bare scalar or list of scalars is a literal. No coercion: what has
the wrong type counts as absent, an absent answer is null, every comparison with null is false,
arithmetic with null is null. Evaluation never raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from procedures.definition import pointers
from procedures.definition.fault import PackageError
from procedures.definition.lists import SHARED, Lists
from procedures.definition.operators import STRICT

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
    strict = STRICT.get(expression.op)
    if strict is not None:
        return strict([evaluate(argument, context) for argument in expression.args], context)
    return _LAZY[expression.op](expression, context)


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


def _if(expression: Expression, context: Context) -> Any:
    condition, yes, no = expression.args
    return evaluate(yes if evaluate(condition, context) is True else no, context)


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

# Operators that choose what they evaluate, and on which item.
_LAZY: dict[str, Callable[[Expression, Context], Any]] = {
    "literal": lambda expression, _: expression.value,
    "var": lambda expression, context: pointers.get(context.answers, expression.value),
    "item": lambda expression, context: pointers.get(context.item, expression.value),
    "group": lambda expression, context: expression.value in context.groups,
    "and": lambda expression, context: all(
        evaluate(argument, context) is True for argument in expression.args
    ),
    "or": lambda expression, context: any(
        evaluate(argument, context) is True for argument in expression.args
    ),
    "if": _if,
    "any": lambda expression, context: any(_that_hold(expression, context)),
    "all": lambda expression, context: all(_that_hold(expression, context)),
    "count": _count,
}
