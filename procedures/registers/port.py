"""The port: what a register is asked, what it answers, how it fails (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

Facts = Mapping[str, str]
NOTHING: Facts = MappingProxyType({})


class Outcome(StrEnum):
    """How a look-up ended; only a hit may be used."""

    HIT = "hit"
    MISS = "miss"
    WRONG = "wrong"
    SLOW = "slow"
    DOWN = "down"


OUTCOME_LABELS = {
    Outcome.HIT: "Có dữ liệu",
    Outcome.MISS: "Không tìm thấy dữ liệu",
    Outcome.WRONG: "Dữ liệu không khớp",
    Outcome.SLOW: "Quá thời gian chờ",
    Outcome.DOWN: "Không kết nối được",
}
# The register answered, rightly or wrongly: there is something to keep the hash of.
ANSWERED = (Outcome.HIT, Outcome.WRONG)


class Reason(StrEnum):
    """Why a look-up did not hit, for operators; none is needed for a wrong answer."""

    NOTHING_FOUND = "nothing_found"
    INCOMPLETE = "incomplete"  # a fact that the register needs was not given: it was not asked
    TIME_LIMIT = "time_limit"
    NO_ADAPTER = "no_adapter"  # nobody is named who could answer
    RESTING = "resting"  # the breaker is open
    BUSY = "busy"  # too many of our questions wait for this register
    UNREACHABLE = "unreachable"
    FAULT = "fault"  # the adapter raised something unforeseen
    UNREADABLE = "unreadable"  # an answer without the facts it must have


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a register, with only the facts that this question takes."""

    question: str
    facts: Facts = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a register knows; `facts` is None where it knows nobody or nothing of the kind."""

    facts: Facts | None = field(repr=False)


class Unreachable(Exception):
    """The register cannot be asked now; raised by adapters."""


class Register(Protocol):
    """An adapter to one register; it runs in a thread of its own and never touches the database.

    A fault is `Unreachable` or `TimeoutError`; anything else that is raised counts as a fault too.
    """

    def ask(self, request: Request, *, within: float) -> Answer:
        """Answer in `within` seconds; after them nobody listens any more."""
        ...
