"""Checks of the e-form: questions against `data`, rules against types, texts against facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from procedures.definition import bounds, pointers, results, texts
from procedures.definition.answers import fields_of
from procedures.definition.expressions import variables
from procedures.definition.findings import Finding, repeated
from procedures.definition.schema import Schema
from procedures.definition.typing_rules import NULL, UNKNOWN, Kind, type_check

if TYPE_CHECKING:
    from procedures.definition.expressions import Expression
    from procedures.definition.package import Field, Package, Page, Substance

_PAGES = "substance.ui.pages"
_LOGIC = "substance.logic"
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
            yield Finding("page-twice", f"{_PAGES}[{at}].id", f"Mã trang “{page_id}” bị lặp.")
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
                    yield Finding("pointer-unknown", f"{_LOGIC}.{name}.{pointer}", message)
        for pointer in logic.required.keys() - self._fields.keys():
            message = f"“{pointer}” bị bắt buộc nhưng không trang nào hỏi."
            yield Finding("required-not-asked", f"{_LOGIC}.required.{pointer}", message)
        yield from self._computed()
        yield from self._cycles()

    def _computed(self) -> Iterator[Finding]:
        for pointer in self._substance.logic.computed:
            place = f"{_LOGIC}.computed.{pointer}"
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
                yield Finding("logic-cycle", f"{_LOGIC}", message, cycle)
                return

    def _expressions(self) -> Iterator[Finding]:
        for place, expression, wanted in placed_expressions(self._package):
            kind, problems = type_check(
                expression, self._schema, place=place, certain=self._certain
            )
            for problem in problems:
                yield Finding("expression-type", problem.place, problem.message)
            if kind.base not in (wanted, UNKNOWN):
                message = f"Biểu thức phải có kiểu {wanted}, nhưng đây là {kind.base}."
                yield Finding("expression-type", place, message)
        yield from self._computed_types()
        yield from self._amounts()

    def _computed_types(self) -> Iterator[Finding]:
        for pointer, rule in self._substance.logic.computed.items():
            place = f"{_LOGIC}.computed.{pointer}"
            kind, problems = type_check(rule, self._schema, place=place, certain=self._certain)
            for problem in problems:
                yield Finding("expression-type", problem.place, problem.message)
            node = self._schema.leaves.get(pointer)
            if node is not None and not _fits(kind, node):
                message = f"“{pointer}” có kiểu {node['type']}, nhưng biểu thức cho {kind.base}."
                yield Finding("computed-type", place, message)

    def _amounts(self) -> Iterator[Finding]:
        for at, line in enumerate(self._substance.fees.lines):
            place = f"substance.fees.lines[{at}].amount"
            kind, _ = type_check(line.amount, self._schema, certain=self._certain)
            if kind.nullable:
                message = "Mức phí có thể không tính được: nó dựa vào câu hỏi không phải lúc nào"
                yield Finding("fee-unknown", place, f"{message} cũng có câu trả lời.")
            least = bounds.of(line.amount, self._substance, self._schema).low
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
    asked = {
        field.pointer
        for page, field in fields_of(substance)
        if page.show is None
        and schema.demands(field.pointer)
        and not pointers.covered(field.pointer, hideable)
    }
    for _ in substance.logic.computed:
        for pointer, rule in substance.logic.computed.items():
            kind, _ = type_check(rule, schema, certain=frozenset(asked))
            if not kind.nullable:
                asked.add(pointer)
    return frozenset(asked)


def placed_fields(substance: Substance) -> Iterator[tuple[str, Page, Field]]:
    """Every question with its place in the document."""
    for at, page in enumerate(substance.pages):
        for within, section in enumerate(page.sections):
            for number, field in enumerate(section.fields):
                yield f"{_PAGES}[{at}].sections[{within}].fields[{number}]", page, field


def placed_expressions(package: Package) -> Iterator[tuple[str, Expression, str]]:
    """Every expression but the computed ones, with its place and the type it must have."""
    substance, plan = package.substance, package.plan
    conditions: list[tuple[str, Expression | None]] = [
        *((f"{_PAGES}[{at}].show", page.show) for at, page in enumerate(substance.pages)),
        *((f"{_LOGIC}.visible.{key}", rule) for key, rule in substance.logic.visible.items()),
        *((f"{_LOGIC}.required.{key}", rule) for key, rule in substance.logic.required.items()),
        *((f"{_LOGIC}.checks[{at}].when", row[0]) for at, row in enumerate(substance.logic.checks)),
        *(
            (f"{_LOGIC}.warnings[{at}].when", row[0])
            for at, row in enumerate(substance.logic.warnings)
        ),
        *((f"substance.papers[{at}].when", rule.when) for at, rule in enumerate(substance.papers)),
        *(
            (f"substance.fees.lines[{at}].waivers[{number}].when", waiver.when)
            for at, line in enumerate(substance.fees.lines)
            for number, waiver in enumerate(line.waivers)
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
            yield place, condition, "boolean"
    for at, line in enumerate(substance.fees.lines):
        yield f"substance.fees.lines[{at}].amount", line.amount, "integer"


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
            reads.setdefault(pointer, set()).update(variables(rule))
    for page, field in fields_of(substance):
        if page.show is not None:
            reads.setdefault(field.pointer, set()).update(variables(page.show))
    return reads


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
