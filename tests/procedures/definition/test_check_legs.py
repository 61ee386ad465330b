"""A bundle is proven against itself and against the procedures of its legs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import loader, yaml_form
from procedures.definition.verify import Facts, report, verify

if TYPE_CHECKING:
    from procedures.definition.package import Package
    from tests.procedures.definition.conftest import Breaker

BUNDLE, PORT = "2.000986", "1.009454"
SUB = "substance"
LEGS = (SUB, "legs")
BIRTH, RESIDENCE, HEALTH = range(3)
STEPS = ("plan", "steps")


def at(leg: int, *keys: str) -> tuple[str | int, ...]:
    return (*LEGS, leg, *keys)


MUTANTS: list[tuple[str, str, str, list[tuple[tuple[Any, ...], Any]]]] = [
    ("leg-twice", f"{SUB}.legs[1].id", BUNDLE, [(at(RESIDENCE, "id"), "birth")]),
    ("leg-unknown", f"{SUB}.legs[1].after", BUNDLE, [(at(RESIDENCE, "after"), ["none"])]),
    ("leg-cycle", f"{SUB}.legs[0].after", BUNDLE, [(at(BIRTH, "after"), ["health"])]),
    ("leg-cycle", f"{SUB}.legs[2].after", BUNDLE, [(at(HEALTH, "after"), ["health"])]),
    ("leg-procedure", f"{SUB}.legs[1].procedure", BUNDLE,
     [(at(RESIDENCE, "procedure"), "9.999999")]),
    ("leg-procedure", f"{SUB}.legs[1].procedure", BUNDLE, [(at(RESIDENCE, "procedure"), BUNDLE)]),
    ("leg-fee", f"{SUB}.legs[1].procedure", BUNDLE, [(at(RESIDENCE, "procedure"), "2.000635")]),
    ("pointer-unknown", f"{SUB}.legs[2].answers./health/facility", BUNDLE,
     [(at(HEALTH, "answers", "/health/facility"), "/health/none")]),
    ("pointer-unknown", f"{SUB}.legs[2].answers./health/none", BUNDLE,
     [(at(HEALTH, "answers", "/health/none"), "/health/facility")]),
    ("pointer-unknown", f"{SUB}.legs[2].values./health/none", BUNDLE,
     [(at(HEALTH, "values"), {"/health/none": "x"})]),
    ("leg-answer", f"{SUB}.legs[2].answers", BUNDLE,
     [(at(HEALTH, "answers", "/child/gender"), None)]),
    ("paper-unknown", f"{SUB}.legs[1].papers.host_consent", BUNDLE,
     [(at(RESIDENCE, "papers", "host_consent"), "none")]),
    ("paper-unknown", f"{SUB}.legs[1].papers.none", BUNDLE,
     [(at(RESIDENCE, "papers", "none"), "host_consent")]),
    ("bundle-results", f"{SUB}.results", BUNDLE,
     [((SUB, "results"), [{"code": "KQ", "name": "Kết quả", "outcome": "grant",
                           "title": "KẾT QUẢ", "body": "Xong."}])]),
    ("bundle-fees", f"{SUB}.fees", BUNDLE,
     [((SUB, "fees"), {"due": "acceptance", "lines": [
         {"code": "x", "kind": "phi", "name": "Phí", "amount": 1, "rule": "1 đồng"}]})]),
    ("bundle-settle", "plan.steps[1].actions[0].kind", BUNDLE,
     [((*STEPS, 1, "actions", 0, "kind"), "settle")]),
    ("bundle-settle", "plan.steps[1].actions[0].id", BUNDLE,
     [((*STEPS, 1, "actions", 0, "id"), "finish")]),
    ("bundle-settle", "plan.steps[4].actions[0].kind", PORT,
     [((*STEPS, 4, "actions", 0, "kind"), "settle_bundle")]),
    ("time-exceeded", f"{SUB}.durations[0].value", BUNDLE,
     [((SUB, "durations", 0, "value"), "11wd"), ((*STEPS, 1, "allowance"), "8wh")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "place", "code", "changes"),
    MUTANTS,
    ids=[f"{at}-{mutant[0]}" for at, mutant in enumerate(MUTANTS)],
)
def test_planted_defect_is_found(
    broken: Breaker,
    packages: dict[str, Package],
    rule: str,
    place: str,
    code: str,
    changes: list[Any],
) -> None:
    package = loader.load(yaml_form.write(broken(code, *changes)))
    findings = verify(package, Facts(procedures=packages))
    assert (rule, place) in {(finding.rule, finding.place) for finding in findings}


def test_a_leg_that_the_portal_cannot_accept_is_found(
    broken: Breaker, packages: dict[str, Package]
) -> None:
    changed = broken("1.004222", ((*STEPS, 0, "actions", 0, "id"), "take"))
    known = {**packages, "1.004222": loader.load(yaml_form.write(changed))}
    rules = {finding.rule for finding in verify(packages[BUNDLE], Facts(procedures=known))}
    assert rules == {"leg-accept"}


def test_shipped_bundles_are_clean_against_their_legs(packages: dict[str, Package]) -> None:
    assert verify(packages[BUNDLE], Facts(procedures=packages)) == []


def test_legs_that_are_not_known_here_are_reported_as_not_checked(
    packages: dict[str, Package],
) -> None:
    assert "legs: not run" in report(packages[BUNDLE]).notes
    assert "legs: not run" not in report(packages[PORT]).notes
