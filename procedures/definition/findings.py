"""What the verifier says: a rule, a place, a sentence, and the path that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from procedures.definition.package import Package


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a package may not be published."""

    rule: str
    place: str
    message: str
    path: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The entry of `verify_package --json`."""
        return {
            "rule": self.rule,
            "place": self.place,
            "message": self.message,
            "path": list(self.path),
        }


class Question(Protocol):
    """What a register can be asked: the facts that it takes, and those that it gives."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Facts without which it cannot be asked."""
        ...

    @property
    def takes(self) -> tuple[str, ...]:
        """Facts that it compares or passes on when given."""
        ...

    @property
    def gives(self) -> tuple[str, ...]:
        """Facts of its answer."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verifier may know of the city; what is None is not checked."""

    # agency code -> kinds of desk that somebody holds
    holders: Mapping[str, frozenset[str]] | None = None
    # name of a register or of one of its questions -> what it can be asked
    registers: Mapping[str, Question] | None = None
    # procedure code -> the package in force, for the legs of a bundle
    procedures: Mapping[str, Package] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, and what could not be checked."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def repeated(values: list[str]) -> Iterator[tuple[int, str]]:
    """Every value that stood earlier in the list, with its index."""
    seen: set[str] = set()
    for at, value in enumerate(values):
        if value in seen:
            yield at, value
        seen.add(value)
