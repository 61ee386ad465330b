"""Checks of lists: how many items they may have, and how the form asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procedures.definition import pointers
from procedures.definition.expressions import variables
from procedures.definition.findings import Finding
from procedures.definition.walking import placed_sections

if TYPE_CHECKING:
    from procedures.definition.package import Page, Repeat, Section, Substance
    from procedures.definition.schema import Schema

MAX_ITEMS = 100


class RepeatCheck:
    """All checks of one substance's lists."""

    def __init__(self, substance: Substance, schema: Schema) -> None:
        """`schema` is the compiled `data` of the package."""
        self._substance = substance
        self._schema = schema

    def findings(self) -> Iterator[Finding]:
        """Every finding: the lists of the schema, then the sections that ask for them."""
        asked: set[str] = set()
        for pointer, node in self._schema.groups.items():
            yield from self._size(pointer, node.get("maxItems"))
        for place, page, section in placed_sections(self._substance):
            yield from _fields(place, section)
            repeat = section.repeat
            if repeat is None:
                continue
            if repeat.pointer in asked:
                message = f"Danh sách “{repeat.pointer}” được hỏi hai lần."
                yield Finding("question-twice", f"{place}.repeat.pointer", message)
            asked.add(repeat.pointer)
            yield from self._repeat(f"{place}.repeat", page, repeat)
        for pointer in self._schema.groups.keys() - asked:
            if self._schema.demands(pointer):
                message = f"“{pointer}” là bắt buộc nhưng không trang nào hỏi."
                yield Finding("required-not-asked", "substance.data", message)

    def _size(self, pointer: str, most: int | None) -> Iterator[Finding]:
        if pointers.EVERY in pointer:
            message = f"“{pointer}” là danh sách trong danh sách; chỉ dùng một cấp."
            yield Finding("repeat-nested", "substance.data", message)
        if most is None or not 0 < most <= MAX_ITEMS:
            message = f"Danh sách “{pointer}” cần “maxItems” từ 1 đến {MAX_ITEMS}."
            yield Finding("repeat-limit", "substance.data", message)

    def _repeat(self, place: str, page: Page, repeat: Repeat) -> Iterator[Finding]:
        if repeat.pointer not in self._schema.groups:
            message = f"Lược đồ không có danh sách “{repeat.pointer}” gồm các nhóm thông tin."
            yield Finding("pointer-unknown", f"{place}.pointer", message)
            return
        if "{n}" not in repeat.label:
            message = "Tiêu đề của mỗi mục phải có số thứ tự {n}."
            yield Finding("repeat-label", f"{place}.label", message)
        yield from self._columns(place, repeat)
        hideable = pointers.covered(repeat.pointer, self._substance.logic.visible.keys())
        on_page = {field.pointer for section in page.sections for field in section.fields}
        rule = self._substance.logic.visible.get(repeat.pointer)
        if rule is not None and on_page & set(variables(rule)):
            message = "Danh sách tùy câu trả lời trên cùng trang; hãy đặt nó ở trang sau."
            yield Finding("repeat-same-page", f"{place}.pointer", message)
        if self._schema.demands(repeat.pointer) and (hideable or page.show is not None):
            message = f"“{repeat.pointer}” luôn bắt buộc trong lược đồ nhưng có lúc bị ẩn."
            yield Finding("hidden-required", f"{place}.pointer", message)

    def _columns(self, place: str, repeat: Repeat) -> Iterator[Finding]:
        """Every row of a table has the same columns."""
        for pointer in self._substance.logic.visible:
            if repeat.layout == "table" and pointer.startswith(f"{repeat.pointer}{pointers.EVERY}"):
                message = f"“{pointer}” có lúc bị ẩn nên không đặt trong bảng; hãy dùng “list”."
                yield Finding("repeat-table", f"{place}.layout", message)


def _fields(place: str, section: Section) -> Iterator[Finding]:
    """The questions of a list are those of its items, and no others have a pattern."""
    of = f"{section.repeat.pointer}{pointers.EVERY}/" if section.repeat else ""
    for number, field in enumerate(section.fields):
        fits = field.pointer.startswith(of) if of else pointers.EVERY not in field.pointer
        if not fits:
            message = f"“{field.pointer}” không thuộc danh sách mà phần này hỏi."
            yield Finding("repeat-fields", f"{place}.fields[{number}].pointer", message)
