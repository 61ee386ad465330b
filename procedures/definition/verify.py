"""Publish only what is proven: every finding names a rule, a place and the path that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from procedures.definition import check_fees, schema
from procedures.definition.check_data import DataCheck
from procedures.definition.check_form import FormCheck
from procedures.definition.check_legs import LEGS_NOT_RUN, LegsCheck
from procedures.definition.check_plan import PlanCheck, events_of
from procedures.definition.check_repeats import RepeatCheck
from procedures.definition.check_work import REGISTERS_NOT_RUN, WorkCheck
from procedures.definition.findings import Facts, Finding, Report, repeated
from procedures.definition.lifecycle import Outcome

if TYPE_CHECKING:
    from procedures.definition.package import Package, Substance

__all__ = ["Facts", "Finding", "Report", "report", "verify"]

# As in a document's number, `12/QĐ-UBND`: words of capitals and digits.
_SYMBOL = re.compile(r"[A-ZĐ0-9]{1,12}(-[A-ZĐ0-9]{1,12}){0,3}")
HOLDERS_NOT_RUN = "holders: not run"


def verify(package: Package, facts: Facts | None = None) -> list[Finding]:
    """Everything that keeps the package from being published."""
    return list(report(package, facts).findings)


def report(package: Package, facts: Facts | None = None) -> Report:
    """The findings, and which checks could not run."""
    compiled = schema.of(package)
    plan, work = PlanCheck(package), WorkCheck(package, compiled)
    legs, data = LegsCheck(package, compiled), DataCheck(package, compiled)
    findings = [
        *_catalogue(package),
        *data.findings(),
        *FormCheck(package, compiled).findings(),
        *RepeatCheck(package.substance, compiled).findings(),
        *check_fees.findings(package.substance),
        *_substance(package.substance),
        *_messages(package),
        *plan.findings(),
        *work.findings(),
        *legs.findings(),
    ]
    notes: list[str] = []
    given = facts or Facts()
    for known, needed, note, check in (
        (given.holders, True, HOLDERS_NOT_RUN, plan.holders),
        (given.registers, work.asks_registers, REGISTERS_NOT_RUN, work.registers),
        (given.registers, data.names_registers, REGISTERS_NOT_RUN, data.registers),
        (given.procedures, bool(package.substance.legs), LEGS_NOT_RUN, legs.procedures),
    ):
        if known is not None:
            findings += check(given)
        elif needed and note not in notes:
            notes.append(note)
    return Report(tuple(findings), tuple(notes))


def _catalogue(package: Package) -> Iterator[Finding]:
    facts, place = package.substance.catalogue, "substance.catalogue"
    if facts.effective_until is not None and facts.effective_until < facts.effective_from:
        message = "Ngày hết hiệu lực trước ngày có hiệu lực."
        yield Finding("effective-dates", f"{place}.effective_until", message)
    if facts.pin_at != "submission":
        message = "Phiên bản chỉ được chốt lúc nộp hồ sơ (submission)."
        yield Finding("pin-at", f"{place}.pin_at", message)
    if facts.level == "partial" and not facts.partial_reason:
        message = "Dịch vụ một phần phải công bố lý do."
        yield Finding("partial-reason", f"{place}.partial_reason", message)
    if facts.level != "info" and "online" not in facts.channels:
        yield Finding(
            "level-online", f"{place}.channels", "Dịch vụ trực tuyến phải nộp được trực tuyến."
        )
    if facts.level == "full":
        for at, step in enumerate(package.plan.steps):
            if step.presence:
                message = f"Dịch vụ toàn trình không được đòi có mặt ở bước “{step.name}”."
                yield Finding("full-presence", f"plan.steps[{at}].presence", message)


def _substance(substance: Substance) -> Iterator[Finding]:
    yield from _repeats(substance)
    for outcome in () if substance.legs else Outcome:
        if all(rule.outcome is not outcome for rule in substance.results):
            message = f"Thiếu kết quả cho quyết định “{outcome.value}”."
            yield Finding("result-missing", "substance.results", message)
    for at, rule in enumerate(substance.results):
        if not _SYMBOL.fullmatch(rule.symbol):
            message = f"Ký hiệu “{rule.symbol}” phải như “QĐ-UBND”: chữ in hoa, số và gạch nối."
            yield Finding("symbol", f"substance.results[{at}].symbol", message)


def _repeats(substance: Substance) -> Iterator[Finding]:
    for at, code in repeated([rule.code for rule in substance.papers]):
        yield Finding("paper-twice", f"substance.papers[{at}].code", f"Mã “{code}” bị lặp.")
    for at, code in repeated([rule.code for rule in substance.results]):
        yield Finding("result-twice", f"substance.results[{at}].code", f"Mã “{code}” bị lặp.")


def _messages(package: Package) -> Iterator[Finding]:
    for name in sorted(events_of(package)):
        if name not in package.substance.messages:
            message = f"Người nộp thấy sự kiện “{name}” nhưng không có lời nhắn."
            yield Finding("message-missing", f"substance.messages.{name}", message)
