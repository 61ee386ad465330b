"""What a plan asks of superiors, agencies and registers is proven before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.accounts.permissions import TABLE
from procedures.definition import loader, yaml_form
from procedures.definition.lifecycle import RELEASING_ROLES
from procedures.definition.verify import Facts, report, verify
from procedures.registers import questions

if TYPE_CHECKING:
    from tests.procedures.definition.conftest import Breaker

PORT = "1.009454"
REGISTERS = {name: questions.find(name) for name in (*questions.REGISTERS, *questions.QUESTIONS)}
APPRAISE = ("plan", "steps", 2, "actions")
SUPPLEMENT, CONSULT, INSPECT = 2, 3, 4
ACTIONS = "plan.steps[2].actions"
ASK: dict[str, Any] = {
    "id": "ask_number",
    "kind": "ask_register",
    "label": "Lấy số định danh",
    "register": "population.new_number",
    "gives": "personal_number",
    "facts": {
        "full_name": "/port/name",
        "birth_date": "/operation/from",
        "gender": "/port/kind",
    },
}


def at(number: int, key: str) -> tuple[str | int, ...]:
    return (*APPRAISE, number, key)


def asking(**changes: Any) -> list[tuple[tuple[Any, ...], Any]]:
    asked = {key: value for key, value in {**ASK, **changes}.items() if value is not None}
    return [(APPRAISE, lambda actions: [*actions, asked])]


MUTANTS: list[tuple[str, str, list[tuple[tuple[Any, ...], Any]]]] = [
    ("approver-role", f"{ACTIONS}[2].approver", [(at(SUPPLEMENT, "approver"), "officer")]),
    ("approver-kind", f"{ACTIONS}[0].approver", [(at(0, "approver"), "leader")]),
    ("task-limit", f"{ACTIONS}[3].limit", [(at(CONSULT, "limit"), None)]),
    ("task-limit", f"{ACTIONS}[0].limit", [(at(0, "limit"), "2wd")]),
    ("task-silence", f"{ACTIONS}[4].silence", [(at(INSPECT, "silence"), "consent")]),
    ("task-blocking", f"{ACTIONS}[0].blocking", [(at(0, "blocking"), True)]),
    ("task-moves", f"{ACTIONS}[3].to", [(at(CONSULT, "to"), "appraise")]),
    ("task-inputs", f"{ACTIONS}[3].inputs", [(at(CONSULT, "inputs"), [])]),
    ("task-inputs", f"{ACTIONS}[4].inputs", [((*at(INSPECT, "inputs"), 1, "required"), False)]),
    ("time-exceeded", f"{ACTIONS}[3].limit", [(at(CONSULT, "limit"), "3wd")]),
    ("register-kind", f"{ACTIONS}[0].register", [(at(0, "register"), "population")]),
    ("register-kind", f"{ACTIONS}[5].register", asking(register=None)),
    ("register-kind", f"{ACTIONS}[0]", [(at(0, "gives"), "personal_number")]),
    ("register-unknown", f"{ACTIONS}[5]", asking(register="population.none")),
    ("register-gives", f"{ACTIONS}[5].gives", asking(gives="full_name")),
    ("register-gives", f"{ACTIONS}[5].gives", asking(gives="amount")),
    ("register-facts", f"{ACTIONS}[5].facts", asking(facts={"full_name": "/port/name"})),
    ("register-facts", f"{ACTIONS}[5].facts.address",
     asking(facts={**ASK["facts"], "address": "/applicant/address"})),
    ("pointer-unknown", f"{ACTIONS}[5].facts.gender",
     asking(facts={**ASK["facts"], "gender": "/port/none"})),
    ("register-unknown", "substance.papers[1]",
     [(("substance", "papers", 1, "satisfied_by"), ["upload", "register:land"])]),
    ("supplement-rounds", "substance.supplement_rounds",
     [(("substance", "supplement_rounds"), 0)]),
    ("supplement-limit", "substance.supplement_limit",
     [(("substance", "supplement_limit"), "0wh")]),
    ("task-limit", f"{ACTIONS}[5].limit",
     [(APPRAISE, lambda actions: [*actions, {
         "id": "confirm_draft", "kind": "ask_confirmation", "label": "Hỏi người nộp"}])]),
    ("message-missing", "substance.messages.dossier.confirmation_lapsed",
     [(APPRAISE, lambda actions: [*actions, {
         "id": "confirm_draft", "kind": "ask_confirmation", "label": "Hỏi", "limit": "1wd"}])]),
    *[("message-missing", f"substance.messages.dossier.{name}",
       [(("substance", "messages", f"dossier.{name}"), None)])
      for name in ("stopped", "resumed", "extended", "recalled", "corrected", "transferred",
                   "uncollected")],
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "place", "changes"),
    MUTANTS,
    ids=[f"{at}-{mutant[0]}" for at, mutant in enumerate(MUTANTS)],
)
def test_planted_defect_is_found(
    broken: Breaker, rule: str, place: str, changes: list[Any]
) -> None:
    package = loader.load(yaml_form.write(broken(PORT, *changes)))
    findings = verify(package, Facts(registers=REGISTERS))
    assert (rule, place) in {(finding.rule, finding.place) for finding in findings}


def test_a_register_that_is_told_what_it_needs_passes(broken: Breaker) -> None:
    package = loader.load(yaml_form.write(broken(PORT, *asking())))
    assert verify(package, Facts(registers=REGISTERS)) == []


def test_registers_that_are_not_known_here_are_reported_as_not_checked(broken: Breaker) -> None:
    package = loader.load(yaml_form.write(broken(PORT, *asking(register="population.none"))))
    assert "registers: not run" in report(package).notes
    assert "registers: not run" not in report(package, Facts(registers=REGISTERS)).notes


def test_approvers_are_those_who_may_release_by_the_permission_table() -> None:
    releasing = {rule.role for rule in TABLE if "release_request" in rule.kinds}
    assert {role.value for role in releasing} == RELEASING_ROLES
