"""The dialect: what it refuses, what it judges, and that hostile input stays cheap."""

from __future__ import annotations

from typing import Any

import pytest

from procedures.definition import dialect
from procedures.definition.fault import PackageError
from procedures.definition.schema import Schema, Violation


def closed(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, **more}


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ({"type": "number"}, "data.properties.a.type"),
        ({"type": ["string", "null"]}, "data.properties.a.type"),
        ({"type": "string", "oneOf": []}, "data.properties.a.oneOf"),
        ({"type": "string", "minimum": 1}, "data.properties.a.minimum"),
        ({"type": "integer", "minimum": "1"}, "data.properties.a.minimum"),
        ({"type": "string", "maxLength": -1}, "data.properties.a.maxLength"),
        ({"type": "string", "format": "uri"}, "data.properties.a.format"),
        ({"type": "string", "enum": []}, "data.properties.a.enum"),
        ({"type": "string", "enum": [1]}, "data.properties.a"),
        ({"type": "boolean", "const": 1}, "data.properties.a"),
        ({"type": "string", "pattern": "(?=a)b"}, "data"),
        ({"type": "string", "pattern": 5}, "data.properties.a.pattern"),
        ({"type": "array"}, "data.properties.a.items"),
        ({"type": "object", "properties": {}}, "data.properties.a.additionalProperties"),
        (closed({}), "data.properties.a.properties"),
        (closed({"b": {"type": "string"}}, required=["c"]), "data.properties.a.required"),
        (closed({"B c": {"type": "string"}}), "data.properties.a.properties.B c"),
        ({"$ref": "https://example.org/x"}, "data.properties.a.$ref"),
        ({"$ref": "#/$defs/none"}, "data.properties.a.$ref"),
        ("string", "data.properties.a"),
    ],
)
def test_outside_the_dialect_is_refused(node: Any, place: str) -> None:
    with pytest.raises(PackageError) as caught:
        dialect.check(closed({"a": node}), "data")
    assert caught.value.place == place


def test_circular_definitions_are_refused() -> None:
    data = closed({"a": {"$ref": "#/$defs/b"}})
    data["$defs"] = {"b": {"$ref": "#/$defs/c"}, "c": closed({"d": {"$ref": "#/$defs/b"}})}
    with pytest.raises(PackageError, match="vòng"):
        dialect.check(data, "data")


def test_too_many_properties_are_refused() -> None:
    with pytest.raises(PackageError, match="quá lớn"):
        dialect.check(closed({f"p{at}": {"type": "string"} for at in range(100_000)}), "data")


DATA = closed(
    {
        "name": {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]+$"},
        "born": {"$ref": "#/$defs/day"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "kind": {"type": "string", "enum": ["x", "y"]},
        "sure": {"type": "boolean", "const": True},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 1},
        "inner": closed({"a": {"type": "string"}}, required=["a"]),
    },
    required=["name"],
)
DATA["$defs"] = {"day": {"type": "string", "format": "date"}}


@pytest.mark.parametrize(
    ("answers", "violation"),
    [
        ({}, Violation("/name", "required")),
        ({"name": "a"}, Violation("/name", "minLength", 2)),
        ({"name": "abcdef"}, Violation("/name", "maxLength", 5)),
        ({"name": "AB"}, Violation("/name", "pattern")),
        ({"name": 12}, Violation("/name", "type", ["string"])),
        ({"name": "ab", "born": "2026-02-30"}, Violation("/born", "format", "date")),
        ({"name": "ab", "count": 0}, Violation("/count", "minimum", 1)),
        ({"name": "ab", "count": 10}, Violation("/count", "maximum", 9)),
        ({"name": "ab", "count": True}, Violation("/count", "type", ["integer"])),
        ({"name": "ab", "kind": "z"}, Violation("/kind", "enum")),
        ({"name": "ab", "sure": False}, Violation("/sure", "const")),
        ({"name": "ab", "tags": ["p", "q"]}, Violation("/tags", "maxItems", 1)),
        ({"name": "ab", "tags": [1]}, Violation("/tags/0", "type", ["string"])),
        ({"name": "ab", "inner": {}}, Violation("/inner/a", "required")),
        ({"name": "ab", "other": 1}, Violation("/other", "additionalProperties")),
    ],
)
def test_violation_names_pointer_and_keyword(answers: Any, violation: Violation) -> None:
    compiled = Schema(dialect.check(DATA, "data"))
    assert compiled.validate(answers) == [violation]


def test_sound_answers_have_no_violation() -> None:
    compiled = Schema(dialect.check(DATA, "data"))
    answers = {"name": "abc", "born": "1990-03-27", "count": 9, "kind": "x", "sure": True}
    assert compiled.validate(answers) == []


def test_catastrophic_pattern_ends() -> None:
    compiled = Schema(
        dialect.check(closed({"a": {"type": "string", "pattern": "^(a+)+$"}}), "data")
    )
    assert compiled.validate({"a": "a" * 5_000 + "!"}) == [Violation("/a", "pattern")]


def test_node_is_found_through_references() -> None:
    compiled = Schema(dialect.check(DATA, "data"))
    assert compiled.node("/born") == {"type": "string", "format": "date"}
    assert compiled.node("/inner/b") is None
    assert compiled.demands("/inner/a")
    assert not compiled.demands("/count")
