"""A supplement field by field: what was asked, what was changed, and what stays frozen.

Only the questions that the desk named can be answered anew, with those that the new answers call
for. The fee and the time limit stay as they were sealed; where the new answers would cost something
else, that is kept for the clerk to see and nothing is charged by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.core.errors import FieldError, InvalidInput
from procedures.catalogue import selectors as catalogue
from procedures.definition import pointers, texts
from procedures.definition.answers import asked_of, question_at
from procedures.dossiers import choices, drafts, identity, requested

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from procedures.definition.evaluate import Evaluation, PaperNeed
    from procedures.definition.package import Package
    from procedures.dossiers.models import Dossier, Hold

DELIVERY = "/delivery/method"
NO_CHANGE = "Hãy sửa mục này, hoặc ghi lý do không sửa ở phần Nội dung trả lời."
NO_PAPER = "Hãy tải lên giấy tờ này, hoặc ghi lý do không nộp ở phần Nội dung trả lời."


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after a supplement, in words."""

    pointer: str
    label: str
    before: str
    after: str


def demand_askable(asked: Sequence[str], package: Package) -> None:
    """Refuse a request for what the form does not have."""
    askable = choices.askable(package)
    if unknown := sorted(name for name in set(asked) if pointers.general(name) not in askable):
        message = f"Biểu mẫu không có mục {', '.join(unknown)}."
        raise InvalidInput(message, errors=[FieldError("/fields", "input", message)])


def asked_questions(hold: Hold) -> list[str]:
    """The questions that may be answered anew."""
    return [name for name in hold.data.get("fields", []) if not name.startswith(choices.PAPERS)]


def takes_paper(hold: Hold, need: PaperNeed) -> bool:
    """Whether a component belongs to what was asked; a request by lines alone leaves all open."""
    asked = hold.data.get("fields", [])
    return not asked or need.rule.code == requested.CODE or asks_paper(hold, need)


def asks_paper(hold: Hold, need: PaperNeed) -> bool:
    """Whether a request names a component."""
    return f"{choices.PAPERS}{need.rule.code}" in hold.data.get("fields", [])


def put_all(answers: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with others at some pointers; an empty one is taken out."""
    for pointer, value in given.items():
        if value is None or value == "":
            answers = pointers.drop(answers, pointer)
        else:
            answers = pointers.put(answers, pointer, value)
    return answers


def open_questions(dossier: Dossier, hold: Hold, answers: dict[str, Any]) -> set[str]:
    """What may be answered: the questions asked, and those that the new answers call for."""
    asked = set(asked_questions(hold))
    if not asked:
        return set()
    before = drafts.judged(dossier, dossier.answers).visible
    return asked | (set(drafts.judged(dossier, answers).visible) - set(before))


def errors_of(
    dossier: Dossier, hold: Hold, given: Mapping[str, Any], verdict: Evaluation
) -> list[FieldError]:
    """What is wrong with the answers that are open; the others are frozen and not judged again."""
    opened = open_questions(dossier, hold, verdict.answers)
    frozen = [
        FieldError(pointer, "frozen", "Mục này không được yêu cầu sửa nên giữ nguyên.")
        for pointer in given
        if pointer not in opened
    ]
    wrong = [error for error in verdict.errors if error.pointer in opened]
    taken = {error.pointer for error in wrong}
    shown = (opened & set(verdict.visible)) - taken
    foreign = identity.errors_of(dossier, shown, given=verdict.answers)
    return [*frozen, *wrong, *foreign]


def demand_answered(dossier: Dossier, hold: Hold, note: str) -> None:
    """Refuse an answer that leaves out, without a word why, what the desk asked for.

    Only one request is allowed: what comes back must be complete or say why it is not.
    """
    if note:
        return
    changed = {kept["pointer"] for kept in hold.data.get("changes", [])}
    added = dossier.papers.filter(uploaded_at__gte=hold.opened_at, removed_at__isnull=True)
    papers = {f"{choices.PAPERS}{code}" for code in added.values_list("code", flat=True)}
    shown = drafts.judged(dossier, dossier.answers).visible
    left_out = [
        name
        for name in hold.data.get("fields", [])
        if name not in changed | papers and (name.startswith(choices.PAPERS) or name in shown)
    ]
    if left_out:
        raise InvalidInput(
            "Còn mục được yêu cầu mà chưa sửa hoặc chưa nộp.",
            errors=[
                FieldError(
                    name, "required", NO_PAPER if name.startswith(choices.PAPERS) else NO_CHANGE
                )
                for name in left_out
            ],
        )


def apply(dossier: Dossier, hold: Hold, given: Mapping[str, Any]) -> None:
    """Put the new answers into the locked dossier; before and after stay with the hold."""
    if not given:
        return
    verdict = drafts.judged(dossier, put_all(dossier.answers, given))
    if errors := errors_of(dossier, hold, given, verdict):
        raise InvalidInput("Phần sửa đổi chưa đúng.", errors=errors)
    package = catalogue.package(dossier.procedure_version_id)
    hold.data["changes"] = [
        {"pointer": field.pointer, "before": before, "after": after}
        for _, field in asked_of(package.substance, verdict.answers)
        if (before := pointers.get(dossier.answers, field.pointer))
        != (after := pointers.get(verdict.answers, field.pointer))
    ]
    if verdict.fees.total != dossier.fee_total:
        hold.data["fee_would_be"] = verdict.fees.total
    dossier.answers = verdict.answers
    if DELIVERY in given:
        dossier.delivery = pointers.get(verdict.answers, DELIVERY) or dossier.delivery


def changes(hold: Hold, package: Package, names: Mapping[str, str]) -> list[Change]:
    """What a supplement changed, in the words of the form."""
    return [
        Change(
            field.pointer,
            field.label,
            texts.display(field, kept["before"], names),
            texts.display(field, kept["after"], names),
        )
        for kept in hold.data.get("changes", [])
        if (field := question_at(package.substance, kept["pointer"])) is not None
    ]
