"""Checks of the e-form: questions against `data`, rules against types, texts against facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from procedures.definition import bounds, data_facts, pointers, results, texts
from procedures.definition.answers import fields_of, repeats_of
from procedures.definition.findings import Finding, repeated
from procedures.definition.schema import Schema
from procedures.definition.typing_rules import NULL, UNKNOWN, Kind, type_check
from procedures.definition.walking import (
    LOGIC,
    PAGES,
    dependencies,
    placed_expressions,
    placed_fields,
    placed_numbers,
    placed_texts,
)

if TYPE_CHECKING:
    from procedures.definition.package import Field, Package, Page, Substance

_CHOICES = {"radios", "select"}
_WIDGETS: dict[str, tuple[str, str]] = {  # widget -> (type, format) that it needs
    "date": ("string", "date"),
    "number": ("integer", ""),
    "checkbox": ("boolean", ""),
    "commune": ("string", "commune-code"),
    "tax_code": ("string", "tax-code"),
    "phone": ("string", "phone-vn"),
    "text": ("string", ""),
    "textarea": ("string", ""),
}


class FormCheck:
    """All checks of one substance's questions and rules."""

    def __init__(self, package: Package, schema: Schema) -> None:
        """`schema` is the compiled `data` of the package."""
        self._package = package
        self._substance = package.substance
        self._schema = schema
        self._fields = {field.pointer: field for _, field in fields_of(package.substance)}
        self._certain = certain_pointers(package.substance, schema)

    def findings(self) -> Iterator[Finding]:
        """Every finding, in the order of the document."""
        yield from self._questions()
        yield from self._unasked()
        yield from self._logic()
        yield from self._expressions()
        yield from self._placeholders()

    def _questions(self) -> Iterator[Finding]:
        pages = self._substance.pages
        for at, page_id in repeated([page.id for page in pages]):
            yield Finding("page-twice", f"{PAGES}[{at}].id", f"Mã trang “{page_id}” bị lặp.")
        seen: set[str] = set()
        for place, page, field in placed_fields(self._substance):
            if field.pointer in seen:
                message = f"“{field.pointer}” được hỏi hai lần."
                yield Finding("question-twice", f"{place}.pointer", message)
            seen.add(field.pointer)
            node = self._schema.leaves.get(field.pointer)
            if node is None:
                message = f"Lược đồ không có thông tin “{field.pointer}”."
                yield Finding("pointer-unknown", f"{place}.pointer", message)
                continue
            if data_facts.LIST in self._schema.facts[field.pointer]:
                yield from _listed(place, field)
            else:
                yield from _widget(place, field, node)
            yield from self._contradiction(place, page, field)

    def _contradiction(self, place: str, page: Page, field: Field) -> Iterator[Finding]:
        demanded = self._schema.demands(field.pointer)
        top_level = field.pointer.count("/") == 1
        hideable = field.pointer in self._substance.logic.visible
        if demanded and (hideable or (top_level and page.show is not None)):
            message = (
                f"“{field.pointer}” luôn bắt buộc trong lược đồ nhưng có lúc bị ẩn;"
                " hãy dùng logic.required."
            )
            yield Finding("hidden-required", f"{place}.pointer", message)

    def _unasked(self) -> Iterator[Finding]:
        computed = self._substance.logic.computed
        for pointer in self._schema.leaves:
            if not self._schema.demands(pointer):
                continue
            if pointer not in self._fields and pointer not in computed:
                message = f"“{pointer}” là bắt buộc nhưng không trang nào hỏi."
                yield Finding("required-not-asked", "substance.data", message)

    def _logic(self) -> Iterator[Finding]:
        logic = self._substance.logic
        for name, rules in (("visible", logic.visible), ("required", logic.required)):
            for pointer in rules:
                if self._schema.node(pointer) is None:
                    message = f"Lược đồ không có thông tin “{pointer}”."
                    yield Finding("pointer-unknown", f"{LOGIC}.{name}.{pointer}", message)
        asked = self._fields.keys() | {repeat.pointer for repeat in repeats_of(self._substance)}
        for pointer in logic.required.keys() - asked:
            message = f"“{pointer}” bị bắt buộc nhưng không trang nào hỏi."
            yield Finding("required-not-asked", f"{LOGIC}.required.{pointer}", message)
        for name, rows in (("checks", logic.checks), ("warnings", logic.warnings)):
            for at, (_, pointer, _) in enumerate(rows):
                if self._schema.node(pointer) is None:
                    message = f"Lược đồ không có thông tin “{pointer}”."
                    yield Finding("pointer-unknown", f"{LOGIC}.{name}[{at}].pointer", message)
        yield from self._computed()
        yield from self._cycles()

    def _computed(self) -> Iterator[Finding]:
        for pointer in self._substance.logic.computed:
            place = f"{LOGIC}.computed.{pointer}"
            if pointer not in self._schema.leaves:
                message = f"Lược đồ không có thông tin “{pointer}”."
                yield Finding("pointer-unknown", place, message)
            if pointer in self._fields:
                message = f"“{pointer}” vừa được tính vừa được hỏi."
                yield Finding("computed-asked", place, message)

    def _cycles(self) -> Iterator[Finding]:
        reads = dependencies(self._substance)
        for pointer in sorted(reads):
            cycle = _cycle_from(pointer, reads)
            if cycle:
                message = f"Quy tắc của “{pointer}” phụ thuộc vòng vào chính nó."
                yield Finding("logic-cycle", f"{LOGIC}", message, cycle)
                return

    def _expressions(self) -> Iterator[Finding]:
        for placed in placed_expressions(self._package):
            kind, problems = type_check(
                placed.expression,
                self._schema,
                place=placed.place,
                certain=self._certain,
                item=placed.item,
            )
            for problem in problems:
                yield Finding("expression-type", problem.place, problem.message)
            if kind.base not in (placed.wanted, UNKNOWN):
                message = f"Biểu thức phải có kiểu {placed.wanted}, nhưng đây là {kind.base}."
                yield Finding("expression-type", placed.place, message)
        yield from self._computed_types()
        yield from self._amounts()

    def _computed_types(self) -> Iterator[Finding]:
        for pointer, rule in self._substance.logic.computed.items():
            place = f"{LOGIC}.computed.{pointer}"
            kind, problems = type_check(
                rule,
                self._schema,
                place=place,
                certain=self._certain,
                item=pointers.item_of(pointer),
            )
            for problem in problems:
                yield Finding("expression-type", problem.place, problem.message)
            node = self._schema.leaves.get(pointer)
            if node is not None and not _fits(kind, node):
                message = f"“{pointer}” có kiểu {node['type']}, nhưng biểu thức cho {kind.base}."
                yield Finding("computed-type", place, message)

    def _amounts(self) -> Iterator[Finding]:
        for place, number in placed_numbers(self._substance):
            kind, _ = type_check(number, self._schema, certain=self._certain)
            if kind.nullable:
                message = "Mức phí có thể không tính được: nó dựa vào câu hỏi không phải lúc nào"
                yield Finding("fee-unknown", place, f"{message} cũng có câu trả lời.")
            least = bounds.of(number, self._substance, self._schema).low
            if kind.base == "integer" and least < 0:
                message = "Mức phí có thể âm: mọi số mà nó dựa vào cần giới hạn dưới (minimum)."
                yield Finding("fee-negative", place, message)

    def _placeholders(self) -> Iterator[Finding]:
        known = results.FACTS | {f"answers.{pointer}" for pointer in self._fields}
        for place, text in placed_texts(self._substance):
            for name in texts.placeholders(text):
                if name not in known:
                    message = f"Không có thông tin “{{{name}}}” để điền vào văn bản."
                    yield Finding("placeholder-unknown", place, message)


