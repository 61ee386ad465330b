"""The public sheet of a procedure: every part that the law wants shown, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontend.public import words
from frontend.words import CHANNELS
from portal.core import calendars, clock, worktime
from portal.core.clock import VIETNAM
from portal.core.text import nfc
from procedures.catalogue import selectors as catalogue
from procedures.definition import texts
from procedures.definition.evaluate import evaluate

if TYPE_CHECKING:
    from datetime import datetime

    from procedures.catalogue.models import ProcedureVersion
    from procedures.definition.fee_rules import FeeLine
    from procedures.definition.package import Catalogue, Package, PaperRule


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """One component of the file."""

    name: str
    kind: str
    hint: str
    only_sometimes: bool


@dataclass(frozen=True, slots=True)
class SheetFee:
    """One fee with its rule and the preferences in force or announced."""

    kind: str
    name: str
    rule: str
    waivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet of a procedure shows beside its catalogue facts."""

    code: str
    facts: Catalogue
    level: str
    level_hint: str
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    agency: str
    online: bool
    papers: tuple[SheetPaper, ...]
    fees: tuple[SheetFee, ...]
    fee_moment: str
    durations: tuple[tuple[str, str], ...]  # (limit, reason)
    first_check: str
    results: tuple[str, ...]
    due_at: datetime
    due_reasons: tuple[str, ...]


def sheet_of(version: ProcedureVersion) -> Sheet:
    """The sheet of a version, with the due date of a dossier handed in now."""
    package = catalogue.package(version.pk)
    substance = package.substance
    facts = substance.catalogue
    due = evaluate(package, {}, at=clock.now(), calendar=calendars.current()).due
    return Sheet(
        code=package.code,
        facts=facts,
        level=words.LEVELS[facts.level],
        level_hint=facts.partial_reason or words.LEVEL_HINTS[facts.level],
        audiences=tuple(words.AUDIENCES[audience] for audience in facts.audiences),
        channels=tuple(CHANNELS[channel] for channel in facts.channels),
        agency=words.AGENCY_CLASSES[facts.agency_class],
        online="online" in facts.channels,
        papers=tuple(_paper(rule) for rule in substance.papers),
        fees=tuple(_fee(line) for line in substance.fees.lines),
        fee_moment=words.FEE_MOMENTS[substance.fees.due],
        durations=_durations(package),
        first_check=worktime.parse_duration(substance.first_check).words,
        results=tuple(rule.name for rule in substance.results if rule.outcome == "grant"),
        due_at=due.at.astimezone(VIETNAM),
        due_reasons=tuple(reason.text for reason in due.derivation),
    )


def _paper(rule: PaperRule) -> SheetPaper:
    counts = ((rule.originals, "original"), (rule.copies, rule.form))
    kinds = [f"{count:02d} {words.PAPER_FORMS[form]}" for count, form in counts if count]
    electronic = "form" in rule.satisfied_by
    return SheetPaper(
        name=rule.name,
        kind=words.PAPER_FORMS["electronic"] if electronic else ", ".join(kinds),
        hint=rule.hint,
        only_sometimes=rule.when is not None,
    )


def _fee(line: FeeLine) -> SheetFee:
    today = clock.today()
    # Nothing is answered yet: "× {quantity} bản" reads "× số bản".
    unknown = dict.fromkeys(texts.placeholders(line.rule), "số")
    return SheetFee(
        kind=words.FEE_KINDS[line.kind],
        name=line.name,
        rule=texts.fill(line.rule, unknown),
        waivers=tuple(
            nfc(waiver.reason)
            for waiver in line.waivers
            if waiver.until is None or today <= waiver.until
        )
        + tuple(
            f"{nfc(reduction.reason)}: {reduction.words}"
            for reduction in line.reductions
            if reduction.until is None or today <= reduction.until
        ),
    )


def _durations(package: Package) -> tuple[tuple[str, str], ...]:
    return tuple(
        (worktime.parse_duration(rule.value).words.capitalize(), rule.reason)
        for rule in package.substance.durations
    )
