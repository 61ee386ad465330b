"""Papers that a register can vouch for are looked up before they are asked for.

A hit stands in the file in place of an upload; a miss, a wrong answer or a register that cannot be
asked opens the upload and says why. The register's log keeps the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.core import clock
from portal.core.errors import NotFound, Refused
from procedures.definition.lifecycle import Stage
from procedures.definition.pointers import get as answer
from procedures.dossiers import access, drafts
from procedures.dossiers.models import Paper
from procedures.registers import actions as registers
from procedures.registers import questions
from procedures.registers.models import LookUp
from procedures.registers.port import Outcome

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from procedures.definition.package import PaperRule
    from procedures.dossiers.models import Dossier

# What a register did not know a moment ago is not asked again; one that was down is.
KEPT = timedelta(minutes=10)
_FINAL = (Outcome.HIT, Outcome.MISS, Outcome.WRONG)
_SENTENCES = {
    Outcome.HIT: "Đã tra cứu được tại {register}; bạn không phải tải lên.",
    Outcome.MISS: "Không tìm thấy tại {register} theo thông tin bạn đã khai. Hãy tải lên.",
    Outcome.WRONG: "Dữ liệu tại {register} không khớp với thông tin bạn đã khai. Hãy kiểm tra lại "
    "câu trả lời, hoặc tải lên.",
    Outcome.SLOW: "{register} chưa trả lời kịp. Hãy tải lên để không phải chờ.",
    Outcome.DOWN: "Hiện chưa kết nối được với {register}. Hãy tải lên để không phải chờ.",
}


@dataclass(frozen=True, slots=True)
class PaperLookUp:
    """How the look-up of one component ended, and what the applicant is told of it."""

    code: str
    register: str
    outcome: Outcome
    sentence: str

    @property
    def found(self) -> bool:
        """Whether nothing has to be uploaded."""
        return self.outcome is Outcome.HIT


def look_up_papers(draft: Dossier, *, actor: Actor) -> list[PaperLookUp]:
    """Ask the registers for the components that the answers call for and nobody handed in yet.

    Outside any transaction: a register may take seconds.
    """
    if draft.stage != Stage.DRAFT:
        raise Refused(f"Hồ sơ đã được nộp với mã {draft.code}.", code="submitted")
    if not access.may_draft(draft, actor):
        raise NotFound("Không tìm thấy hồ sơ.")
    present = set(draft.papers.filter(removed_at__isnull=True).values_list("code", flat=True))
    for need in drafts.evaluation(draft).papers:
        if need.rule.code in present:
            continue
        for name in need.rule.registers:
            if _ask(draft, need.rule, name, actor=actor):
                break
    return paper_look_ups(draft)


def paper_look_ups(draft: Dossier) -> list[PaperLookUp]:
    """How the look-ups ended that rest on the answers as they are now, in the order of papers."""
    found = []
    for need in drafts.evaluation(draft).papers:
        rows = [_last(draft, need.rule, name) for name in need.rule.registers]
        row = next((row for row in rows if row and row.outcome == Outcome.HIT), None)
        row = row or next((row for row in rows if row), None)
        if row is not None:
            outcome, register = Outcome(row.outcome), questions.find(row.register).register
            sentence = _SENTENCES[outcome].format(register=questions.REGISTERS[register])
            found.append(PaperLookUp(need.rule.code, register, outcome, sentence))
    return found


def _ask(draft: Dossier, rule: PaperRule, name: str, *, actor: Actor) -> bool:
    """Ask one register unless it has just answered the same; keep a hit. Whether it was one."""
    question, told = questions.find(name), _told(draft, rule)
    if question.lacks(question.take(told)):
        return False
    last = _last(draft, rule, name)
    if last and last.outcome in _FINAL and last.at > clock.now() - KEPT:
        row = last
    else:
        row = registers.look_up(
            name,
            told,
            subject=_subject(draft),
            purpose=_purpose(rule),
            actor_code=actor.code,
            agency=draft.competent_agency.code if draft.competent_agency else "",
            procedure=draft.procedure.code,
        )
    return row.outcome == Outcome.HIT and _keep(draft, rule, name, row, actor=actor)


def _keep(draft: Dossier, rule: PaperRule, name: str, row: LookUp, *, actor: Actor) -> bool:
    """Put what was found into the file, unless the answers or the file changed meanwhile."""
    with transaction.atomic():
        owned = drafts.lock_draft(draft.pk, actor=actor)
        taken = owned.papers.filter(code=rule.code, removed_at__isnull=True).exists()
        if taken or _told(owned, rule) != _told(draft, rule):
            return False
        Paper.objects.create(
            dossier=owned,
            code=rule.code,
            name=f"{rule.name} (tra cứu điện tử)",
            source=f"register:{name}",
            kind="",
            size=0,
            # The hash of the answer leads to the evidence in the register's log.
            sha256=row.answer_hash,
            uploaded_at=clock.now(),
            uploaded_by=actor.code,
        )
    return True


def _last(draft: Dossier, rule: PaperRule, name: str) -> LookUp | None:
    """The last look-up of the component by the answers as they are now."""
    question = questions.find(name)
    told = registers.keyed_hash(question.take(_told(draft, rule)))
    asked = LookUp.objects.filter(
        subject=_subject(draft), purpose=_purpose(rule), register=question.code, facts_hash=told
    )
    return asked.order_by("-at", "-pk").first()


def _told(draft: Dossier, rule: PaperRule) -> dict[str, Any]:
    facts = {name: answer(draft.answers, pointer) for name, pointer in rule.facts}
    return {name: value for name, value in facts.items() if value is not None}


def _subject(draft: Dossier) -> str:
    """A draft has no code yet, so the log names it by its id."""
    return f"draft:{draft.public_id}"


def _purpose(rule: PaperRule) -> str:
    return f"paper:{rule.code}"
