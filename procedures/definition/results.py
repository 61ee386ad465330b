"""The text of a result document, filled from facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from procedures.definition import texts

if TYPE_CHECKING:
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
    }
)


def fill(rule: ResultRule, facts: Mapping[str, str]) -> tuple[str, list[str]]:
    """Title and paragraphs of a result; facts are named as in `texts.fill`."""
    paragraphs = [texts.fill(line, facts).strip() for line in rule.body.split("\n")]
    return texts.fill(rule.title, facts), [line for line in paragraphs if line]


def rule_for(package: Package, outcome: Outcome) -> ResultRule:
    """The first result of that outcome; the verifier proves that there is one."""
    return next(rule for rule in package.substance.results if rule.outcome is outcome)
