"""Checks of fees and legal times: rules that can be applied, and in one way only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procedures.definition.findings import Finding, repeated

if TYPE_CHECKING:
    from datetime import date

    from procedures.definition.fee_rules import FeeLine, Reduction, Tiers
    from procedures.definition.package import Substance

MOST_PERCENT = 100


def findings(substance: Substance) -> Iterator[Finding]:
    """Every finding, in the order of the document."""
    if bool(substance.fees.lines) is (substance.fees.due == "none"):
        message = "Có khoản thu thì phải nêu thời điểm thu, không có thì là “none”."
        yield Finding("fee-due", "substance.fees.due", message)
    for at, code in repeated([line.code for line in substance.fees.lines]):
        yield Finding("fee-twice", f"substance.fees.lines[{at}].code", f"Mã “{code}” bị lặp.")
    for at, line in enumerate(substance.fees.lines):
        yield from _line(line, f"substance.fees.lines[{at}]")
    for at, rule in enumerate(substance.durations):
        yield from _days(rule.start, rule.until, f"substance.durations[{at}]")
    for channel in substance.catalogue.channels:
        if not any(
            rule.always and (not rule.channels or channel in rule.channels)
            for rule in substance.durations
        ):
            message = f"Kênh “{channel}” có trường hợp không có thời hạn giải quyết."
            yield Finding("duration-missing", "substance.durations", message)


def _line(line: FeeLine, place: str) -> Iterator[Finding]:
    if (line.amount is None) is (line.tiers is None):
        message = "Mỗi khoản thu có đúng một trong hai: “amount” hoặc “tiers”."
        yield Finding("fee-amount", place, message)
    if line.tiers is not None:
        yield from _steps(line.tiers, f"{place}.tiers")
    codes = [*(one.code for one in line.waivers), *(one.code for one in line.reductions)]
    for _, code in repeated(codes):
        yield Finding("preference-twice", place, f"Mã ưu đãi “{code}” bị lặp.")
    for at, reduction in enumerate(line.reductions):
        yield from _reduction(reduction, f"{place}.reductions[{at}]")


def _steps(tiers: Tiers, place: str) -> Iterator[Finding]:
    """The first step begins with the first unit, and every other one further on."""
    starts = [step.start for step in tiers.steps]
    if starts[0] != 1 or starts != sorted(set(starts)):
        message = "Các bậc phải bắt đầu từ 1 và tăng dần."
        yield Finding("fee-steps", f"{place}.steps", message)


def _reduction(reduction: Reduction, place: str) -> Iterator[Finding]:
    if bool(reduction.percent) is bool(reduction.amount):
        message = "Mỗi mức giảm có đúng một trong hai: “percent” hoặc “amount”."
        yield Finding("reduction-amount", place, message)
    if reduction.percent > MOST_PERCENT:
        yield Finding("reduction-amount", f"{place}.percent", "Không giảm quá 100 %.")
    yield from _days(reduction.start, reduction.until, place)


def _days(start: date | None, until: date | None, place: str) -> Iterator[Finding]:
    if start is not None and until is not None and until < start:
        yield Finding("effective-dates", f"{place}.until", "Ngày cuối đứng trước ngày đầu.")
