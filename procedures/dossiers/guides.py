"""The guide before a supplement is asked for: the whole file against its package, all at once.

Decree 118/2025: what is missing is asked for in one request. The guide finds what a program can
find; the clerk reads the papers and asks for what only a reader sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procedures.catalogue import selectors as catalogue
from procedures.definition import texts
from procedures.definition.answers import asked_of
from procedures.definition.lifecycle import TaskKind
from procedures.dossiers import choices, drafts, identity, requested

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from procedures.definition.evaluate import Evaluation
    from procedures.dossiers.models import Dossier, Paper

# Why a dossier is late, where an open task that its step waits for shows it.
_CAUSES = {TaskKind.CONSULT: "consultation", TaskKind.INSPECT: "inspection"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or does not fit; `place` is a pointer of the form."""

    place: str
    text: str

    @property
    def is_paper(self) -> bool:
        """Whether it is about a paper, not an answer."""
        return self.place.startswith(choices.PAPERS)


def findings(dossier: Dossier) -> list[Finding]:
    """What is wrong with the file as it stands, in the order of the form, then of the papers."""
    verdict = drafts.judged(dossier, dossier.answers)
    package = catalogue.package(dossier.procedure_version_id)
    asked = asked_of(package.substance, verdict.answers)
    labels = {field.pointer: field.label for _, field in asked}
    found = [
        Finding(error.pointer, f"{labels[error.pointer]}: {error.message}")
        for error in verdict.errors
        if error.pointer in labels
    ]
    wrong = {finding.place for finding in found}
    found += [
        Finding(
            one.field.pointer,
            f"{one.field.label}: khai “{texts.display(one.field, one.said)}”, thông tin định danh "
            f"là “{texts.display(one.field, one.known)}”.",
        )
        for one in identity.differences(dossier, set(verdict.visible) - wrong)
        if one.refused
    ]
    files = list(dossier.papers.filter(removed_at__isnull=True))
    return [*found, *_missing(verdict, files), *_misplaced(verdict, files)]


def suggested(found: Sequence[Finding]) -> dict[str, list[str]]:
    """A request that asks for all findings at once: its lines and its fields."""
    return {
        "content": [finding.text for finding in found],
        "fields": list(dict.fromkeys(finding.place for finding in found)),
    }


def release_values(dossier: Dossier, request_pk: int) -> dict[str, Any]:
    """What a request says, for whoever may release it in other words.

    The portal drafts an apology without a cause; an open task that the step waits for is one.
    """
    request = dossier.requests.filter(pk=request_pk).first()
    if request is None:
        return {}
    cause = {}
    if request.kind == "extend":
        waiting = dossier.tasks.filter(closed_at__isnull=True, blocking=True, kind__in=_CAUSES)
        if task := waiting.order_by("opened_at").first():
            cause["late_reason"] = _CAUSES[TaskKind(task.kind)]
    return cause | {name: value for name, value in request.data.items() if value}


def _missing(verdict: Evaluation, files: Sequence[Paper]) -> Iterator[Finding]:
    present = {file.code for file in files}
    for need in verdict.papers:
        code = need.rule.code
        if need.required and need.uploadable and code not in present:
            yield Finding(f"{choices.PAPERS}{code}", f"Còn thiếu: {need.rule.name}.")


def _misplaced(verdict: Evaluation, files: Sequence[Paper]) -> Iterator[Finding]:
    """Files of a component that these answers do not call for."""
    called = {need.rule.code for need in verdict.papers} | {requested.CODE}
    for file in files:
        if file.code not in called:
            text = f"Tệp “{file.name}” không thuộc thành phần nào của hồ sơ như đã kê khai."
            yield Finding(f"{choices.PAPERS}{requested.CODE}", text)
