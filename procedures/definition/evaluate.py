"""One verdict on answers: validity, what is asked, the fee, the legal time and the papers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from portal.core import worktime
from portal.core.clock import VIETNAM
from procedures.definition import answers as answers_module
from procedures.definition import expressions, pointers, texts
from procedures.definition.expressions import Context

if TYPE_CHECKING:
    from portal.core.errors import FieldError
    from procedures.definition.answers import Judgement
    from procedures.definition.expressions import Expression
    from procedures.definition.package import (
        DurationRule,
        FeeLine,
        Package,
        PaperRule,
        Substance,
        Waiver,
    )


@dataclass(frozen=True, slots=True)
class FeeQuoteLine:
    """One phí or lệ phí as it is owed; a waived line costs 0 and says why."""

    code: str
    kind: str
    name: str
    amount: int
    rule: str
    waiver: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The line as the API shows it."""
        return {"code": self.code, "kind": self.kind, "amount": self.amount, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class FeeQuote:
    """What is owed, line by line."""

    lines: tuple[FeeQuoteLine, ...]

    @property
    def total(self) -> int:
        """The sum in đồng."""
        return sum(line.amount for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """The quote as the API shows it."""
        return {"total": self.total, "lines": [line.as_dict() for line in self.lines]}


@dataclass(frozen=True, slots=True)
class PaperNeed:
    """A component of the file that these answers call for."""

    rule: PaperRule
    required: bool  # must be there for the file to be complete; never for what the form satisfies

    @property
    def uploadable(self) -> bool:
        """Whether the applicant may hand it in as a file."""
        return "upload" in self.rule.satisfied_by


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The verdict; `answers` are the ones to keep: clean, hidden ones dropped, computed ones in."""

    answers: dict[str, Any]
    errors: list[FieldError]
    visible: list[str]
    required: list[str]
    computed: dict[str, Any]
    fees: FeeQuote
    duration: str
    due: worktime.Due
    warnings: list[tuple[str, str]]  # (pointer, sentence)
    papers: list[PaperNeed]

    @property
    def valid(self) -> bool:
        """Whether the answers may be submitted."""
        return not self.errors

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the `evaluate` contract."""
        return {
            "valid": self.valid,
            "errors": [error.as_dict() for error in self.errors],
            "visible": self.visible,
            "required": self.required,
            "computed": self.computed,
            "fees": self.fees.as_dict(),
            "duration": self.duration,
            "due": self.due.as_dict(),
        }


def evaluate(
    package: Package,
    answers: dict[str, Any],
    *,
    channel: str = "online",
    at: datetime,
    calendar: worktime.Calendar,
    groups: Collection[str] = (),
    agency: str = "",
) -> Evaluation:
    """Judge answers at a moment; never raises on wrong answers."""
    start = context(at=at, channel=channel, groups=groups, agency=agency)
    judged = answers_module.judge(package, answers, start)
    substance = package.substance
    rule = duration(substance, judged.context)
    return Evaluation(
        answers=judged.answers,
        errors=list(judged.errors),
        visible=list(judged.visible),
        required=list(judged.required),
        computed=judged.computed,
        fees=quote(package, judged.context, wrong=_wrong(judged)),
        duration=rule.value,
        due=worktime.due(at, rule.value, calendar),
        warnings=list(answers_module.remarks(substance.logic.warnings, judged.context)),
        papers=papers(substance, judged.context),
    )


def context(
    *,
    at: datetime | None,
    channel: str = "online",
    groups: Collection[str] = (),
    agency: str = "",
) -> Context:
    """An expression context without answers; the day is the day in Vietnam."""
    today = at.astimezone(VIETNAM).date() if at else None
    return Context({}, today=today, channel=channel, groups=frozenset(groups), agency=agency)


def duration(substance: Substance, given: Context) -> DurationRule:
    """The first legal time whose channel and case match; the last one when none does."""
    for rule in substance.durations:
        if rule.channels and given.channel not in rule.channels:
            continue
        if expressions.holds(rule.when, given):
            return rule
    return substance.durations[-1]


def quote(package: Package, given: Context, *, wrong: Collection[str] = ()) -> FeeQuote:
    """The fee of settled answers; a line whose amount is still unknown is left out.

    `wrong` names the answers that are not valid: what they would cost says nothing.
    """
    facts = texts.answer_facts(package, given.answers)
    computed = package.substance.logic.computed
    lines = (
        _line(line, given, facts)
        for line in package.substance.fees.lines
        if not any(pointers.covered(read, wrong) for read in _reads(line, computed))
    )
    return FeeQuote(tuple(line for line in lines if line is not None))


def papers(substance: Substance, given: Context) -> list[PaperNeed]:
    """The components that these answers call for, in the order of the package."""
    return [
        PaperNeed(rule, required=rule.required and "form" not in rule.satisfied_by)
        for rule in substance.papers
        if expressions.holds(rule.when, given)
    ]


def _wrong(judged: Judgement) -> frozenset[str]:
    """The patterns of answers that were given and are not valid."""
    given = (error.pointer for error in judged.errors if error.code != "required")
    return frozenset(map(pointers.general, given))


def _reads(line: FeeLine, computed: Mapping[str, Expression]) -> set[str]:
    """Every answer on which a fee rests, also by way of computed ones."""
    rules = [("", rule) for rule in (line.amount, *(waiver.when for waiver in line.waivers))]
    found: set[str] = set()
    while rules:
        item, rule = rules.pop()
        new = set(expressions.variables(rule, item)) - found
        found |= new
        rules += [(pointers.item_of(read), computed[read]) for read in new & computed.keys()]
    return found


def _line(line: FeeLine, given: Context, facts: dict[str, str]) -> FeeQuoteLine | None:
    for waiver in line.waivers:
        if _in_force(waiver, given.today) and expressions.holds(waiver.when, given):
            return FeeQuoteLine(line.code, line.kind, line.name, 0, waiver.reason, waiver.code)
    amount = expressions.evaluate(line.amount, given)
    if type(amount) is not int or amount < 0:
        return None
    return FeeQuoteLine(line.code, line.kind, line.name, amount, texts.fill(line.rule, facts))


def _in_force(waiver: Waiver, today: date | None) -> bool:
    return waiver.until is None or (today is not None and today <= waiver.until)
