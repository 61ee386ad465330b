"""Static types of expressions against the schema of the answers: what cannot work shows early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procedures.definition.areas import AREAS
from procedures.definition.expressions import inner_item
from procedures.definition.operators import as_date

if TYPE_CHECKING:
    from procedures.definition.expressions import Expression
    from procedures.definition.schema import Schema

UNKNOWN = "unknown"
NULL = "null"
_TEXTS = {"string", "date"}
_ORDERED = {"integer", "date", "string"}
_SCALARS = {"string", "date", "integer", "boolean"}
# What stands for one of a few words.
_CHOICES = {"channel": ("online", "counter", "post"), "area": tuple(AREAS)}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: its base, whether it may be null, and for lists the base of the items."""

    base: str
    nullable: bool = False
    item: str = ""


@dataclass(frozen=True, slots=True)
class TypeProblem:
    """What is wrong with an expression, at a place within it."""

    place: str
    message: str


def type_check(
    expression: Expression,
    schema: Schema,
    *,
    place: str = "",
    certain: frozenset[str] = frozenset(),
    item: str = "",
) -> tuple[Kind, list[TypeProblem]]:
    """The type of an expression and its problems.

    `certain` names the pointers that always have a value in valid answers; all others may be null.
    `item` is the pattern of the list item on which the expression stands.
    """
    checker = _Checker(schema, certain, item)
    return checker.kind(expression, place), checker.problems


