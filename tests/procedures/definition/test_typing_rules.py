"""Expressions are typed against the schema: the type, and the sentence for what cannot work."""

from __future__ import annotations

from typing import Any

import pytest

from procedures.definition import dialect, expressions
from procedures.definition.schema import Schema
from procedures.definition.typing_rules import Kind, type_check

DATA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "n": {"type": "integer"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "born": {"type": "string", "format": "date"},
        "sure": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
COMPILED = Schema(dialect.check(DATA, "data"))
N, KIND, BORN, SURE, TAGS = ({"var": f"/{name}"} for name in ("n", "kind", "born", "sure", "tags"))


@pytest.mark.parametrize(
    ("tree", "kind"),
    [
        (N, Kind("integer", nullable=True)),
        ({"add": [1, 2]}, Kind("integer")),
        ({"mul": [8000, N]}, Kind("integer", nullable=True)),
        ({"eq": [KIND, "a"]}, Kind("boolean")),
        ({"lt": [BORN, "2026-01-01"]}, Kind("boolean")),
        ({"and": [SURE, {"present": N}]}, Kind("boolean")),
        ({"in": [KIND, ["a", "b"]]}, Kind("boolean")),
        ({"in": ["x", TAGS]}, Kind("boolean")),
        ({"count": TAGS}, Kind("integer")),
        ({"age": BORN}, Kind("integer", nullable=True)),
        ({"if": [SURE, 1, 2]}, Kind("integer")),
        ({"if": [SURE, 1, None]}, Kind("integer", nullable=True)),
        ({"today": []}, Kind("date")),
        ({"div_up": [7, 2]}, Kind("integer")),
        ({"area": []}, Kind("string", nullable=True)),
        ({"area": KIND}, Kind("string", nullable=True)),
        ({"eq": [{"area": []}, "hai_duong"]}, Kind("boolean")),
        ({"working_days_between": [BORN, {"today": []}]}, Kind("integer", nullable=True)),
    ],
)
def test_sound_expression_has_a_type(tree: Any, kind: Kind) -> None:
    assert type_check(expressions.parse(tree, "x"), COMPILED) == (kind, [])


def test_certain_answers_are_never_null() -> None:
    expression = expressions.parse({"mul": [8000, N]}, "x")
    kind, _ = type_check(expression, COMPILED, certain=frozenset({"/n"}))
    assert kind == Kind("integer")


@pytest.mark.parametrize(
    ("tree", "place", "said"),
    [
        ({"var": "/none"}, "x.var", "không có “/none”"),
        ({"eq": [N, "3"]}, "x.eq", "integer với string"),
        ({"div_up": [N, 0]}, "x.div_up", "số nguyên dương"),
        ({"div_up": [7, N]}, "x.div_up", "số nguyên dương"),
        ({"area": N}, "x.area", "integer"),
        ({"eq": [{"area": []}, "ha_noi"]}, "x.eq", "không phải là một phương án"),
        ({"working_days_between": [BORN, N]}, "x.working_days_between", "integer"),
        ({"item": "/n"}, "x.item", "bên trong một danh sách"),
        ({"count": [TAGS, True]}, "x.count", "các nhóm thông tin"),
        ({"sum": TAGS}, "x.sum", "số nguyên"),
        ({"eq": [KIND, "c"]}, "x.eq", "“c” không phải"),
        ({"eq": ["c", KIND]}, "x.eq", "“c” không phải"),
        ({"in": [KIND, ["a", "c"]]}, "x.in", "“c” không phải"),
        ({"eq": [{"channel": []}, "fax"]}, "x.eq", "“fax” không phải"),
        ({"eq": [N, None]}, "x.eq", "present"),
        ({"lt": [SURE, True]}, "x.lt", "boolean"),
        ({"and": [N]}, "x.and", "Cần kiểu boolean"),
        ({"not": KIND}, "x.not", "Cần kiểu boolean"),
        ({"add": [SURE, 1]}, "x.add", "Cần kiểu integer"),
        ({"age": KIND}, "x.age", "Cần kiểu date"),
        ({"count": N}, "x.count", "Cần kiểu list"),
        ({"in": [N, ["a"]]}, "x.in", "integer"),
        ({"in": [N, 3]}, "x.in", "Cần kiểu list"),
        ({"if": [N, 1, 2]}, "x.if", "Cần kiểu boolean"),
        ({"if": [SURE, 1, "a"]}, "x.if", "khác kiểu"),
        ({"not": {"eq": [N, "3"]}}, "x.not[0].eq", "integer với string"),
    ],
)
def test_unsound_expression_is_explained(tree: Any, place: str, said: str) -> None:
    _, problems = type_check(expressions.parse(tree, "x"), COMPILED, place="x")
    assert [problem.place for problem in problems][:1] == [place]
    assert said in problems[0].message
