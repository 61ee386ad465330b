"""The text of a result before it is issued, as whoever proposes or signs it must read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.core import clock
from procedures.catalogue import selectors as catalogue
from procedures.definition.results import rule_for
from procedures.dossiers import document_facts
from procedures.dossiers.models import Result

if TYPE_CHECKING:
    from procedures.definition.lifecycle import Outcome
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


def result_preview(dossier: Dossier, outcome: Outcome) -> Preview:
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
    )