class _Checker:
    """Walks one expression and collects its problems."""

    def __init__(self, schema: Schema, certain: frozenset[str], item: str) -> None:
        self._schema = schema
        self._certain = certain
        self._item = item
        self.problems: list[TypeProblem] = []

    def kind(self, node: Expression, place: str) -> Kind:
        """The type of one node."""
        if node.op == "literal":
            return _of_literal(node.value)
        if node.op == "var":
            return self._variable(node.value, f"{place}.var")
        if node.op == "item":
            return self._of_item(node.value, f"{place}.item")
        kinds = [
            self._argument(node, at, f"{place}.{node.op}[{at}]") for at in range(len(node.args))
        ]
        return _RULES[node.op](self, node, kinds, f"{place}.{node.op}")

    def problem(self, place: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(TypeProblem(place, message))

    def expect(self, kind: Kind, bases: set[str], place: str) -> None:
        """Note a problem unless the type is one of these."""
        if kind.base not in bases and kind.base not in (UNKNOWN, NULL):
            wanted = " hoặc ".join(sorted(bases))
            self.problem(place, f"Cần kiểu {wanted}, nhưng đây là {kind.base}.")

    def _argument(self, node: Expression, at: int, place: str) -> Kind:
        """The type of an argument; a condition over a list stands on the items of that list."""
        outer, inner = self._item, inner_item(node, at)
        if inner and outer.startswith(inner):
            self.problem(place, "Không duyệt một danh sách từ bên trong chính danh sách đó.")
        self._item = inner or outer
        kind = self.kind(node.args[at], place)
        self._item = outer
        return kind

    def _of_item(self, key: str, place: str) -> Kind:
        if not self._item:
            self.problem(place, "“item” chỉ dùng bên trong một danh sách.")
            return Kind(UNKNOWN, nullable=True)
        return self._variable(f"{self._item}{key}", place)

    def pointer_of(self, node: Expression) -> str:
        """The pointer or pattern that a node reads; "" when it reads none."""
        if node.op == "item":
            return f"{self._item}{node.value}"
        return str(node.value) if node.op == "var" else ""

    def _variable(self, pointer: str, place: str) -> Kind:
        node = self._schema.node(pointer)
        if node is None:
            self.problem(place, f"Biểu mẫu không có “{pointer}”.")
            return Kind(UNKNOWN, nullable=True)
        kind = _of_node(self._schema, node)
        return Kind(kind.base, nullable=pointer not in self._certain, item=kind.item)

    def comparison(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """Two scalars of one type; order needs an order; a choice is compared with its choices."""
        left, right = kinds
        allowed = _SCALARS if node.op in ("eq", "ne") else _ORDERED
        for kind in kinds:
            self.expect(kind, allowed, place)
        if NULL in (left.base, right.base):
            self.problem(place, "So sánh với null luôn sai; hãy dùng “present”.")
        elif not _comparable(left.base, right.base):
            self.problem(place, f"Không so sánh được {left.base} với {right.base}.")
        self._choices(node.args[0], node.args[1], place)
        self._choices(node.args[1], node.args[0], place)
        return Kind("boolean")

    def membership(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """A scalar and a list of the same."""
        value, choices = kinds
        self.expect(value, _SCALARS, place)
        self.expect(choices, {"list"}, place)
        if choices.base == "list" and not _comparable(value.base, choices.item):
            self.problem(place, f"Không tìm {value.base} trong danh sách {choices.item}.")
        self._choices(node.args[0], node.args[1], place)
        return Kind("boolean")

    def _choices(self, variable: Expression, literal: Expression, place: str) -> None:
        if literal.op != "literal" or variable.op not in ("var", "item", *_CHOICES):
            return
        pointer = self.pointer_of(variable)
        node = self._schema.node(pointer) if pointer else None
        listed = self._schema.list_at(pointer) if pointer else None
        choices = _CHOICES.get(variable.op) or (node or {}).get("enum") or (listed and listed.rows)
        values = literal.value if isinstance(literal.value, tuple) else (literal.value,)
        for value in values:
            if choices and value not in choices:
                self.problem(place, f"“{value}” không phải là một phương án của câu hỏi này.")

    def connective(self, _node: Expression, kinds: list[Kind], place: str) -> Kind:
        """Conditions only."""
        for kind in kinds:
            self.expect(kind, {"boolean"}, place)
        return Kind("boolean")

    def area(self, _node: Expression, kinds: list[Kind], place: str) -> Kind:
        """The agency's former area, or that of a commune's code; outside the city there is none."""
        for kind in kinds:
            self.expect(kind, {"string"}, place)
        return Kind("string", nullable=True)

    def division(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """A whole number by a fixed one that is greater than nothing."""
        by = node.args[1]
        if by.op != "literal" or type(by.value) is not int or by.value <= 0:
            self.problem(place, "Số chia phải là một số nguyên dương viết sẵn.")
        return self.arithmetic(node, kinds, place)

    def lookup(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """A list and a column that exist, and a code; what its own list holds is never null."""
        self.expect(kinds[1], {"string"}, place)
        name, code, column = node.args
        listed = self._schema.lists.get(name.value) if name.op == "literal" else None
        if listed is None or column.op != "literal":
            self.problem(place, "Cần tên một danh mục có thật, một mã, và tên cột viết sẵn.")
            return Kind(UNKNOWN, nullable=True)
        cells = listed.column(column.value) if isinstance(column.value, str) else []
        bases = {_of_literal(cell).base for cell in cells if cell is not None}
        if len(bases) != 1:
            self.problem(place, f"Danh mục không có cột “{column.value}” gồm một kiểu giá trị.")
            return Kind(UNKNOWN, nullable=True)
        same = self._schema.list_at(self.pointer_of(code)) is listed
        return Kind(bases.pop(), nullable=kinds[1].nullable or None in cells or not same)

    def presence(self, _node: Expression, _kinds: list[Kind], _place: str) -> Kind:
        """Anything may be present or not."""
        return Kind("boolean")

    def arithmetic(self, _node: Expression, kinds: list[Kind], place: str) -> Kind:
        """Whole numbers only; one null makes the result null."""
        for kind in kinds:
            self.expect(kind, {"integer"}, place)
        return Kind("integer", nullable=any(kind.nullable for kind in kinds))

    def over_list(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """A list of groups and a condition on each of them."""
        self.expect(kinds[0], {"list"}, place)
        if node.args[0].op != "var" or (kinds[0].base == "list" and kinds[0].item != "object"):
            self.problem(place, "Cần một danh sách các nhóm thông tin, nêu bằng “var”.")
        self.expect(kinds[1], {"boolean"}, place)
        return Kind("boolean")

    def count(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """How many items a list has, or for how many a condition holds; an absent one has none."""
        if len(kinds) > 1:
            self.over_list(node, kinds, place)
        self.expect(kinds[0], {"list"}, place)
        return Kind("integer")

    def total(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """The sum over a list of numbers, or of one number of every item."""
        self.expect(kinds[0], {"list"}, place)
        if len(kinds) == 1:
            if kinds[0].base == "list" and kinds[0].item != "integer":
                self.problem(place, "Chỉ cộng được danh sách các số nguyên.")
            return Kind("integer", nullable=kinds[0].nullable)
        key, of = node.args[1], inner_item(node, 1)
        if key.op != "literal" or not isinstance(key.value, str) or not of:
            self.problem(place, "Cần một danh sách nêu bằng “var” và đường dẫn trong mỗi mục.")
            return Kind("integer", nullable=True)
        each = self._variable(f"{of}{key.value}", place)
        self.expect(each, {"integer"}, place)
        return Kind("integer", nullable=kinds[0].nullable or each.nullable)

    def dates(self, node: Expression, kinds: list[Kind], place: str) -> Kind:
        """Days in, a whole number out."""
        for kind in kinds:
            self.expect(kind, {"date"}, place)
        return Kind("integer", nullable=any(kind.nullable for kind in kinds))

    def choice(self, _node: Expression, kinds: list[Kind], place: str) -> Kind:
        """A condition and two values of one type."""
        condition, yes, no = kinds
        self.expect(condition, {"boolean"}, place)
        if yes.base == NULL or no.base == NULL:
            other = no if yes.base == NULL else yes
            return Kind(other.base, nullable=True, item=other.item)
        if not _comparable(yes.base, no.base):
            self.problem(place, f"Hai nhánh khác kiểu: {yes.base} và {no.base}.")
        return Kind(yes.base, nullable=yes.nullable or no.nullable, item=yes.item)


def _comparable(left: str, right: str) -> bool:
    return UNKNOWN in (left, right) or left == right or {left, right} <= _TEXTS


def _of_literal(value: Any) -> Kind:
    if value is None:
        return Kind(NULL, nullable=True)
    if isinstance(value, tuple):
        bases = {_of_literal(item).base for item in value}
        return Kind("list", item=bases.pop() if len(bases) == 1 else UNKNOWN)
    if isinstance(value, bool):
        return Kind("boolean")
    if isinstance(value, int):
        return Kind("integer")
    return Kind("date" if as_date(value) else "string")


def _of_node(schema: Schema, node: dict[str, Any]) -> Kind:
    if node["type"] == "array":
        return Kind("list", item=_of_node(schema, schema.resolve(node["items"])).base)
    if node["type"] == "string" and node.get("format") == "date":
        return Kind("date")
    return Kind(node["type"])


_Rule = Callable[[_Checker, "Expression", list[Kind], str], Kind]
_RULES: dict[str, _Rule] = {
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), _Checker.comparison),
    **dict.fromkeys(("and", "or", "not"), _Checker.connective),
    **dict.fromkeys(("add", "sub", "mul", "min", "max"), _Checker.arithmetic),
    **dict.fromkeys(("age", "days_between", "working_days_between"), _Checker.dates),
    "in": _Checker.membership,
    "present": _Checker.presence,
    **dict.fromkeys(("any", "all"), _Checker.over_list),
    "count": _Checker.count,
    "sum": _Checker.total,
    "if": _Checker.choice,
    "area": _Checker.area,
    "div_up": _Checker.division,
    "lookup": _Checker.lookup,
    "today": lambda _checker, _node, _kinds, _place: Kind("date"),
    "channel": lambda _checker, _node, _kinds, _place: Kind("string"),
    "agency": lambda _checker, _node, _kinds, _place: Kind("string"),
    "group": lambda _checker, _node, _kinds, _place: Kind("boolean"),
}
