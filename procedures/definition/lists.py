"""Code lists: closed sets of codes with a label and further columns, a package's own or shared.

A shared list that changes with the law has the day of its version in its name, so that what a
published package means never moves.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.text import fold
from procedures.definition.package import Option

CODE, LABEL = "code", "label"
_SHARED = Path(__file__).parent / "data" / "lists"


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: its rows by code, in their order, and its choices as a form offers them."""

    rows: Mapping[str, Mapping[str, Any]]
    options: tuple[Option, ...]
    folded: Mapping[str, str]  # label without marks -> its code, where only one reads so

    def has(self, code: object) -> bool:
        """Whether that is one of the codes."""
        return code in self.rows

    def code_of(self, said: str) -> str:
        """The code of what was typed: a code as it is, or a label with or without its marks."""
        return said if said in self.rows else self.folded.get(fold(said), said)

    def value(self, code: object, column: object) -> Any:
        """What a column says of a code; `None` where there is nothing."""
        if not isinstance(code, str) or not isinstance(column, str):
            return None
        return self.rows.get(code, {}).get(column)

    def column(self, name: str) -> list[Any]:
        """All that a column says; `None` for a row that leaves it out."""
        return [row.get(name) for row in self.rows.values()]


def made(rows: Iterable[Mapping[str, Any]]) -> CodeList:
    """The list of some rows; of a code that stands twice the first row counts."""
    by_code: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        by_code.setdefault(row[CODE], row)
    options = tuple(Option(code, row[LABEL]) for code, row in by_code.items())
    labels = Counter(fold(option.label) for option in options)
    folded = {
        name: str(option.value) for option in options if labels[name := fold(option.label)] == 1
    }
    return CodeList(by_code, options, folded)


def shared_names() -> list[str]:
    """The names of the shared lists."""
    return sorted(path.stem for path in _SHARED.glob("*.csv"))


@cache
def shared(name: str) -> CodeList | None:
    """The shared list of that name, if there is one."""
    if name not in shared_names():
        return None
    with (_SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return made(csv.DictReader(file))


class Lists:
    """The lists that a package can name: its own, and the shared ones."""

    def __init__(self, own: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """`own` are the rows of the package's lists, by name."""
        self._own = {name: made(rows) for name, rows in own.items()}

    def get(self, name: object) -> CodeList | None:
        """The list of that name; `None` when nobody has it."""
        if not isinstance(name, str):
            return None
        return self._own.get(name) or shared(name)


SHARED = Lists({})
