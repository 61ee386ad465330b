"""Answers made sound: cleaned, hidden ones dropped, computed ones put in, the rest judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from portal.core.errors import FieldError
from portal.core.text import nfc
from procedures.definition import expressions, pointers, schema
from procedures.definition.package import Field
from procedures.definition.sentences import LIST, sentence

if TYPE_CHECKING:
    from procedures.definition.expressions import Context, Expression
    from procedures.definition.package import Package, Page, Repeat, Section, Substance

MAX_DEPTH = 16
MAX_VALUES = 3_000
MAX_TEXT = 20_000


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
    """Every question with its page, in the order of the form; those of a list have a pattern."""
    for page in substance.pages:
        for section in page.sections:
            for field in section.fields:
                yield page, field


def repeats_of(substance: Substance) -> Iterator[Repeat]:
    """Every list that the form asks for."""
    for page in substance.pages:
        for section in page.sections:
            if section.repeat is not None:
                yield section.repeat


def asked_of(substance: Substance, answers: dict[str, Any]) -> Iterator[tuple[Page, Field]]:
    """Every question as these answers have it: those of a list once for each of its items."""
    for page, field in _asked(substance, answers):
        if field.widget != LIST:
            yield page, field


def _asked(substance: Substance, answers: dict[str, Any]) -> Iterator[tuple[Page, Field]]:
    """As `asked_of`, and before its items each list as a question of its own."""
    for page in substance.pages:
        for section in page.sections:
            repeat = section.repeat
            if repeat is None:
                for field in section.fields:
                    yield page, field
                continue
            yield page, Field(repeat.pointer, LIST, section.title or page.title)
            for at, (_, item) in enumerate(pointers.items(answers, repeat.pointer)):
                for field in section.fields if isinstance(item, dict) else ():
                    yield page, at_item(field, repeat, at)


def question_at(substance: Substance, pointer: str) -> Field | None:
    """The question that is asked at a pointer."""
    pattern, item = pointers.general(pointer), pointers.item_of(pointer)
    for page in substance.pages:
        for section in page.sections:
            for field in section.fields:
                if field.pointer != pattern:
                    continue
                if section.repeat is None:
                    return field
                return at_item(field, section.repeat, int(pointers.parts(item)[-1]))
    return None


def at_item(field: Field, repeat: Repeat, at: int) -> Field:
    """A question of a list as it is asked of one item."""
    pointer = field.pointer.replace(pointers.EVERY, f"/{at}", 1)
    label = f"{repeat.title(at + 1)} – {field.label}"
    return replace(field, pointer=pointer, label=label)


def judge(package: Package, raw: Any, context: Context) -> Judgement:
    """Settle and validate; `context` carries everything but the answers."""
    faults: list[FieldError] = []
    substance, compiled = package.substance, schema.of(package)
    raw = _cut(raw, compiled)
    if _is_too_large(raw):
        faults.append(FieldError("", "size", sentence(None, "size")))
        raw = {}
    cleaned = _clean(raw, "", faults)
    answers = cleaned if isinstance(cleaned, dict) else {}
    start = replace(context, answers=answers, lists=compiled.lists)
    settled, hidden, computed = _settle(substance, start)
    fields = {field.pointer: field for _, field in _asked(substance, settled.answers)}
    visible = tuple(pointer for pointer in fields if not pointers.covered(pointer, hidden))
    required = tuple(
        pointer for pointer in visible if demanded(substance, compiled, pointer, settled)
    )
    errors = faults + _errors(compiled, fields, settled.answers, hidden, required)
    errors += [
        FieldError(pointer, "check", message)
        for pointer, message in remarks(substance.logic.checks, settled)
        if not pointers.covered(pointer, hidden)
    ]
    return Judgement(settled, hidden, computed, visible, required, _first_of_each(errors))


def remarks(
    rows: Iterable[tuple[Expression, str, str]], context: Context
) -> Iterator[tuple[str, str]]:
    """The sentences that these answers call for, each with the pointer that it speaks of."""
    for when, pattern, message in rows:
        for pointer, item in pointers.expand(pattern, context.answers):
            if expressions.holds(when, _on(context, item)):
                yield pointer, message


def _on(context: Context, item: Any) -> Context:
    return context if item is None else replace(context, item=item)


def _is_too_large(raw: Any) -> bool:
    """Whether there are more values than any form asks for; counting stops at the limit."""
    waiting, seen = [raw], 0
    while waiting:
        value = waiting.pop()
        inner = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            seen += len(value)
            if seen > MAX_VALUES:
                return True
            waiting.extend(one for one in inner if isinstance(one, dict | list))
    return False


def _cut(raw: Any, compiled: schema.Schema) -> Any:
    """The answers without what no list can hold: one item too many is enough to refuse it."""
    for pointer, node in compiled.groups.items():
        listed, most = pointers.get(raw, pointer), node.get("maxItems")
        if most is not None and isinstance(listed, list) and len(listed) > most:
            raw = pointers.put(raw, pointer, listed[: most + 1])
    return raw


def demanded(substance: Substance, compiled: schema.Schema, pointer: str, context: Context) -> bool:
    """Whether an answer must be given when its question is shown."""
    pattern = pointers.general(pointer)
    if compiled.demands(pattern):
        return True
    rule = substance.logic.required.get(pattern)
    if rule is None:
        return False
    place = pointers.item_of(pointer)
    return expressions.holds(
        rule, _on(context, pointers.get(context.answers, place) if place else None)
    )


def _clean(value: Any, pointer: str, faults: list[FieldError]) -> Any:
    """NFC and trimmed text; blanks and nulls dropped; what JSON integers cannot say is a fault."""
    if pointer.count("/") > MAX_DEPTH:
        faults.append(FieldError(pointer, "depth", sentence(None, "depth")))
        return None
    if isinstance(value, str):
        return nfc(value[: MAX_TEXT + 1]) or None  # still too long for any question
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
        return [
            _clean_item(item, f"{pointer}/{at}", faults) for at, item in enumerate(value)
        ] or None
    return value


def _clean_item(item: Any, pointer: str, faults: list[FieldError]) -> Any:
    """As `_clean`; an item without answers stays, so that the others keep their places."""
    cleaned = _clean(item, pointer, faults)
    return {} if cleaned is None and isinstance(item, dict) else cleaned


def _settle(
    substance: Substance, context: Context
) -> tuple[Context, frozenset[str], dict[str, Any]]:
    """Drop hidden answers and compute until nothing changes; acyclic rules always come to rest."""
    logic = substance.logic
    original = context.answers
    for pattern in logic.computed:
        for pointer, _ in pointers.expand(pattern, original):
            original = pointers.drop(original, pointer)
    hidden: frozenset[str] = frozenset()
    computed: dict[str, Any] = {}
    for _ in range(len(logic.visible) + len(logic.computed) + len(substance.pages) + 1):
        context = replace(context, answers=_apply(original, hidden, computed))
        now_hidden = _hidden(substance, context)
        now_computed = {
            pointer: value
            for pattern, rule in logic.computed.items()
            for pointer, item in pointers.expand(pattern, context.answers)
            if (value := expressions.evaluate(rule, _on(context, item))) is not None
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
        for pattern, rule in substance.logic.visible.items()
        for pointer, item in pointers.expand(pattern, context.answers)
        if not expressions.holds(rule, _on(context, item))
    }
    by_page = {
        pointer
        for page in substance.pages
        if page.show is not None and not expressions.holds(page.show, context)
        for section in page.sections
        for pointer in _pointers_of(section)
    }
    return frozenset(by_rule | by_page)


def _pointers_of(section: Section) -> list[str]:
    """What a section asks for: its questions, or its list as a whole."""
    if section.repeat is not None:
        return [section.repeat.pointer]
    return [field.pointer for field in section.fields]


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
