"""Checks of `data` itself: shared definitions, and what its x- facts name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procedures.definition import data_facts, lists, pointers, shared
from procedures.definition.findings import Facts, Finding, repeated

if TYPE_CHECKING:
    from procedures.definition.package import Package
    from procedures.definition.schema import Schema

_DATA = "substance.data"
REGISTER = "x-register"


class DataCheck:
    """All checks of one package's schema."""

    def __init__(self, package: Package, schema: Schema) -> None:
        """`schema` is the compiled `data` of the package."""
        self._data = package.substance.data
        self._lists_of_package = package.substance.lists
        self._schema = schema

    @property
    def names_registers(self) -> bool:
        """Whether an answer is said to stand in a register."""
        return any(REGISTER in facts for facts in self._schema.facts.values())

    def findings(self) -> Iterator[Finding]:
        """What can be judged by the package alone."""
        library = shared.definitions()
        for name, node in self._data.get("$defs", {}).items():
            if name in library and node != library[name]:
                message = f"“{name}” khác với định nghĩa chung; hãy chép lại hoặc đặt tên khác."
                yield Finding("shared-differs", f"{_DATA}.$defs.{name}", message)
        yield from self._lists()
        for pointer, fact in self._schema.reuse.items():
            if fact not in data_facts.REUSABLE:
                message = f"Tài khoản không có thông tin “{fact}” để điền sẵn “{pointer}”."
                yield Finding("reuse-unknown", _DATA, message)
            elif pointers.EVERY in pointer:
                message = f"“{pointer}” thuộc một danh sách nên không điền sẵn được từ tài khoản."
                yield Finding("reuse-in-list", _DATA, message)

    def _lists(self) -> Iterator[Finding]:
        """Own lists have each code and label once, and hide no shared one; named ones exist."""
        for name, rows in self._lists_of_package.items():
            place = f"substance.lists.{name}"
            if lists.shared(name) is not None:
                yield Finding("list-shared", place, f"“{name}” là tên của danh mục dùng chung.")
            for column in (lists.CODE, lists.LABEL):
                for at, value in repeated([row[column] for row in rows]):
                    message = f"“{value}” bị lặp trong danh mục."
                    yield Finding("list-twice", f"{place}[{at}].{column}", message)
        for pointer, facts in self._schema.facts.items():
            name = facts.get(data_facts.LIST, "")
            if name and self._schema.lists.get(name) is None:
                message = f"Không có danh mục “{name}” cho “{pointer}”."
                yield Finding("list-unknown", _DATA, message)

    def registers(self, facts: Facts) -> Iterator[Finding]:
        """Every register that is named must be known, and give the fact."""
        known = facts.registers or {}
        for pointer, told in self._schema.facts.items():
            name, _, fact = told.get(REGISTER, "").partition("#")
            if not name:
                continue
            question = known.get(name)
            if question is None:
                message = f"“{pointer}”: không có cơ sở dữ liệu “{name}”."
                yield Finding("register-unknown", _DATA, message)
            elif fact not in question.gives:
                message = f"“{pointer}”: “{name}” không trả về “{fact}”."
                yield Finding("register-gives", _DATA, message)
