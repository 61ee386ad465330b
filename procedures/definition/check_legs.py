"""Checks of a bundle (liên thông): its legs against each other, its answers and their packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from procedures.definition import pointers
from procedures.definition import schema as schemas
from procedures.definition.findings import Facts, Finding, repeated
from procedures.definition.worktimes import legal_hours

if TYPE_CHECKING:
    from procedures.definition.package import Leg, Package
    from procedures.definition.schema import Schema

LEGS_NOT_RUN = "legs: not run"
SETTLE_BUNDLE = "settle_bundle"
_LEGS = "substance.legs"


class LegsCheck:
    """All checks of one package's legs; a package without any must not pretend to be a bundle."""

    def __init__(self, package: Package, schema: Schema) -> None:
        """`schema` is the compiled `data` of the package."""
        self._package = package
        self._legs = package.substance.legs
        self._schema = schema

    def findings(self) -> Iterator[Finding]:
        """What can be judged by the bundle alone."""
        yield from self._ending()
        if not self._legs:
            return
        yield from self._bundle()
        for at, leg_id in repeated([leg.id for leg in self._legs]):
            yield Finding("leg-twice", f"{_LEGS}[{at}].id", f"Mã phần việc “{leg_id}” bị lặp.")
        yield from self._order()
        yield from self._sources()

    def _sources(self) -> Iterator[Finding]:
        """What is handed to a leg must be something that the bundle has."""
        papers = {rule.code for rule in self._package.substance.papers}
        for at, leg in enumerate(self._legs):
            if leg.procedure == self._package.code:
                message = "Một phần việc liên thông không thể là chính thủ tục này."
                yield Finding("leg-procedure", f"{_LEGS}[{at}].procedure", message)
            for pointer, source in leg.answers:
                if source not in self._schema.leaves:
                    message = f"Lược đồ không có thông tin “{source}”."
                    yield Finding("pointer-unknown", f"{_LEGS}[{at}].answers.{pointer}", message)
            for paper, source in leg.papers:
                if source not in papers:
                    message = f"Thành phần hồ sơ “{source}” không có trong thủ tục liên thông."
                    yield Finding("paper-unknown", f"{_LEGS}[{at}].papers.{paper}", message)

    def procedures(self, facts: Facts) -> Iterator[Finding]:
        """Each leg must be a known procedure that the bundle gives all that it asks for."""
        known = facts.procedures or {}
        for at, leg in enumerate(self._legs):
            package = known.get(leg.procedure)
            if package is None:
                message = f"Không có thủ tục “{leg.procedure}” đã công bố."
                yield Finding("leg-procedure", f"{_LEGS}[{at}].procedure", message)
            else:
                yield from self._leg(leg, package, f"{_LEGS}[{at}]")
        yield from self._time(known)

    def _ending(self) -> Iterator[Finding]:
        """A bundle ends when its legs have; any other matter ends by its own result."""
        wanted, other = (SETTLE_BUNDLE, "settle") if self._legs else ("settle", SETTLE_BUNDLE)
        seen = False
        for at, step in enumerate(self._package.plan.steps):
            for number, action in enumerate(step.actions):
                place = f"plan.steps[{at}].actions[{number}]"
                seen = seen or action.kind == wanted
                if action.kind == other:
                    message = f"Thủ tục này kết thúc bằng “{wanted}”, không phải “{other}”."
                    yield Finding("bundle-settle", f"{place}.kind", message)
                elif action.kind == SETTLE_BUNDLE and action.id != SETTLE_BUNDLE:
                    message = f"Cổng tự thực hiện hành động này theo mã “{SETTLE_BUNDLE}”."
                    yield Finding("bundle-settle", f"{place}.id", message)
        if self._legs and not seen:
            message = f"Hồ sơ liên thông phải có bước kết thúc bằng “{SETTLE_BUNDLE}”."
            yield Finding("bundle-settle", "plan.steps", message)

    def _bundle(self) -> Iterator[Finding]:
        substance = self._package.substance
        if substance.results:
            message = "Kết quả là của từng phần việc; hồ sơ liên thông không có kết quả riêng."
            yield Finding("bundle-results", "substance.results", message)
        if substance.fees.lines:
            message = "Phí, lệ phí là của từng phần việc; hồ sơ liên thông không thu riêng."
            yield Finding("bundle-fees", "substance.fees", message)

    def _order(self) -> Iterator[Finding]:
        waits = {leg.id: set(leg.after) for leg in self._legs}
        for at, leg in enumerate(self._legs):
            for name in leg.after:
                if name not in waits:
                    message = f"Không có phần việc “{name}” để chờ."
                    yield Finding("leg-unknown", f"{_LEGS}[{at}].after", message)
        done: set[str] = set()
        while ready := {name for name, after in waits.items() if not after & waits.keys() - done}:
            if ready <= done:
                break
            done |= ready
        for at, leg in enumerate(self._legs):
            if leg.id not in done:
                message = f"Phần việc “{leg.name}” chờ vòng vào chính nó."
                yield Finding("leg-cycle", f"{_LEGS}[{at}].after", message)

    def _leg(self, leg: Leg, package: Package, place: str) -> Iterator[Finding]:
        yield from _given(leg, package, place)
        papers = {rule.code for rule in package.substance.papers}
        for paper, _ in leg.papers:
            if paper not in papers:
                message = f"Thủ tục {leg.procedure} không có thành phần hồ sơ “{paper}”."
                yield Finding("paper-unknown", f"{place}.papers.{paper}", message)
        start = package.plan.step(package.plan.start)
        for rule, wrong, message in (
            ("leg-procedure", bool(package.substance.legs), "lại là một thủ tục liên thông"),
            ("leg-fee", package.substance.fees.due == "submission", "thu trước khi tiếp nhận"),
            (
                "leg-accept",
                all((action.id, action.kind) != ("accept", "accept") for action in start.actions),
                "không để cổng tự tiếp nhận: bước đầu cần hành động “accept”",
            ),
        ):
            if wrong:
                yield Finding(rule, f"{place}.procedure", f"Thủ tục {leg.procedure} {message}.")

    def _time(self, known: Mapping[str, Package]) -> Iterator[Finding]:
        """The legs one after another must fit into the time of the whole."""
        needed: dict[str, int] = {}
        waiting = {leg.id: leg for leg in self._legs}
        while ready := [leg for leg in waiting.values() if set(leg.after) <= needed.keys()]:
            for leg in ready:
                package = known.get(leg.procedure)
                rules = package.substance.durations if package else ()
                own = max((legal_hours(rule.value) for rule in rules), default=0)
                needed[leg.id] = own + max((needed[name] for name in leg.after), default=0)
                del waiting[leg.id]
        longest = max(needed.values(), default=0)
        for at, rule in enumerate(self._package.substance.durations):
            if longest > legal_hours(rule.value):
                message = f"Các phần việc cần {longest} giờ làm việc, liên thông chỉ cho ít hơn."
                yield Finding("time-exceeded", f"substance.durations[{at}].value", message)


def _given(leg: Leg, package: Package, place: str) -> Iterator[Finding]:
    """The answers that a leg is given must be its own, and all that it always demands."""
    compiled = schemas.of(package)
    logic = package.substance.logic
    told = {key: {pointer for pointer, _ in getattr(leg, key)} for key in ("answers", "values")}
    for key, given in told.items():
        for pointer in sorted(given - compiled.leaves.keys()):
            message = f"Thủ tục {leg.procedure} không có thông tin “{pointer}”."
            yield Finding("pointer-unknown", f"{place}.{key}.{pointer}", message)
    there = told["answers"] | told["values"] | logic.computed.keys()
    for pointer in compiled.leaves:
        demanded = all(map(compiled.demands, (*pointers.ancestors(pointer), pointer)))
        if demanded and pointer not in there and not pointers.covered(pointer, logic.visible):
            message = f"Thủ tục {leg.procedure} bắt buộc có “{pointer}”."
            yield Finding("leg-answer", f"{place}.answers", message)