def certain_pointers(substance: Substance, schema: Schema) -> frozenset[str]:
    """The pointers that have a value in all valid answers."""
    hideable = set(substance.logic.visible)
    lists = {
        section.repeat.pointer
        for page in substance.pages
        for section in page.sections
        if section.repeat is not None
        and page.show is None
        and schema.demands(section.repeat.pointer)
        and not pointers.covered(section.repeat.pointer, hideable)
    }
    asked = lists | {
        field.pointer
        for page, field in fields_of(substance)
        if page.show is None
        and schema.demands(field.pointer)
        and not pointers.covered(field.pointer, hideable)
    }
    for _ in substance.logic.computed:
        for pointer, rule in substance.logic.computed.items():
            kind, _ = type_check(
                rule, schema, certain=frozenset(asked), item=pointers.item_of(pointer)
            )
            if not kind.nullable:
                asked.add(pointer)
    return frozenset(asked)


def _cycle_from(start: str, reads: dict[str, set[str]]) -> tuple[str, ...]:
    """The shortest way from a pointer back to itself or to what it covers; empty when none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for read in sorted(_read_by(way[-1], reads)):
            if read == start or pointers.covered(read, {start}):
                return (*way, read)
            if read not in seen:
                seen.add(read)
                ways.append((*way, read))
    return ()


def _read_by(pointer: str, reads: dict[str, set[str]]) -> set[str]:
    found = set(reads.get(pointer, ()))
    for ancestor in pointers.ancestors(pointer):
        found |= reads.get(ancestor, set())
    return found


def _listed(place: str, field: Field) -> Iterator[Finding]:
    """A question with a code list: its choices are the codes."""
    if field.widget not in _CHOICES:
        message = f"Ô “{field.widget}” không dùng được cho danh mục mã; hãy dùng “select”."
        yield Finding("widget-type", f"{place}.widget", message)
    if field.options:
        message = "Các phương án lấy từ danh mục mã, không khai ở đây."
        yield Finding("options-differ", f"{place}.options", message)


def _widget(place: str, field: Field, node: dict[str, Any]) -> Iterator[Finding]:
    if field.widget in _CHOICES:
        choices = node.get("enum", [True, False] if node["type"] == "boolean" else [])
        offered = [option.value for option in field.options]
        if sorted(map(repr, offered)) != sorted(map(repr, choices)):
            message = "Các phương án không trùng với danh sách giá trị trong lược đồ."
            yield Finding("options-differ", f"{place}.options", message)
        return
    if field.options:
        yield Finding("options-differ", f"{place}.options", "Ô nhập này không dùng phương án.")
    kind, form = _WIDGETS[field.widget]
    if node["type"] != kind or (form and node.get("format") != form):
        message = f"Ô “{field.widget}” không dùng được cho kiểu {node.get('format', node['type'])}."
        yield Finding("widget-type", f"{place}.widget", message)


def _fits(kind: Kind, node: dict[str, Any]) -> bool:
    if kind.base in (UNKNOWN, NULL):
        return True
    if node["type"] == "string":
        return kind.base == ("date" if node.get("format") == "date" else "string")
    return bool(kind.base == node["type"])
