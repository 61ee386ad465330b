"""Every question, expression and text of a package with its place in the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procedures.definition import pointers
from procedures.definition.answers import fields_of
from procedures.definition.expressions import variables

if TYPE_CHECKING:
    from procedures.definition.expressions import Expression
    from procedures.definition.package import Field, Package, Page, Section, Substance

PAGES = "substance.ui.pages"
LOGIC = "substance.logic"


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression with its place, the type that it must have, the list item it stands on."""

    place: str
    expression: Expression
    wanted: str
    item: str = ""


def placed_sections(substance: Substance) -> Iterator[tuple[str, Page, Section]]:
    """Every section with its place in the document."""
    for at, page in enumerate(substance.pages):
        for within, section in enumerate(page.sections):
            yield f"{PAGES}[{at}].sections[{within}]", page, section


def placed_fields(substance: Substance) -> Iterator[tuple[str, Page, Field]]:
    """Every question with its place in the document."""
    for place, page, section in placed_sections(substance):
        for number, field in enumerate(section.fields):
            yield f"{place}.fields[{number}]", page, field


def placed_expressions(package: Package) -> Iterator[Placed]:
    """Every expression but the computed ones."""
    yield from _form_conditions(package.substance)
    substance, plan = package.substance, package.plan
    conditions: list[tuple[str, Expression | None]] = [
        *((f"substance.papers[{at}].when", rule.when) for at, rule in enumerate(substance.papers)),
        *(
            (f"substance.fees.lines[{at}].waivers[{number}].when", waiver.when)
            for at, line in enumerate(substance.fees.lines)
            for number, waiver in enumerate(line.waivers)
        ),
        *(
            (f"substance.fees.lines[{at}].reductions[{number}].when", reduction.when)
            for at, line in enumerate(substance.fees.lines)
            for number, reduction in enumerate(line.reductions)
        ),
        *(
            (f"substance.durations[{at}].when", rule.when)
            for at, rule in enumerate(substance.durations)
        ),
        *(
            (f"substance.results[{at}].details[{number}].when", detail.when)
            for at, rule in enumerate(substance.results)
            for number, detail in enumerate(rule.details)
        ),
        *(
            (f"plan.steps[{at}].actions[{number}].when", action.when)
            for at, step in enumerate(plan.steps)
            for number, action in enumerate(step.actions)
        ),
    ]
    for place, condition in conditions:
        if condition is not None:
            yield Placed(place, condition, "boolean")
    for place, number in placed_numbers(substance):
        yield Placed(place, number, "integer")


def placed_numbers(substance: Substance) -> Iterator[tuple[str, Expression]]:
    """The whole numbers on which fees rest."""
    for at, line in enumerate(substance.fees.lines):
        place = f"substance.fees.lines[{at}]"
        if line.amount is not None:
            yield f"{place}.amount", line.amount
        if line.tiers is not None:
            yield f"{place}.tiers.per", line.tiers.per
        if line.times is not None:
            yield f"{place}.times.count", line.times.count


def _form_conditions(substance: Substance) -> Iterator[Placed]:
    logic = substance.logic
    for at, page in enumerate(substance.pages):
        if page.show is not None:
            yield Placed(f"{PAGES}[{at}].show", page.show, "boolean")
    for name, rules in (("visible", logic.visible), ("required", logic.required)):
        for key, rule in rules.items():
            yield Placed(f"{LOGIC}.{name}.{key}", rule, "boolean", pointers.item_of(key))
    for name, rows in (("checks", logic.checks), ("warnings", logic.warnings)):
        for at, (when, pointer, _) in enumerate(rows):
            item = pointers.item_of(pointer)
            yield Placed(f"{LOGIC}.{name}[{at}].when", when, "boolean", item)


def placed_texts(substance: Substance) -> Iterator[tuple[str, str]]:
    """Every text that may hold placeholders, with its place."""
    for at, rule in enumerate(substance.results):
        place = f"substance.results[{at}]"
        yield f"{place}.title", rule.title
        yield f"{place}.subject", rule.subject
        for number, ground in enumerate(rule.grounds):
            yield f"{place}.grounds[{number}]", ground
        for number, detail in enumerate(rule.details):
            yield f"{place}.details[{number}].text", detail.text
        yield f"{place}.body", rule.body
    for at, line in enumerate(substance.fees.lines):
        yield f"substance.fees.lines[{at}].rule", line.rule
    for name, text in substance.messages.items():
        yield f"substance.messages.{name}", text


def dependencies(substance: Substance) -> dict[str, set[str]]:
    """Which pointers each hidden or computed pointer depends on."""
    reads: dict[str, set[str]] = {}
    for rules in (substance.logic.visible, substance.logic.computed):
        for pointer, rule in rules.items():
            reads.setdefault(pointer, set()).update(variables(rule, pointers.item_of(pointer)))
    for page, field in fields_of(substance):
        if page.show is not None:
            reads.setdefault(field.pointer, set()).update(variables(page.show))
    return reads
