"""Side tasks: opened by an act of the plan, reported by whoever was asked, or lapsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import Agency
from portal.core import worktime
from portal.core.errors import FieldError, InvalidInput, Refused
from procedures.definition.formats import FORMATS
from procedures.definition.lifecycle import ACTION_KINDS
from procedures.definition.results import FACT_FORMS
from procedures.dossiers import by_hand, legal_clock, routing
from procedures.dossiers.models import SideTask
from procedures.dossiers.offers import pk_of

if TYPE_CHECKING:
    from portal.accounts.models import StaffMember
    from procedures.dossiers.effects.move import Move


def open_task(move: Move) -> None:
    """Ask somebody for work beside the step: its own limit, and what silence means."""
    action, dossier = move.action, move.dossier
    kind = ACTION_KINDS[action.kind].task
    if kind is None:
        raise AssertionError("opening a task is what these kinds do")
    limit = (
        worktime.due(move.moment, action.limit, legal_clock.calendar_now())
        if action.limit
        else None
    )
    task = SideTask.objects.create(
        dossier=dossier,
        kind=kind.value,
        action=action.id,
        label=action.label,
        question=move.data.get("question", ""),
        agency=asked_agency(move.data.get("agency", "")),
        assignee=asked_colleague(move),
        step=dossier.step,
        opened_at=move.moment,
        opened_by=move.actor.code,
        due_at=limit.at if limit else None,
        derivation=legal_clock.derivation(limit) if limit else [],
        gives=action.gives,
        silence=action.silence,
        blocking=action.blocking,
    )
    move.waits.tasks.append(task)
    dossier.open_tasks += 1
    move.fact |= {"task": task.pk, "task_kind": kind.value}
    if task.agency is not None:
        move.fact["asked"] = task.agency.code
    if task.due_at is not None and task.silence:
        move.later(
            "dossiers.lapse_task",
            key=str(task.pk),
            run_at=task.due_at,
            dossier=dossier.pk,
            task=task.pk,
        )
    if action.register:
        move.later("dossiers.ask_register", key=str(task.pk), task=task.pk)


def report_task(move: Move) -> None:
    """Take what was answered; what a register gave, or somebody by hand, is kept as a fact.

    A register that does not know leaves its task open: it never decides, a person answers.
    """
    outcome, task = move.data["outcome"], _task(move)
    facts = dict(move.data.get("facts") or {})
    if task.gives and move.actor.kind != "system":
        facts = _by_hand(move, task, outcome, move.data.get("value", ""))
    move.dossier.register_facts = move.dossier.register_facts | facts
    if outcome == SideTask.Outcome.FAILED and move.actor.kind == "system":
        task.report = move.data["report"]
        task.save(update_fields=["report"])
        move.fact |= {"task": task.pk, "task_kind": task.kind, "outcome": outcome}
        return
    _close(move, outcome, move.data["report"])


def _by_hand(move: Move, task: SideTask, outcome: str, value: str) -> dict[str, str]:
    """What somebody wrote down for a register: with the work done alone, and in its form."""
    wrong = ""
    if outcome != SideTask.Outcome.DONE:
        wrong = "Chỉ ghi giá trị khi kết quả là “Đã thực hiện”." if value else ""
    elif not value:
        wrong = "Hãy ghi giá trị đã tra được."
    elif task.gives in FACT_FORMS and not FORMATS[FACT_FORMS[task.gives]](value):
        wrong = "Giá trị này không đúng dạng, ví dụ số định danh có 12 chữ số."
    else:
        wrong = by_hand.unfit(move.dossier, move.package, task, value)
    if wrong:
        raise InvalidInput("Chưa ghi được kết quả.", errors=[FieldError("/value", "input", wrong)])
    return {task.gives: value} if value else {}


def cancel_task(move: Move) -> None:
    """Call a task back with a reason."""
    _close(move, SideTask.Outcome.CANCELLED, move.data["reason"])


def lapse_task(move: Move) -> None:
    """End a task at its limit where the law takes silence for consent; any other stays, overdue."""
    _close(move, SideTask.Outcome.SILENCE, "")


def asked_agency(code: str) -> Agency | None:
    """The agency of that code; a wrong code names its field."""
    if not code:
        return None
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise InvalidInput(
            "Không có cơ quan mang mã này.",
            errors=[FieldError("/agency", "input", "Hãy chọn một cơ quan trong danh sách.")],
        )
    return agency


def asked_colleague(move: Move) -> StaffMember | None:
    """The colleague of that code who is there to work at the step's desk; a wrong code says so."""
    code = move.data.get("staff", "")
    if not code:
        return None
    member = routing.workers_at(move.dossier).filter(code=code).first()
    if member is None:
        message = "Không có cán bộ mang mã này đang làm việc tại bộ phận của bước hiện tại."
        raise InvalidInput(message, errors=[FieldError("/staff", "input", message)])
    return member


def _task(move: Move) -> SideTask:
    wanted = pk_of(move.action.id)
    task = next((task for task in move.waits.tasks if task.pk == wanted), None)
    if task is None:
        raise Refused("Việc này đã có kết quả.", code="wrong_moment")
    return task


def _close(move: Move, outcome: str, report: str) -> None:
    task = _task(move)
    task.closed_at, task.closed_by = move.moment, move.actor.code
    task.outcome, task.report = outcome, report
    task.save(update_fields=["closed_at", "closed_by", "outcome", "report"])
    move.waits.tasks.remove(task)
    move.dossier.open_tasks -= 1
    move.fact |= {"task": task.pk, "task_kind": task.kind, "outcome": str(outcome)}
