"""The text of a result document, filled from facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procedures.definition import expressions, texts

if TYPE_CHECKING:
    from procedures.definition.expressions import Context
    from procedures.definition.lifecycle import Outcome
    from procedures.definition.package import Package, ResultRule

# What the engine knows of a dossier besides its answers; the verifier allows no other names.
FACTS = frozenset(
    {
        "code",
        "procedure",
        "agency",
        "applicant",
        "number",
        "accepted_on",
        "due",
        "reason",
        "amount",
        "place",
        "personal_number",
    }
)
# The form of a fact that a person writes down in place of a register.
FACT_FORMS = {"personal_number": "personal-number"}


@dataclass(frozen=True, slots=True)
class ResultText:
    """What a result says, part by part, in the order in which it is printed."""

    title: str
    subject: list[str]
    grounds: list[str]
    details: list[tuple[str, str]]  # (label, text)
    paragraphs: list[str]


def fill(rule: ResultRule, facts: Mapping[str, str], given: Context) -> ResultText:
    """The text of a result; facts are named as in `texts.fill`, `given` holds the answers.

    A line that asks for facts of which none is known is left out: what was not asked for or not
    answered leaves no gap in a document.
    """
    details = [
        (detail.label, text)
        for detail in rule.details
        if expressions.holds(detail.when, given) and (text := _line(detail.text, facts))
    ]
    return ResultText(
        texts.fill(rule.title, facts),
        _lines(rule.subject.split("\n"), facts),
        _lines(rule.grounds, facts),
        details,
        _lines(rule.body.split("\n"), facts),
    )


def _lines(templates: Iterable[str], facts: Mapping[str, str]) -> list[str]:
    return [line for template in templates if (line := _line(template, facts))]


def _line(template: str, facts: Mapping[str, str]) -> str:
    """One filled line; empty when it asks for facts and none is known."""
    asked = list(texts.placeholders(template))
    if asked and not any(facts.get(name) for name in asked):
        return ""
    return texts.fill(template, facts).strip()


def rule_for(package: Package, outcome: Outcome) -> ResultRule:
    """The first result of that outcome; the verifier proves that there is one."""
    return next(rule for rule in package.substance.results if rule.outcome is outcome)
