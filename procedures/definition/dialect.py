"""The restricted JSON Schema 2020-12 dialect of `data`: what it lacks is refused at its place.

Objects are closed, types are single, references are local and acyclic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from procedures.definition import data_facts
from procedures.definition.fault import PackageError
from procedures.definition.formats import FORMATS
from procedures.definition.schema import REF, Schema

MAX_PROPERTIES = 1_000
MAX_DEPTH = 12
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ANY = ("type", "title", "description", "const", "enum")
_KEYS: dict[str, tuple[str, ...]] = {
    "object": ("additionalProperties", "required", "properties"),
    "string": ("format", "minLength", "maxLength", "pattern"),
    "integer": ("minimum", "maximum"),
    "boolean": (),
    "array": ("minItems", "maxItems", "items"),
}
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems")
_SCALARS: dict[str, type] = {"string": str, "integer": int, "boolean": bool}


def check(data: Any, place: str) -> dict[str, Any]:
    """The schema with its keys in canonical order; `PackageError` where it leaves the dialect."""
    if not isinstance(data, dict):
        raise PackageError(place, "Cần một lược đồ JSON dạng đối tượng.")
    root = dict(data)
    definitions = root.pop("$defs", {})
    checker = _Checker(place, definitions)
    ordered = checker.node(root, place, 0)
    if ordered.get("type") != "object":
        raise PackageError(place, "Lược đồ gốc phải có “type: object”.")
    if definitions:
        ordered["$defs"] = checker.definitions()
    try:
        Schema(ordered)
    except (jsonschema_rs.ValidationError, ValueError) as wrong:
        raise PackageError(place, "Lược đồ không biên dịch được; hãy xem lại “pattern”.") from wrong
    return ordered


class _Checker:
    """Walks a schema document, refuses what the dialect lacks, and orders what it keeps."""

    def __init__(self, place: str, definitions: Any) -> None:
        if not isinstance(definitions, dict):
            raise PackageError(f"{place}.$defs", "Cần một nhóm định nghĩa.")
        self._place = place
        self._definitions: dict[str, Any] = definitions
        self._count = 0

    def definitions(self) -> dict[str, Any]:
        """The shared definitions, by name."""
        place = f"{self._place}.$defs"
        for name in self._definitions:
            _check_name(name, place)
            self._follow(name, place, ())
        return {
            name: self.node(self._definitions[name], f"{place}.{name}", 1)
            for name in sorted(self._definitions)
        }

    def node(self, node: Any, place: str, depth: int) -> dict[str, Any]:
        """One checked node with ordered keys."""
        self._count += 1
        if self._count > MAX_PROPERTIES or depth > MAX_DEPTH:
            raise PackageError(place, "Lược đồ quá lớn hoặc lồng nhau quá sâu.")
        if not isinstance(node, dict):
            raise PackageError(place, "Cần một lược đồ con dạng đối tượng.")
        if "$ref" in node:
            return self._reference(node, place)
        kind = _check_keys(node, place)
        _check_limits(node, kind, place)
        keys = (*_ANY, *data_facts.allowed(kind), *_KEYS[kind])
        ordered = {key: node[key] for key in keys if key in node}
        if kind == "object":
            self._object(ordered, place, depth)
        if kind == "array":
            if "items" not in node:
                raise PackageError(f"{place}.items", "Danh sách phải khai báo “items”.")
            ordered["items"] = self.node(node["items"], f"{place}.items", depth + 1)
        return ordered

    def _object(self, ordered: dict[str, Any], place: str, depth: int) -> None:
        if ordered.get("additionalProperties") is not False:
            raise PackageError(
                f"{place}.additionalProperties", "Đối tượng phải có “additionalProperties: false”."
            )
        properties = ordered.get("properties")
        if not isinstance(properties, dict) or not properties:
            raise PackageError(f"{place}.properties", "Đối tượng phải khai báo “properties”.")
        for name in properties:
            _check_name(name, f"{place}.properties")
        ordered["properties"] = {
            name: self.node(properties[name], f"{place}.properties.{name}", depth + 1)
            for name in sorted(properties)
        }
        required = ordered.get("required", [])
        if not isinstance(required, list) or any(name not in properties for name in required):
            raise PackageError(f"{place}.required", "“required” nêu tên không có trong đối tượng.")
        if "required" in ordered:
            ordered["required"] = sorted(set(required))

    def _reference(self, node: dict[str, Any], place: str) -> dict[str, Any]:
        name = self._target(node, place)
        self._follow(name, place, ())
        facts = data_facts.own(node)
        kind = self._definitions[name].get("type", "object")
        _check_facts(facts, kind, place)
        return {"$ref": node["$ref"], **facts}

    def _target(self, node: dict[str, Any], place: str) -> str:
        match = REF.fullmatch(node["$ref"]) if isinstance(node["$ref"], str) else None
        alone = node.keys() <= {"$ref", *data_facts.FACTS}
        if not alone or match is None or match[1] not in self._definitions:
            raise PackageError(f"{place}.$ref", "Chỉ tham chiếu tới định nghĩa có trong “$defs”.")
        return match[1]

    def _follow(self, name: str, place: str, seen: tuple[str, ...]) -> None:
        if name in seen:
            raise PackageError(place, f"Định nghĩa “{name}” tham chiếu vòng.")
        for node in _references(self._definitions[name], 0):
            self._follow(self._target(node, place), place, (*seen, name))


def _references(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if not isinstance(node, dict) or depth > MAX_DEPTH:
        return
    if "$ref" in node:
        yield node
        return
    properties = node.get("properties")
    children = list(properties.values()) if isinstance(properties, dict) else []
    for child in [*children, node.get("items")]:
        yield from _references(child, depth + 1)


def _check_name(name: str, place: str) -> None:
    if not NAME.fullmatch(name):
        raise PackageError(f"{place}.{name}", "Tên chỉ gồm chữ thường không dấu, số và gạch dưới.")


def _check_keys(node: dict[str, Any], place: str) -> str:
    kind = node.get("type")
    if not isinstance(kind, str) or kind not in _KEYS:
        raise PackageError(f"{place}.type", f"Cần “type” là một trong: {', '.join(_KEYS)}.")
    for key in node:
        if key not in (*_ANY, *_KEYS[kind], *data_facts.FACTS):
            raise PackageError(f"{place}.{key}", f"Không dùng “{key}” cho kiểu “{kind}”.")
    _check_facts(data_facts.own(node), kind, place)
    return kind


def _check_facts(facts: dict[str, Any], kind: str, place: str) -> None:
    for name, value in facts.items():
        if name not in data_facts.allowed(kind):
            raise PackageError(f"{place}.{name}", f"Không dùng “{name}” cho kiểu “{kind}”.")
        if not isinstance(value, str) or not data_facts.FACTS[name].pattern.fullmatch(value):
            raise PackageError(f"{place}.{name}", f"Giá trị của “{name}” không đúng mẫu quy định.")


def _check_limits(node: dict[str, Any], kind: str, place: str) -> None:
    for key in _COUNTS:
        if key in node and (type(node[key]) is not int or node[key] < 0):
            raise PackageError(f"{place}.{key}", "Cần một số nguyên không âm.")
    for key in ("minimum", "maximum"):
        if key in node and type(node[key]) is not int:
            raise PackageError(f"{place}.{key}", "Cần một số nguyên.")
    if "format" in node and node["format"] not in FORMATS:
        raise PackageError(f"{place}.format", f"Định dạng phải là một trong: {', '.join(FORMATS)}.")
    if "pattern" in node and not isinstance(node["pattern"], str):
        raise PackageError(f"{place}.pattern", "Mẫu phải là chuỗi.")
    judged = {"format", "pattern", "const", "enum"} & node.keys()
    if data_facts.LIST in node and judged:
        raise PackageError(f"{place}.{min(judged)}", "Danh mục mã đã đủ để kiểm tra thông tin này.")
    _check_choices(node, kind, place)


def _check_choices(node: dict[str, Any], kind: str, place: str) -> None:
    choices = node.get("enum", [])
    if not isinstance(choices, list) or ("enum" in node and not choices):
        raise PackageError(f"{place}.enum", "“enum” phải là danh sách có ít nhất một giá trị.")
    fixed = [node["const"]] if "const" in node else []
    for value in [*choices, *fixed]:
        if type(value) is not _SCALARS.get(kind):
            raise PackageError(place, f"Giá trị “{value}” không thuộc kiểu “{kind}”.")
