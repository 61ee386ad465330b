"""JSON pointers into answers, and their twin as form-field names (`/a/b` is `a.b`).

Property names are restricted by the schema dialect to `[a-z][a-z0-9_]*`, so nothing needs escaping.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any


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


def get(answers: Any, pointer: str) -> Any:
    """The value at the pointer; `None` where there is none."""
    value = answers
    for name in parts(pointer):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def put(answers: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy of the answers with the value at the pointer; what is not on the way is shared."""
    return _put(answers, parts(pointer), value)


def _put(node: Any, names: list[str], value: Any) -> dict[str, Any]:
    copy = dict(node) if isinstance(node, dict) else {}
    head, *rest = names
    copy[head] = _put(copy.get(head), rest, value) if rest else value
    return copy


def drop(answers: dict[str, Any], pointer: str) -> dict[str, Any]:
    """A copy of the answers without the pointer, and without objects that become empty by it."""
    return _drop(answers, parts(pointer))


def _drop(node: dict[str, Any], names: list[str]) -> dict[str, Any]:
    head, *rest = names
    if head not in node:
        return node
    copy = dict(node)
    child = copy[head]
    if not rest:
        del copy[head]
    elif isinstance(child, dict):
        smaller = _drop(child, rest)
        if smaller:
            copy[head] = smaller
        else:
            del copy[head]
    return copy
