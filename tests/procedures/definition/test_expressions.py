"""Expressions: values by example, strictness, and that evaluation is total."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.worktime import load_calendar
from procedures.definition import expressions
from procedures.definition.expressions import ARITY, Context
from procedures.definition.fault import PackageError

ANSWERS = {
    "n": 3,
    "word": "x",
    "yes": True,
    "born": "2000-02-29",
    "late": "2026-12-01",
    "list": [4, 5],
    "rows": [{"price": 10}, {"price": 5}],
}
CONTEXT = Context(
    ANSWERS,
    today=date(2026, 2, 28),
    channel="post",
    groups=frozenset({"poor"}),
    agency="H24.17",
    area="hai_phong",
    calendar=load_calendar(),
)


def var(name: str) -> dict[str, str]:
    return {"var": f"/{name}"}


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (5, 5),
        (var("n"), 3),
        (var("nothing"), None),
        ({"eq": [var("n"), 3]}, True),
        ({"eq": [var("n"), "3"]}, False),
        ({"eq": [var("yes"), 1]}, False),
        ({"ne": [var("word"), "y"]}, True),
        ({"ne": [var("nothing"), "y"]}, False),
        ({"eq": [var("nothing"), None]}, False),
        ({"lt": [var("born"), var("late")]}, True),
        ({"ge": [var("n"), 3]}, True),
        ({"gt": [var("nothing"), 3]}, False),
        ({"le": [var("word"), 3]}, False),
        ({"in": [var("word"), ["x", "y"]]}, True),
        ({"in": [var("n"), ["3"]]}, False),
        ({"in": [4, var("list")]}, True),
        ({"in": [4, var("nothing")]}, False),
        ({"and": [var("yes"), {"eq": [1, 1]}]}, True),
        ({"and": [var("yes"), var("nothing")]}, False),
        ({"or": [var("nothing"), var("yes")]}, True),
        ({"not": var("nothing")}, True),
        ({"not": var("n")}, True),
        ({"present": var("n")}, True),
        ({"present": var("nothing")}, False),
        ({"count": var("list")}, 2),
        ({"count": var("nothing")}, 0),
        ({"sum": var("list")}, 9),
        ({"sum": [var("rows"), "/price"]}, 15),
        ({"sum": [var("rows"), "/none"]}, None),
        ({"sum": [[False], None]}, None),
        ({"add": [var("n"), 1, 1]}, 5),
        ({"sub": [var("n"), 1]}, 2),
        ({"mul": [8000, var("n")]}, 24000),
        ({"mul": [8000, var("nothing")]}, None),
        ({"add": [var("yes"), 1]}, None),
        ({"min": [var("n"), 2]}, 2),
        ({"max": [var("n"), 2]}, 3),
        ({"if": [var("yes"), "a", "b"]}, "a"),
        ({"if": [var("nothing"), "a", "b"]}, "b"),
        ({"today": []}, "2026-02-28"),
        ({"age": var("born")}, 25),
        ({"age": [var("born"), "2026-03-01"]}, 26),
        ({"age": var("word")}, None),
        ({"days_between": [{"today": []}, var("late")]}, 276),
        ({"group": "poor"}, True),
        ({"group": "vneid_2"}, False),
        ({"eq": [{"channel": []}, "post"]}, True),
        ({"eq": [{"agency": []}, "H24.17"]}, True),
        ({"any": [var("rows"), {"gt": [{"item": "/price"}, 9]}]}, True),
        ({"any": [var("rows"), {"gt": [{"item": "/price"}, 10]}]}, False),
        ({"any": [var("nothing"), True]}, False),
        ({"all": [var("rows"), {"gt": [{"item": "/price"}, 4]}]}, True),
        ({"all": [var("rows"), {"gt": [{"item": "/price"}, 5]}]}, False),
        ({"all": [var("nothing"), False]}, True),
        ({"count": [var("rows"), {"eq": [{"item": "/price"}, 5]}]}, 1),
        ({"count": [var("rows"), {"eq": [{"item": "/price"}, var("n")]}]}, 0),
        ({"count": [var("n"), True]}, 0),
        ({"item": "/price"}, None),
        ({"div_up": [7, 2]}, 4),
        ({"div_up": [-7, 2]}, -3),
        ({"div_up": [var("n"), 3]}, 1),
        ({"div_up": [7, 0]}, None),
        ({"div_up": [7, var("nothing")]}, None),
        ({"area": []}, "hai_phong"),
        ({"area": "10507"}, "hai_duong"),
        ({"area": "11311"}, "hai_phong"),
        ({"area": "00001"}, None),
        ({"area": var("n")}, None),
        # Friday to Monday; from Tuesday 10/02 over Tết (14/02–22/02) to Monday 23/02.
        ({"working_days_between": ["2026-11-20", "2026-11-23"]}, 1),
        ({"working_days_between": ["2026-02-10", "2026-02-23"]}, 4),
        ({"working_days_between": ["2026-11-23", "2026-11-20"]}, -1),
        ({"working_days_between": [var("word"), "2026-11-20"]}, None),
    ],
)
def test_value(tree: Any, value: Any) -> None:
    found = expressions.evaluate(expressions.parse(tree, "x"), CONTEXT)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        ({"run": "rm"}, "x"),
        ({"eq": [1]}, "x.eq"),
        ({"eq": [1, 2, 3]}, "x.eq"),
        ({"today": [1]}, "x.today"),
        ({"eq": [1, 2], "ne": [1, 2]}, "x"),
        ({}, "x"),
        ({"var": "a"}, "x.var"),
        ({"var": ["/a"]}, "x.var"),
        ({"var": "/a/*/b"}, "x.var"),
        ({"item": "a"}, "x.item"),
        ({"any": [1]}, "x.any"),
        ({"area": [1, 2]}, "x.area"),
        ({"lookup": ["a", "b"]}, "x.lookup"),
        ({"group": "Poor people"}, "x.group"),
        ([[1]], "x"),
        ({"not": {"not": {"boo": 1}}}, "x.not[0].not[0]"),
    ],
)
def test_wrong_tree_is_refused_at_its_place(tree: Any, place: str) -> None:
    with pytest.raises(PackageError) as caught:
        expressions.parse(tree, "x")
    assert caught.value.place == place


def test_deep_tree_is_refused() -> None:
    tree: Any = True
    for _ in range(30):
        tree = {"not": tree}
    with pytest.raises(PackageError, match="lồng nhau"):
        expressions.parse(tree, "x")


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["x", "2026-01-01", ""])
leaves = (
    scalars
    | st.lists(st.booleans() | st.integers(0, 3) | st.just("x"), max_size=2)
    | st.sampled_from([var(name) for name in (*ANSWERS, "nothing")])
    | st.sampled_from([{"group": "poor"}, {"item": "/price"}])
)


def _with_arguments(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(sorted(ARITY)).flatmap(
        lambda op: st.lists(inner, min_size=ARITY[op][0], max_size=min(ARITY[op][1], 3)).map(
            lambda arguments: {op: arguments}
        )
    )


trees = st.recursive(leaves, _with_arguments, max_leaves=8)
json_values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ANSWERS, "price"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(trees, st.dictionaries(st.sampled_from([*ANSWERS]), json_values))
def test_evaluation_never_raises(tree: Any, answers: dict[str, Any]) -> None:
    expressions.evaluate(expressions.parse(tree, "x"), replace(CONTEXT, answers=answers))


@given(trees)
def test_written_expression_reads_back_the_same(tree: Any) -> None:
    parsed = expressions.parse(tree, "x")
    assert expressions.parse(expressions.write(parsed), "x") == parsed
