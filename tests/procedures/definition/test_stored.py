"""What was published once stays readable, with the same hashes: one document of each earlier shape.

A change of the shape adds the document that the shape before it stored, never edits one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from procedures.definition import loader
from procedures.definition.verify import verify

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))


def stored(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_an_earlier_document_keeps_its_hashes(path: Path) -> None:
    document = stored(path)
    package = loader.load_parts(document["substance"], document["plan"], document["code"])
    assert package.substance_hash == document["substance_hash"]
    assert package.plan_hash == document["plan_hash"]


def test_results_without_a_symbol_are_decisions() -> None:
    (path,) = [path for path in STORED if "without-symbol" in path.stem]
    document = stored(path)
    assert all("symbol" not in result for result in document["substance"]["results"])
    package = loader.load_parts(document["substance"], document["plan"], document["code"])
    assert {result.symbol for result in package.substance.results} == {"QĐ-UBND"}


def test_results_without_grounds_are_no_decisions() -> None:
    (path, _) = [path for path in STORED if "without-grounds" in path.stem]
    document = stored(path)
    package = loader.load_parts(document["substance"], document["plan"], document["code"])
    for rule in package.substance.results:
        assert (rule.subject, rule.grounds, rule.details) == ("", (), ())


@pytest.mark.parametrize("kind", ["stop", "resume", "recall"])
def test_kinds_that_plans_once_used_are_read_but_not_published(kind: str) -> None:
    document = stored(STORED[0])
    document["plan"]["steps"][2]["actions"][0]["kind"] = kind
    document["substance"]["catalogue"]["pin_at"] = "acceptance"
    package = loader.load_parts(document["substance"], document["plan"], document["code"])
    places = {(finding.rule, finding.place) for finding in verify(package)}
    assert ("action-kind", "plan.steps[2].actions[0].kind") in places
    assert ("pin-at", "substance.catalogue.pin_at") in places


def test_a_plan_of_before_tasks_asks_for_a_supplement_once_and_consults_nobody() -> None:
    (path,) = [path for path in STORED if "without-tasks" in path.stem]
    document = stored(path)
    package = loader.load_parts(document["substance"], document["plan"], document["code"])
    assert (package.substance.supplement_rounds, package.substance.supplement_limit) == (1, "")
    assert package.substance.legs == ()
    actions = [action for step in package.plan.steps for action in step.actions]
    assert {(action.limit, action.blocking, action.register) for action in actions} == {
        ("", False, "")
    }
