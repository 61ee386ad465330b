"""Checks of what a plan asks of others: requests and their approvers, tasks, registers, papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procedures.definition.findings import Facts, Finding
from procedures.definition.graph import hours
from procedures.definition.lifecycle import (
    ACTION_KINDS,
    RELEASING_ROLES,
    Effect,
    HoldKind,
    TaskKind,
)
from procedures.definition.results import FACTS
from procedures.definition.worktimes import legal_hours

if TYPE_CHECKING:
    from procedures.definition.findings import Question
    from procedures.definition.package import Action, Package, Step
    from procedures.definition.schema import Schema

REGISTERS_NOT_RUN = "registers: not run"
# What the engine reads of the person who opens a task.
_ASKED = {
    TaskKind.CONSULT: ("agency", "question"),
    TaskKind.INSPECT: ("question",),
    TaskKind.EXPERT: ("question",),
    TaskKind.SIGN_OUTSIDE: ("agency",),
    TaskKind.REGISTER: (),
}


class WorkCheck:
    """All checks of one package's requests, tasks and look-ups."""

    def __init__(self, package: Package, schema: Schema) -> None:
        """`schema` is the compiled `data` of the package."""
        self._substance = package.substance
        self._plan = package.plan
        self._schema = schema

    @property
    def asks_registers(self) -> bool:
        """Whether anything here depends on what the registers can answer."""
        return any(action.register for _, _, action in self._actions()) or any(
            rule.registers for rule in self._substance.papers
        )

    def findings(self) -> Iterator[Finding]:
        """What can be judged by the package alone."""
        for step, place, action in self._actions():
            yield from _request(action, place)
            yield from _limits(action, place)
            yield from _task(step, action, place)
            yield from self._register(action, place)
        yield from self._pointers()
        yield from self._supplements()

    def registers(self, facts: Facts) -> Iterator[Finding]:
        """Every register that is named must be known, and be told what it needs."""
        known = facts.registers or {}
        for place, name, told, gives in self._asked():
            question = known.get(name)
            if question is None:
                message = f"Không có cơ sở dữ liệu “{name}”."
                yield Finding("register-unknown", place, message)
            else:
                yield from _told(name, {fact for fact, _ in told}, gives, question, place)

    def _asked(self) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...], str]]:
        """Every question to a register: place, its name, what it is told, what it must give."""
        for at, rule in enumerate(self._substance.papers):
            for name in rule.registers:
                yield f"substance.papers[{at}]", name, rule.facts, ""
        for _, place, action in self._actions():
            if action.register:
                yield place, action.register, action.facts, action.gives

    def _actions(self) -> Iterator[tuple[Step, str, Action]]:
        for at, step in enumerate(self._plan.steps):
            for number, action in enumerate(step.actions):
                yield step, f"plan.steps[{at}].actions[{number}]", action

    def _register(self, action: Action, place: str) -> Iterator[Finding]:
        asks = ACTION_KINDS[action.kind].task is TaskKind.REGISTER
        if asks is not bool(action.register):
            message = "Chỉ hành động ask_register nêu cơ sở dữ liệu, và phải nêu."
            yield Finding("register-kind", f"{place}.register", message)
        if not asks and (action.gives or action.facts):
            message = "Chỉ hành động ask_register có “gives” và “facts”."
            yield Finding("register-kind", place, message)
        if action.gives and action.gives not in FACTS:
            message = f"Văn bản kết quả không biết thông tin “{action.gives}”."
            yield Finding("register-gives", f"{place}.gives", message)

    def _pointers(self) -> Iterator[Finding]:
        facts = [
            *(
                (f"substance.papers[{at}]", rule.facts)
                for at, rule in enumerate(self._substance.papers)
            ),
            *((place, action.facts) for _, place, action in self._actions()),
        ]
        for place, told in facts:
            for name, pointer in told:
                if pointer not in self._schema.leaves:
                    message = f"Lược đồ không có thông tin “{pointer}”."
                    yield Finding("pointer-unknown", f"{place}.facts.{name}", message)

    def _supplements(self) -> Iterator[Finding]:
        asks = any(action.kind == "request_supplement" for _, _, action in self._actions())
        if asks and self._substance.supplement_rounds == 0:
            message = "Quy trình có yêu cầu bổ sung thì số lần được yêu cầu ít nhất là 1."
            yield Finding("supplement-rounds", "substance.supplement_rounds", message)
        limit = self._substance.supplement_limit
        if limit and not legal_hours(limit):
            message = "Thời gian để người nộp bổ sung phải lớn hơn 0."
            yield Finding("supplement-limit", "substance.supplement_limit", message)


