"""Checks of the plan: the graph of steps against the life cycle, the law's time and the fee."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procedures.definition.findings import Facts, Finding, repeated
from procedures.definition.graph import Graph, State, TangledPlan, longest_simple_path
from procedures.definition.lifecycle import ACTION_KINDS, TRANSITIONS, Outcome, Stage
from procedures.definition.worktimes import legal_hours

if TYPE_CHECKING:
    from procedures.definition.package import Action, Package, Step

MAX_STEPS, MAX_ACTIONS = 100, 600  # several times what the longest real procedure has
_STEPS = "plan.steps"
_TRANSITIONS = {rule.kind: rule for rule in TRANSITIONS}
_OPEN_STAGES = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.SETTLED)


class PlanCheck:
    """All checks of one package's plan."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._plan = package.plan
        self._steps = {step.id: step for step in package.plan.steps}

    def findings(self) -> Iterator[Finding]:
        """Size, then structure; the graph is explored only when the structure stands."""
        too_large = list(self._size())
        if too_large:
            yield from too_large
            return
        structure = list(self._structure())
        yield from structure
        yield from self._times()
        if not structure:
            yield from self._reach()
            yield from self._fee()
            if not self._package.substance.legs:
                yield from self._outcomes()

    def holders(self, facts: Facts) -> Iterator[Finding]:
        """Every desk of the plan must be held in every agency of its class."""
        held = facts.holders or {}
        needed = {step.desk: at for at, step in reversed(list(enumerate(self._plan.steps)))}
        for agency in sorted(held):
            for desk, at in needed.items():
                if desk not in held[agency]:
                    message = f"Cơ quan {agency} chưa có người ở bộ phận “{desk}”."
                    yield Finding("holder-missing", f"{_STEPS}[{at}].desk", message)

    def _size(self) -> Iterator[Finding]:
        actions = sum(len(step.actions) for step in self._plan.steps)
        for count, most, what in (
            (len(self._plan.steps), MAX_STEPS, "bước"),
            (actions, MAX_ACTIONS, "hành động"),
        ):
            if count > most:
                message = f"Quy trình có {count} {what}, nhiều nhất được {most}."
                yield Finding("plan-size", _STEPS, message)

    def _structure(self) -> Iterator[Finding]:
        plan = self._plan
        if plan.agency_class != self._package.substance.catalogue.agency_class:
            message = "Quy trình được phê duyệt cho loại cơ quan khác với thủ tục."
            yield Finding("agency-class", "plan.agency_class", message)
        start = self._steps.get(plan.start)
        if start is None or start.stage is not Stage.SUBMITTED:
            message = f"Bước đầu “{plan.start}” phải có và ở giai đoạn submitted."
            yield Finding("start-step", "plan.start", message)
        for at, step_id in repeated([step.id for step in plan.steps]):
            yield Finding("step-twice", f"{_STEPS}[{at}].id", f"Mã bước “{step_id}” bị lặp.")
        for at, step in enumerate(plan.steps):
            if step.stage not in _OPEN_STAGES:
                message = f"Không bước nào làm việc ở giai đoạn {step.stage.value}."
                yield Finding("step-stage", f"{_STEPS}[{at}].stage", message)
            for number, action in repeated([action.id for action in step.actions]):
                place = f"{_STEPS}[{at}].actions[{number}].id"
                yield Finding("action-twice", place, f"Mã hành động “{action}” bị lặp.")
            for number, offer in enumerate(step.actions):
                yield from self._action(step, offer, f"{_STEPS}[{at}].actions[{number}]")

    def _action(self, step: Step, action: Action, place: str) -> Iterator[Finding]:
        if not ACTION_KINDS[action.kind].in_plan:
            message = f"Quy trình không dùng được hành động “{action.kind}”."
            yield Finding("action-kind", f"{place}.kind", message)
            return
        if action.to is not None and action.to not in self._steps:
            yield Finding("step-unknown", f"{place}.to", f"Không có bước “{action.to}”.")
            return
        rule = _TRANSITIONS.get(action.kind)
        if rule is not None and step.stage not in rule.sources:
            message = f"“{action.kind}” không làm được ở giai đoạn {step.stage.value}."
            yield Finding("stage-edge", f"{place}.kind", message)
            return
        after = rule.target if rule is not None else step.stage
        if action.to is not None and self._steps[action.to].stage is not after:
            message = f"Sau “{action.kind}” hồ sơ ở giai đoạn {after.value}, bước đến thì không."
            yield Finding("stage-edge", f"{place}.to", message)
        if _moves(action, after) and action.to is None:
            yield Finding("step-unknown", f"{place}.to", f"“{action.kind}” phải nêu bước đến.")
        refuses = action.kind == "refuse_intake" or action.outcome is Outcome.REFUSE
        if refuses and not any(item.name == "reason" and item.required for item in action.inputs):
            message = "Từ chối phải có lý do: cần ô nhập bắt buộc “reason”."
            yield Finding("refusal-reason", f"{place}.inputs", message)

    def _times(self) -> Iterator[Finding]:
        substance = self._package.substance
        try:
            needed, path = longest_simple_path(self._plan, stage=Stage.ACCEPTED)
            checked, check_path = longest_simple_path(self._plan, stage=Stage.SUBMITTED)
        except TangledPlan:
            message = "Quy trình có quá nhiều đường đi nên không kiểm được thời gian."
            yield Finding("plan-tangled", _STEPS, message)
            return
        for at, rule in enumerate(substance.durations):
            legal = legal_hours(rule.value)
            if needed > legal:
                message = f"Các bước cần {needed} giờ làm việc, pháp luật cho {legal} giờ."
                yield Finding("time-exceeded", f"substance.durations[{at}].value", message, path)
        legal = legal_hours(substance.first_check)
        if checked > legal:
            message = f"Kiểm tra hồ sơ cần {checked} giờ làm việc, quy định là {legal} giờ."
            yield Finding("time-exceeded", "substance.first_check", message, check_path)

    def _reach(self) -> Iterator[Finding]:
        graph = Graph(self._package, pays=True)
        reached = {state.step for state in graph.states}
        for at, step in enumerate(self._plan.steps):
            if step.id not in reached:
                message = f"Không đường nào dẫn đến bước “{step.name}”."
                yield Finding("step-unreachable", f"{_STEPS}[{at}]", message)
        stuck = graph.stuck()
        if stuck is not None:
            at = list(self._steps).index(stuck.step)
            message = f"Từ bước “{self._steps[stuck.step].name}” không đi đến kết thúc được."
            yield Finding("end-unreachable", f"{_STEPS}[{at}]", message, graph.path(stuck))

    def _fee(self) -> Iterator[Finding]:
        fees = self._package.substance.fees
        for number, step_id in enumerate(fees.blocks):
            if step_id not in self._steps:
                message = f"Quy trình không có bước “{step_id}”."
                yield Finding("step-unknown", f"substance.fees.blocks[{number}]", message)
        graph = Graph(self._package, pays=False)
        refusing = graph.reaching(_is_refusal)
        for state in graph.states:
            waiting = [item for item in graph.actions(state) if graph.blocked(state, item)]
            if waiting and state not in refusing:
                message = (
                    f"Khi chưa nộp phí, hồ sơ kẹt ở bước “{self._steps[state.step].name}”:"
                    " không từ chối được."
                )
                place = f"substance.fees.blocks[{fees.blocks.index(state.step)}]"
                yield Finding("fee-blocks-refusal", place, message, graph.path(state))
                return

    def _outcomes(self) -> Iterator[Finding]:
        graph = Graph(self._package, pays=True)
        settling = [edge for edge in graph.edges if edge.action.kind == "settle"]
        decided = {edge.target.outcome for edge in settling}
        for outcome in Outcome:
            if outcome not in decided:
                message = f"Quy trình không ban hành được kết quả “{outcome.value}”."
                yield Finding("outcome-unreachable", _STEPS, message)
        for edge in settling:
            if edge.target.outcome is None:
                message = "Kết quả được ban hành mà chưa ai đề xuất đồng ý hay từ chối."
                yield Finding("outcome-undecided", _STEPS, message, graph.path(edge.source))
                return


