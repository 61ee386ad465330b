"""The text of a result before it is issued, as whoever proposes or signs it must read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.core import clock
from procedures.catalogue import selectors as catalogue
from procedures.definition.lifecycle import Outcome
from procedures.definition.results import rule_for
from procedures.dossiers import by_hand, document_facts
from procedures.dossiers.models import Result

if TYPE_CHECKING:
    from procedures.dossiers.models import Dossier

NOT_YET = "……"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the document would print if it were issued now; number and signature come later."""

    name: str
    title: str
    subject: list[str]
    grounds: list[str]
    details: list[tuple[str, str]]  # (label, text)
    paragraphs: list[str]
    corrected: list[str]  # what a corrected result replaces and corrects; before the paragraphs
    by_hand: list[str]  # which of its facts somebody wrote down in place of a register


def correction_preview(dossier: Dossier, correction: str) -> Preview | None:
    """The result in force as it would be issued anew with a correction; None where none is."""
    old = dossier.results.filter(voided_at__isnull=True).order_by("-issued_at").first()
    if old is None:
        return None
    return result_preview(dossier, Outcome(old.outcome), replaced=old, correction=correction)


def result_preview(
    dossier: Dossier, outcome: Outcome, *, replaced: Result | None = None, correction: str = ""
) -> Preview:
    """Fill the result of an outcome from the dossier, by the same text as the document's."""
    rule = rule_for(catalogue.package(dossier.procedure_version_id), outcome)
    draft = Result(
        dossier=dossier,
        code=rule.code,
        name=rule.name,
        outcome=outcome.value,
        number=NOT_YET,
        reason=dossier.outcome_reason or NOT_YET,
        issued_at=clock.now(),
        correction=correction,
        supersedes=replaced,
    )
    facts = document_facts.of_result(draft)
    text = facts["text"]
    return Preview(
        name=rule.name,
        title=facts["title"],
        subject=text.subject,
        grounds=text.grounds,
        details=text.details,
        paragraphs=[f"{article} {words}".strip() for article, words in facts["paragraphs"]],
        corrected=[f"{heading} {words}".strip() for heading, words in facts["corrected"]],
        by_hand=[f"{fact.name} {fact.value}" for fact in by_hand.written(dossier)],
    )
