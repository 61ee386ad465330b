"""The `data` of a package compiled: judges answers, and tells what stands at a pointer.

Patterns run on a linear engine: hostile answers cost no more than honest ones.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from procedures.definition import data_facts, pointers
from procedures.definition.formats import FORMAT_OF, FORMATS
from procedures.definition.lists import SHARED, CodeList, Lists

if TYPE_CHECKING:
    from procedures.definition.package import Package, Substance

MAX_VIOLATIONS = 200
REF = re.compile(r"#/\$defs/([a-z][a-z0-9_]{0,63})")


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken keyword at a pointer, before it becomes a sentence."""

    pointer: str
    keyword: str
    limit: Any = None


class Schema:
    """A compiled `data` schema: validates answers and tells what stands at a pointer."""

    def __init__(self, data: dict[str, Any], lists: Lists = SHARED) -> None:
        """Compile the validator; `data` has passed `dialect.check`."""
        self.data = data
        self.lists = lists
        self._validator = jsonschema_rs.Draft202012Validator(
            data_facts.bare(data),
            formats={**FORMATS, **_list_formats(data, lists)},
            validate_formats=True,
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
        self.groups: dict[str, dict[str, Any]] = {}  # lists of objects, by their pointer
        self.leaves: dict[str, dict[str, Any]] = {}
        self.facts: dict[str, dict[str, str]] = {}  # pointer of a leaf -> its x- facts
        for pointer, node, facts in _leaves(self, data, "", {}):
            self.leaves[pointer], self.facts[pointer] = node, facts
        self.reuse = {
            pointer: facts[data_facts.REUSE]
            for pointer, facts in self.facts.items()
            if data_facts.REUSE in facts
        }

    def accepts(self, answers: dict[str, Any]) -> bool:
        """The verdict alone, without saying what is wrong."""
        return self._validator.is_valid(answers)

    def validate(self, answers: dict[str, Any]) -> list[Violation]:
        """The violations, each at the pointer of the value that is wrong or missing.

        Nobody reads more than `MAX_VIOLATIONS`: who sends rubbish by the thousand gets no list.
        """
        errors = self._validator.iter_errors(answers)
        return list(islice((found for error in errors for found in _read(error)), MAX_VIOLATIONS))

    def node(self, pointer: str) -> dict[str, Any] | None:
        """The schema node at a pointer or pattern; `None` where the schema has none."""
        node = self.data
        for name in pointers.parts(pointers.general(pointer)):
            resolved = self.resolve(node)
            child = resolved.get("items" if name == "*" else "properties", {})
            child = child if name == "*" else child.get(name)
            if not child:
                return None
            node = child
        return self.resolve(node)

    def list_at(self, pointer: str) -> CodeList | None:
        """The code list of the leaf at a pointer or pattern, if it has one."""
        facts = self.facts.get(pointers.general(pointer), {})
        return self.lists.get(facts.get(data_facts.LIST))

    def demands(self, pointer: str) -> bool:
        """Whether the pointer's own object lists it as required."""
        parent, _, name = pointer.rpartition("/")
        node = self.node(parent) if parent else self.data
        return node is not None and name in node.get("required", ())

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """The node itself, or what its local reference names."""
        while "$ref" in node:
            match = REF.fullmatch(node["$ref"])
            node = self.data["$defs"][match[1]] if match else {}
        return node


def _leaves(
    schema: Schema, node: dict[str, Any], pointer: str, passed: dict[str, str]
) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Every leaf with its x- facts: its own, those of the reference, those of its groups."""
    resolved = schema.resolve(node)
    if "items" in resolved and schema.resolve(resolved["items"])["type"] == "object":
        schema.groups[pointer] = resolved
        facts = {**passed, **data_facts.own(resolved), **data_facts.own(node)}
        inside = data_facts.below(facts, "")
        yield from _leaves(schema, resolved["items"], pointer + pointers.EVERY, inside)
        return
    facts = {**passed, **data_facts.own(resolved), **data_facts.own(node)}
    if resolved.get("type") != "object":
        yield pointer, resolved, facts
        return
    for name, child in resolved["properties"].items():
        yield from _leaves(schema, child, f"{pointer}/{name}", data_facts.below(facts, name))


def _read(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    pointer = "".join(f"/{part}" for part in error.instance_path)
    kind, details = error.kind.name, error.kind.as_dict()
    if kind == "required":
        yield Violation(f"{pointer}/{details['property']}", "required")
    elif kind == "additionalProperties":
        for name in details["unexpected"]:
            yield Violation(f"{pointer}/{name}", "additionalProperties")
    else:
        limit = details.get("limit", details.get("format", details.get("types")))
        if kind == "pattern" and details["pattern"] in FORMAT_OF:
            kind, limit = "format", FORMAT_OF[details["pattern"]]
        if kind == "format" and str(limit).startswith(data_facts.LIST_FORMAT):
            kind, limit = "enum", None
        yield Violation(pointer, kind, limit)


def _list_formats(node: Any, lists: Lists) -> dict[str, Callable[[str], bool]]:
    """How a validator judges the codes of each list that a schema names; unknown lists hold all."""
    found: dict[str, Callable[[str], bool]] = {}
    for child in node if isinstance(node, list) else ():
        found |= _list_formats(child, lists)
    if not isinstance(node, dict):
        return found
    for child in node.values():
        found |= _list_formats(child, lists)
    name = node.get(data_facts.LIST)
    if isinstance(name, str):
        listed = lists.get(name)
        found[f"{data_facts.LIST_FORMAT}{name}"] = listed.has if listed else lambda _: True
    return found


class _Cache:
    """Keeps compiled schemas by the hash of their substance: compiled once per version."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, Schema] = OrderedDict()

    def get(self, key: str, substance: Substance) -> Schema:
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = Schema(substance.data, Lists(substance.lists))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return kept


_cache = _Cache(size=512)


def of(package: Package) -> Schema:
    """The compiled schema of a package, kept while its procedure is in use."""
    return _cache.get(package.substance_hash, package.substance)
