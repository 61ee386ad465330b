"""Answers made sound: cleaned, hidden ones dropped, computed ones put in, the rest judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from portal.core.errors import FieldError
from portal.core.text import nfc
from procedures.definition import expressions, pointers, schema
from procedures.definition.sentences import sentence

if TYPE_CHECKING:
    from procedures.definition.expressions import Context
    from procedures.definition.package import Field, Package, Page, Substance

MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Judgement:
    """Answers as they stand in law, and what is still wrong with them."""

    context: Context  # holds the settled answers
    hidden: frozenset[str]
    computed: dict[str, Any]
    visible: tuple[str, ...]
    required: tuple[str, ...]
    errors: tuple[FieldError, ...]

    @property
    def answers(self) -> dict[str, Any]:
        """The settled answers: clean, without hidden ones, with computed ones."""
        return self.context.answers


def fields_of(substance: Substance) -> Iterator[tuple[Page, Field]]:
    """Every question with its page, in the order of the form."""
    for page in substance.pages:
        for section in page.sections:
            for field in section.fields:
                yield page, field


def judge(package: Package, raw: Any, context: Context) -> Judgement:
    """Settle and validate; `context` carries everything but the answers."""
    faults: list[FieldError] = []
    cleaned = _clean(raw, "", faults)
    answers = cleaned if isinstance(cleaned, dict) else {}
    substance = package.substance
    settled, hidden, computed = _settle(substance, replace(context, answers=answers))
    compiled = schema.of(package)
    fields = {field.pointer: field for _, field in fields_of(substance)}
    visible = tuple(pointer for pointer in fields if not pointers.covered(pointer, hidden))
    required = tuple(
        pointer for pointer in visible if demanded(substance, compiled, pointer, settled)
    )
    errors = faults + _errors(compiled, fields, settled.answers, hidden, required)
    errors += [
        FieldError(pointer, "check", message)
        for when, pointer, message in substance.logic.checks
        if not pointers.covered(pointer, hidden) and expressions.holds(when, settled)
    ]
    return Judgement(settled, hidden, computed, visible, required, _first_of_each(errors))


def demanded(substance: Substance, compiled: schema.Schema, pointer: str, context: Context) -> bool:
    """Whether an answer must be given when its question is shown."""
    if compiled.demands(pointer):
        return True
    rule = substance.logic.required.get(pointer)
    return rule is not None and expressions.holds(rule, context)


def _clean(value: Any, pointer: str, faults: list[FieldError]) -> Any:
    """NFC and trimmed text; blanks and nulls dropped; what JSON integers cannot say is a fault."""
    if pointer.count("/") > MAX_DEPTH:
        faults.append(FieldError(pointer, "depth", sentence(None, "depth")))
        return None
    if isinstance(value, str):
        return nfc(value) or None
    if isinstance(value, float):
        faults.append(FieldError(pointer, "type", sentence(None, "type", "integer")))
        return None
    if isinstance(value, dict):
        items = {
            key: _clean(item, f"{pointer}/{key}", faults)
            for key, item in value.items()
            if isinstance(key, str)
        }
        return {key: item for key, item in items.items() if item is not None} or None
    if isinstance(value, list):
        return [_clean(item, f"{pointer}/{at}", faults) for at, item in enumerate(value)] or None
    return value


def _settle(
    substance: Substance, context: Context
) -> tuple[Context, frozenset[str], dict[str, Any]]:
    """Drop hidden answers and compute until nothing changes; acyclic rules always come to rest."""
    logic = substance.logic
    original = context.answers
    for pointer in logic.computed:
        original = pointers.drop(original, pointer)
    hidden: frozenset[str] = frozenset()
    computed: dict[str, Any] = {}
    for _ in range(len(logic.visible) + len(logic.computed) + len(substance.pages) + 1):
        context = replace(context, answers=_apply(original, hidden, computed))
        now_hidden = _hidden(substance, context)
        now_computed = {
            pointer: value
            for pointer, rule in logic.computed.items()
            if (value := expressions.evaluate(rule, context)) is not None
        }
        if now_hidden == hidden and now_computed == computed:
            break
        hidden, computed = now_hidden, now_computed
    return replace(context, answers=_apply(original, hidden, computed)), hidden, computed


def _apply(
    answers: dict[str, Any], hidden: frozenset[str], computed: dict[str, Any]
) -> dict[str, Any]:
    for pointer in hidden:
        answers = pointers.drop(answers, pointer)
    for pointer, value in computed.items():
        answers = pointers.put(answers, pointer, value)
    return answers


def _hidden(substance: Substance, context: Context) -> frozenset[str]:
    by_rule = {
        pointer
        for pointer, rule in substance.logic.visible.items()
        if not expressions.holds(rule, context)
    }
    by_page = {
        field.pointer
        for page in substance.pages
        if not expressions.holds(page.show, context)
        for section in page.sections
        for field in section.fields
    }
    return frozenset(by_rule | by_page)


def _first_of_each(errors: list[FieldError]) -> tuple[FieldError, ...]:
    """One error per pointer: what cannot be read is not missing too, and has no wrong value."""
    kept: dict[str, FieldError] = {}
    for error in errors:
        first = kept.setdefault(error.pointer, error)
        if error.code == "type" and first.code in ("const", "enum"):
            kept[error.pointer] = error
    return tuple(kept.values())


def _errors(
    compiled: schema.Schema,
    fields: dict[str, Field],
    answers: dict[str, Any],
    hidden: frozenset[str],
    required: tuple[str, ...],
) -> list[FieldError]:
    """Missing answers first, then broken keywords, in the order of the form."""
    found = [
        FieldError(pointer, "required", sentence(fields[pointer], "required"))
        for pointer in required
        if pointers.get(answers, pointer) is None
    ]
    asked = set(fields)
    for pointer in fields:
        asked.update(pointers.ancestors(pointer))
    for violation in compiled.validate(answers):
        pointer = violation.pointer
        if violation.keyword == "required" and (pointer in asked or pointer in hidden):
            continue  # Judged above, question by question: an absent group is no error of its own.
        message = sentence(fields.get(pointer), violation.keyword, violation.limit)
        found.append(FieldError(pointer, violation.keyword, message))
    order = {pointer: at for at, pointer in enumerate(fields)}
    return sorted(found, key=lambda error: order.get(error.pointer, len(order)))
