"""One verdict on answers: validity, what is asked, the fee, the legal time and the papers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from portal.core import worktime
from portal.core.clock import VIETNAM
from procedures.definition import answers as answers_module
from procedures.definition import expressions, pointers
from procedures.definition.expressions import Context
from procedures.definition.fees import FeeQuote, in_force, quote

if TYPE_CHECKING:
    from portal.core.errors import FieldError
    from procedures.definition.answers import Judgement
    from procedures.definition.package import DurationRule, Package, PaperRule, Substance


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
    area: str = "",
) -> Evaluation:
    """Judge answers at a moment; never raises on wrong answers.

    `agency` is the code of the competent agency, `area` the former area in which it lies.
    """
    start = context(at=at, channel=channel, groups=groups, agency=agency)
    start = replace(start, calendar=calendar, area=area)
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
    """An expression context without answers, with the usual calendar; the day is Vietnam's."""
    return Context(
        {},
        today=at.astimezone(VIETNAM).date() if at else None,
        channel=channel,
        groups=frozenset(groups),
        agency=agency,
        calendar=worktime.load_calendar(),
    )


def duration(substance: Substance, given: Context) -> DurationRule:
    """The first legal time whose channel, case and days match; the last one when none does."""
    for rule in substance.durations:
        if rule.channels and given.channel not in rule.channels:
            continue
        if in_force(rule.start, rule.until, given.today) and expressions.holds(rule.when, given):
            return rule
    return substance.durations[-1]


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
