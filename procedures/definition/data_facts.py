"""The x- facts of a `data` node: what is reused, where it is looked up, how it must be kept.

They say nothing about validity and are taken out before a validator is compiled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from procedures.definition.formats import PATTERNS

LEAVES = frozenset({"string", "integer", "boolean"})
GROUPS = frozenset({"object", "array"})
# What an account or the e-store of results knows of whoever files.
REUSABLE = frozenset(
    {
        "person.full_name",
        "person.birth_date",
        "person.personal_number",
        "person.phone",
        "person.email",
        "person.address",
        "person.commune",
        "organisation.name",
        "organisation.kind",
        "organisation.tax_code",
        "organisation.address",
        "organisation.representative",
    }
)
REUSE, LIST = "x-reuse", "x-list"
LIST_FORMAT = "list:"  # how a validator is told of a list


@dataclass(frozen=True, slots=True)
class DataFact:
    """One x- fact: how it is written, which nodes carry it, whether it holds below them."""

    pattern: re.Pattern[str]
    kinds: frozenset[str]
    inherited: bool
    meaning: str  # for the reference page


FACTS: dict[str, DataFact] = {
    REUSE: DataFact(
        re.compile(r"(person|organisation)(\.[a-z_]+)?"),
        LEAVES | {"object"},
        inherited=False,
        meaning="Thông tin của tài khoản được điền sẵn; ở một nhóm là chủ của mọi thông tin trong"
        " nhóm",
    ),
    LIST: DataFact(
        re.compile(r"[a-z][a-z0-9_]*(@[0-9]{4}-[0-9]{2}-[0-9]{2})?"),
        frozenset({"string"}),
        inherited=False,
        meaning="Danh mục mã của gói (lists) hoặc dùng chung; mã ngoài danh mục là sai",
    ),
    "x-register": DataFact(
        re.compile(r"[a-z_]+(\.[a-z_]+)*#[a-z_]+"),
        LEAVES,
        inherited=False,
        meaning="Cơ sở dữ liệu có thể cho biết thông tin này, dạng “câu hỏi#thông tin”",
    ),
    "x-sensitivity": DataFact(
        re.compile(r"none|personal|sensitive"),
        LEAVES | GROUPS,
        inherited=True,
        meaning="Mức độ nhạy cảm của dữ liệu cá nhân",
    ),
    "x-retention": DataFact(
        re.compile(r"[1-9][0-9]?y|permanent"),
        LEAVES | GROUPS,
        inherited=True,
        meaning="Thời hạn lưu giữ: số năm hoặc vĩnh viễn",
    ),
}
INHERITED = frozenset(name for name, fact in FACTS.items() if fact.inherited)


def allowed(kind: str) -> tuple[str, ...]:
    """The x- facts that a node of a type may carry, in canonical order."""
    return tuple(name for name, fact in FACTS.items() if kind in fact.kinds)


def own(node: dict[str, Any]) -> dict[str, str]:
    """The x- facts written at a node."""
    return {name: node[name] for name in FACTS if name in node}


def below(facts: dict[str, str], name: str) -> dict[str, str]:
    """What the facts of an object say of its property: some are inherited, some become its own."""
    passed = {key: value for key, value in facts.items() if key in INHERITED}
    reused = f"{facts.get(REUSE)}.{name}"
    return {**passed, REUSE: reused} if reused in REUSABLE else passed


def bare(node: Any) -> Any:
    """A schema as a validator takes it: x- facts taken out, a code list made a format."""
    if isinstance(node, list):
        return [bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: bare(value) for key, value in node.items() if key not in FACTS}
    listed, form = node.get(LIST), node.get("format")
    if isinstance(listed, str):
        plain["format"] = f"{LIST_FORMAT}{listed}"
    elif isinstance(form, str) and form in PATTERNS and "pattern" not in node:
        plain["pattern"] = PATTERNS[plain.pop("format")]
    return plain
