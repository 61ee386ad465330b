"""Facts about data: where they may stand, what they come to at a leaf, and what is found."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import dialect, loader, shared, yaml_form
from procedures.definition.check_work import REGISTERS_NOT_RUN
from procedures.definition.data_facts import REUSABLE
from procedures.definition.fault import PackageError
from procedures.definition.schema import Schema
from procedures.definition.verify import Facts, report

if TYPE_CHECKING:
    from tests.procedures.definition.conftest import Breaker

COPIES = "2.000635"
DATA = ("substance", "data")


def closed(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, **more}


NAME = {"type": "string", "x-sensitivity": "sensitive"}
FACTS = {
    **closed(
        {
            "plain": {"type": "string"},
            "own": {"type": "string", "x-reuse": "person.phone", "x-retention": "permanent"},
            "named": {"$ref": "#/$defs/name", "x-reuse": "person.full_name"},
            "milder": {"$ref": "#/$defs/name", "x-sensitivity": "none"},
            "who": {
                **closed({"full_name": {"type": "string"}, "shoe_size": {"type": "integer"}}),
                "x-reuse": "person",
                "x-sensitivity": "personal",
                "x-retention": "5y",
            },
            "rows": {"type": "array", "items": {"type": "string"}, "x-sensitivity": "personal"},
        }
    ),
    "$defs": {"name": NAME},
}


@pytest.mark.parametrize(
    ("pointer", "facts"),
    [
        ("/plain", {}),
        ("/own", {"x-reuse": "person.phone", "x-retention": "permanent"}),
        ("/named", {"x-sensitivity": "sensitive", "x-reuse": "person.full_name"}),
        ("/milder", {"x-sensitivity": "none"}),
        ("/who/full_name",
         {"x-reuse": "person.full_name", "x-sensitivity": "personal", "x-retention": "5y"}),
        ("/who/shoe_size", {"x-sensitivity": "personal", "x-retention": "5y"}),
        ("/rows", {"x-sensitivity": "personal"}),
    ],
)  # fmt: skip
def test_a_leaf_has_its_own_facts_and_those_of_its_groups(
    pointer: str, facts: dict[str, str]
) -> None:
    assert Schema(dialect.check(FACTS, "data")).facts[pointer] == facts


def test_facts_say_nothing_about_validity() -> None:
    compiled = Schema(dialect.check(FACTS, "data"))
    assert compiled.validate({"own": "0912345678", "rows": ["a"]}) == []


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ({"type": "string", "x-colour": "red"}, "x-colour"),
        ({"type": "string", "x-reuse": "neighbour.full_name"}, "x-reuse"),
        ({"type": "string", "x-reuse": True}, "x-reuse"),
        ({"type": "string", "x-sensitivity": "very"}, "x-sensitivity"),
        ({"type": "string", "x-retention": "0y"}, "x-retention"),
        ({"type": "string", "x-register": "population.person"}, "x-register"),
        ({**closed({"b": {"type": "string"}}), "x-register": "a.b#c"}, "x-register"),
        ({"$ref": "#/$defs/c", "maxLength": 3}, "$ref"),
        ({"$ref": "#/$defs/c", "x-retention": "1 year"}, "x-retention"),
    ],
)
def test_a_fact_that_is_not_one_is_refused_at_its_place(node: Any, place: str) -> None:
    data = {**closed({"a": node}), "$defs": {"c": {"type": "string"}}}
    with pytest.raises(PackageError) as caught:
        dialect.check(data, "data")
    assert caught.value.place == f"data.properties.a.{place}"


def test_the_library_is_sound_and_names_facts_that_accounts_have() -> None:
    library = shared.definitions()
    assert {"address", "date", "full_name", "money", "organisation", "person", "personal_number",
            "phone", "tax_code"} <= library.keys()  # fmt: skip
    data = {**closed({"who": {"$ref": "#/$defs/person", "x-reuse": "person"}}), "$defs": library}
    assert set(Schema(dialect.check(data, "data")).reuse.values()) <= REUSABLE


MUTANTS = [
    ("shared-differs", "substance.data.$defs.full_name",
     ((*DATA, "$defs", "full_name", "maxLength"), 99)),
    ("reuse-unknown", "substance.data",
     ((*DATA, "properties", "pledge", "x-reuse"), "person.shoe_size")),
]  # fmt: skip
REGISTER = (*DATA, "properties", "subject", "properties", "birth_date", "x-register")
KNOWN = {"population.person": SimpleNamespace(needs=(), takes=(), gives=("full_name",))}


@pytest.mark.parametrize(("rule", "place", "change"), MUTANTS)
def test_planted_defect_is_found(broken: Breaker, rule: str, place: str, change: Any) -> None:
    package = loader.load(yaml_form.write(broken(COPIES, change)))
    found = {(finding.rule, finding.place) for finding in report(package).findings}
    assert (rule, place) in found


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ("population.person#full_name", set()),
        ("population.person#birth_date", {"register-gives"}),
        ("population.none#full_name", {"register-unknown"}),
    ],
)
def test_a_named_register_must_give_the_fact(broken: Breaker, told: str, rules: set[str]) -> None:
    package = loader.load(yaml_form.write(broken(COPIES, (REGISTER, told))))
    assert REGISTERS_NOT_RUN in report(package).notes
    found = report(package, Facts(registers=KNOWN)).findings
    assert {one.rule for one in found if one.place == "substance.data"} == rules
