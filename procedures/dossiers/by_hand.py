"""What a person writes down in place of a register: whether it can be true, and what tells of it.

A register that is down never decides; nor may what is written for it belong to somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.models import Person
from portal.core import clock
from portal.core.jobs.models import JobRow, State
from procedures.catalogue import selectors as catalogue
from procedures.definition import lifecycle
from procedures.definition.lifecycle import Stage, TaskKind
from procedures.definition.pointers import get as answer
from procedures.dossiers.models import Dossier, SideTask
from procedures.registers import questions
from procedures.registers import selectors as registers
from procedures.registers.port import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from procedures.definition.package import Action, Package

NUMBER = "personal_number"
NAMES = {NUMBER: "Số định danh cá nhân"}


@dataclass(frozen=True, slots=True)
class Written:
    """A fact that somebody wrote down, not a register: what, by whom, when, resting on what."""

    name: str
    value: str
    by: str
    at: datetime | None
    report: str


def unfit(dossier: Dossier, package: Package, task: SideTask, value: str) -> str:
    """Why a value cannot be what the register would have given; "" when it can."""
    asked = _asked(package, task)
    question = questions.find(asked.register)
    given = question.take({name: answer(dossier.answers, at) for name, at in asked.facts})
    if not question.lacks(given) and question.differences(given, {task.gives: value}):
        return "Số này không khớp với giới tính, thế kỷ sinh hoặc năm sinh đã kê khai của trẻ."
    return "Số này đã cấp cho người khác." if task.gives == NUMBER and _held(dossier, value) else ""


def written(dossier: Dossier) -> list[Written]:
    """The facts of a dossier that people wrote down where a register did not answer."""
    if not dossier.register_facts:
        return []
    rows = [task for task in dossier.tasks.filter(gives__gt="") if is_written(task)]
    return [
        Written(
            NAMES.get(row.gives, row.label),
            str(dossier.register_facts.get(row.gives, "")),
            row.closed_by,
            row.closed_at,
            row.report,
        )
        for row in rows
    ]


def is_written(task: SideTask) -> bool:
    """Whether a task ended with what somebody wrote down in place of a register."""
    is_done = task.outcome == SideTask.Outcome.DONE
    return bool(task.gives) and is_done and task.closed_by.startswith("staff:")


def waiting_words(dossier: Dossier, task: SideTask) -> str:
    """How an open look-up stands whose register could not be reached; "" while all is well."""
    if task.kind != TaskKind.REGISTER or task.closed_at is not None:
        return ""
    asked = _asked(catalogue.package(dossier.procedure_version_id), task)
    last = registers.latest(dossier.subject, register=asked.register, purpose=task.action)
    if last is None or last.at < task.opened_at or last.outcome not in {Outcome.DOWN, Outcome.SLOW}:
        return ""
    name = questions.REGISTERS[questions.find(asked.register).register]
    said = f"Lúc {_moment(last.at)}, chưa kết nối được với {name}."
    job = JobRow.objects.filter(key=f"dossiers.ask_register/{task.pk}").first()
    if job is None or job.state == State.PARKED:
        return f"{said} Cổng không tự hỏi lại nữa; hãy hủy rồi đề nghị lại, hoặc xác minh rồi ghi."
    return f"{said} Cổng sẽ hỏi lại lúc {_moment(job.run_at)}."


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"


def _asked(package: Package, task: SideTask) -> Action:
    """The action of the plan that opened the task."""
    return next(one for one in package.plan.step(task.step).actions if one.id == task.action)


def _held(dossier: Dossier, number: str) -> bool:
    """Whether somebody known to the portal has the number: a person, a parent, another child."""
    if number in _texts(dossier.answers) or Person.objects.filter(personal_number=number).exists():
        return True
    # Legs of one bundle are about one child; other births are of the same procedure. What was
    # withdrawn or refused gave its number to nobody: the same child may come again.
    others = Dossier.objects.filter(procedure=dossier.procedure_id).exclude(pk=dossier.pk)
    others = others.exclude(stage=Stage.WITHDRAWN).exclude(outcome=lifecycle.Outcome.REFUSE)
    return others.filter(register_facts__personal_number=number).exists()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value