def _request(action: Action, place: str) -> Iterator[Finding]:
    """Only a request has an approver, and only who may release requests is one."""
    if action.approver is None:
        return
    if ACTION_KINDS[action.kind].release is None:
        message = f"“{action.kind}” không phải đề nghị nên không có người duyệt."
        yield Finding("approver-kind", f"{place}.approver", message)
    if action.approver not in RELEASING_ROLES:
        message = f"Vai trò “{action.approver}” không được duyệt đề nghị."
        yield Finding("approver-role", f"{place}.approver", message)


def _told(
    name: str, told: set[str], gives: str, question: Question, place: str
) -> Iterator[Finding]:
    """A register is told all that it needs and nothing that it does not take."""
    for fact in sorted({*question.needs} - told):
        message = f"“{name}” cần thông tin “{fact}”."
        yield Finding("register-facts", f"{place}.facts", message)
    for fact in sorted(told - {*question.needs, *question.takes}):
        message = f"“{name}” không nhận thông tin “{fact}”."
        yield Finding("register-facts", f"{place}.facts.{fact}", message)
    if gives and gives not in question.gives:
        yield Finding("register-gives", f"{place}.gives", f"“{name}” không trả về “{gives}”.")


def _limits(action: Action, place: str) -> Iterator[Finding]:
    """A task and a confirmation have a limit; nothing else has one."""
    kind = ACTION_KINDS[action.kind]
    opens = kind.effect is Effect.OPEN_TASK
    confirms = kind.effect is Effect.OPEN_HOLD and kind.hold is HoldKind.CONFIRMATION
    if action.limit and not (opens or confirms):
        message = f"“{action.kind}” không có thời hạn riêng."
        yield Finding("task-limit", f"{place}.limit", message)
    # A register answers at once or is answered for by hand.
    waits = confirms or (opens and kind.task is not TaskKind.REGISTER)
    if waits and not action.limit:
        message = f"“{action.kind}” phải nêu thời hạn trả lời."
        yield Finding("task-limit", f"{place}.limit", message)
    if action.silence and kind.task is not TaskKind.CONSULT:
        message = "Chỉ khi lấy ý kiến cơ quan khác, im lặng mới được coi là đồng ý."
        yield Finding("task-silence", f"{place}.silence", message)
    if action.blocking and not opens:
        message = f"“{action.kind}” không mở việc nào để phải chờ."
        yield Finding("task-blocking", f"{place}.blocking", message)


def _task(step: Step, action: Action, place: str) -> Iterator[Finding]:
    """A task is asked of somebody in words, beside a step that has the time to wait for it."""
    kind = ACTION_KINDS[action.kind].task
    if kind is None or ACTION_KINDS[action.kind].effect is not Effect.OPEN_TASK:
        return
    if action.to is not None:
        message = "Việc phối hợp diễn ra bên cạnh bước hiện tại, không chuyển bước."
        yield Finding("task-moves", f"{place}.to", message)
    if action.blocking and action.limit and legal_hours(action.limit) > hours(step.allowance):
        message = f"Bước chờ việc này nhưng chỉ có {step.allowance}, ít hơn {action.limit}."
        yield Finding("time-exceeded", f"{place}.limit", message)
    given = {item.name for item in action.inputs if item.required}
    for name in _ASKED[kind]:
        if name not in given:
            message = f"“{action.kind}” cần ô nhập bắt buộc “{name}”."
            yield Finding("task-inputs", f"{place}.inputs", message)