def events_of(package: Package) -> set[str]:
    """The journal events of this procedure that the applicant is told of."""
    kinds = _ANY_DOSSIER | {action.kind for step in package.plan.steps for action in step.actions}
    if "request_supplement" in kinds:
        kinds.add("supplement")
    if "ask_confirmation" in kinds:
        kinds |= {"confirm", "lapse_confirmation"}
    if package.substance.fees.lines:
        kinds |= {"open_fee", "close_fee"}
    if package.substance.legs:
        kinds.discard("correct")
    return {f"dossier.{ACTION_KINDS[kind].event}" for kind in kinds - _INTERNAL_KINDS} | {
        "dossier.uncollected"
    }


# What may befall every dossier, whatever its plan says.
_ANY_DOSSIER = {
    "submit",
    "withdraw",
    "stop",
    "resume",
    "extend",
    "recall",
    "correct",
    "transfer",
}

# Moves between desks and work beside them are shown in the timeline; they send no message.
_INTERNAL_KINDS = {
    "advance",
    "sign",
    "send_back",
    "consult",
    "inspect",
    "ask_expert",
    "ask_register",
    "sign_outside",
}


def _moves(action: Action, after: Stage) -> bool:
    kind = ACTION_KINDS[action.kind]
    return kind.effect.value == "move_step" or (
        kind.effect.value == "move_stage" and after in (Stage.ACCEPTED, Stage.SETTLED)
    )


def _is_refusal(state: State) -> bool:
    if state.step == Stage.REFUSED_INTAKE.value and state.ended:
        return True
    return state.step == Stage.DELIVERED.value and state.ended and state.outcome is Outcome.REFUSE
