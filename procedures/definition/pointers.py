"""JSON pointers into answers, and their twin as form-field names (`/a/b` is `a.b`).

Property names are restricted by the schema dialect to `[a-z][a-z0-9_]*`, so nothing needs escaping
and a number is always the place of an item in a list. A pattern has `*` there: every item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

EVERY = "/*"


def parts(pointer: str) -> list[str]:
    """The property names of a pointer."""
    return pointer.split("/")[1:]


def name_of(pointer: str) -> str:
    """The form-field name of a pointer: `/a/b` becomes `a.b`."""
    return ".".join(parts(pointer))


def ancestors(pointer: str) -> Iterator[str]:
    """Every proper prefix of the pointer, outermost first, without the root."""
    names = parts(pointer)
    for length in range(1, len(names)):
        yield "/" + "/".join(names[:length])


def covered(pointer: str, by: Collection[str]) -> bool:
    """Whether the pointer or one of its ancestors is in the collection."""
    return pointer in by or any(ancestor in by for ancestor in ancestors(pointer))


def general(pointer: str) -> str:
    """The pattern of a pointer: `/children/2/name` becomes `/children/*/name`."""
    if not any(name.isdigit() for name in parts(pointer)):
        return pointer
    return "".join("/*" if name.isdigit() else f"/{name}" for name in parts(pointer))


def item_of(pointer: str) -> str:
    """The item in which a pattern or pointer stands, `/children/*`; "" for one outside lists."""
    if EVERY in pointer:
        return pointer.partition(EVERY)[0] + EVERY
    names = parts(pointer)
    at = next((at for at, name in enumerate(names) if name.isdigit()), None)
    return "" if at is None else "/" + "/".join(names[: at + 1])


def items(answers: Any, group: str) -> list[tuple[str, Any]]:
    """Every item of a list with its pointer."""
    found = get(answers, group)
    listed = found if isinstance(found, list) else []
    return [(f"{group}/{at}", item) for at, item in enumerate(listed)]


def expand(pattern: str, answers: Any) -> list[tuple[str, Any]]:
    """The pointers that a pattern stands for in these answers, each with its item."""
    group, every, rest = pattern.partition(EVERY)
    if not every:
        return [(pattern, None)]
    return [(f"{place}{rest}", item) for place, item in items(answers, group)]


def get(answers: Any, pointer: str) -> Any:
    """The value at the pointer; `None` where there is none."""
    value = answers
    for name in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def put(answers: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy of the answers with the value at the pointer; what is not on the way is shared.

    A place behind the last item of a list is the place right after it.
    """
    put_in: dict[str, Any] = _put(answers, parts(pointer), value)
    return put_in


def _put(node: Any, names: list[str], value: Any) -> Any:
    head, *rest = names
    if head.isdecimal():
        listed = list(node) if isinstance(node, list) else []
        at = min(int(head), len(listed))
        inner = listed[at] if at < len(listed) else None
        listed[at : at + 1] = [_put(inner, rest, value) if rest else value]
        return listed
    copy = dict(node) if isinstance(node, dict) else {}
    copy[head] = _put(copy.get(head), rest, value) if rest else value
    return copy


def drop(answers: dict[str, Any], pointer: str) -> dict[str, Any]:
    """A copy of the answers without the pointer, and without objects that become empty by it.

    An item of a list stays, even an empty one: the places of the others must not move.
    """
    if get(answers, pointer) is None:
        return answers
    dropped: dict[str, Any] = _drop(answers, parts(pointer))
    return dropped


def _drop(node: Any, names: list[str]) -> Any:
    head, *rest = names
    if isinstance(node, list):
        at = int(head)
        kept = [_drop(node[at], rest)] if rest else []
        return [*node[:at], *kept, *node[at + 1 :]]
    copy = dict(node)
    smaller = _drop(copy[head], rest) if rest else None
    if smaller:
        copy[head] = smaller
    else:
        del copy[head]
    return copy
