"""Asking under a time limit and behind a breaker; whatever a register does, there is a finding.

Each question runs in a thread of its own: a client's time-out covers connecting and single reads,
never the whole. A thread past its limit is abandoned; of each register at most `AT_ONCE` may run.
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextvars import copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from portal.core import clock
from portal.core.text import nfc
from procedures.registers import adapters
from procedures.registers.breaker import Breaker
from procedures.registers.port import NOTHING, Answer, Outcome, Reason, Request, Unreachable

if TYPE_CHECKING:
    from procedures.registers.port import Facts
    from procedures.registers.questions import Question

AT_ONCE = 8
# What the register itself did badly; our own reasons not to ask say nothing about it.
FAULTS = frozenset({Reason.TIME_LIMIT, Reason.UNREACHABLE, Reason.FAULT, Reason.UNREADABLE})

BREAKERS: defaultdict[str, Breaker] = defaultdict(Breaker)
_places: defaultdict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(AT_ONCE))
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """How a question ended; `answered` is all that came back, for the hash alone."""

    outcome: Outcome
    reason: Reason | None = None
    answered: Facts = field(default_factory=lambda: NOTHING, repr=False)
    differs: tuple[str, ...] = ()
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class _Failure:
    """A question that got no usable answer; `error` is the kind of what was raised."""

    outcome: Outcome
    reason: Reason
    error: str = ""


def ask(question: Question, given: Facts) -> Finding:
    """Ask, if the register can and may be asked now; never raises for what it does."""
    if question.lacks(given):
        return Finding(Outcome.MISS, Reason.INCOMPLETE)
    if not adapters.is_named(question.register):
        return Finding(Outcome.DOWN, Reason.NO_ADAPTER)
    breaker = BREAKERS[question.register]
    if not breaker.allows(clock.now()):
        return Finding(Outcome.DOWN, Reason.RESTING)
    finding = _asked(question, given)
    if finding.reason is not Reason.BUSY:
        breaker.note(
            clock.now(),
            fault=finding.reason in FAULTS,
            limit=settings.REGISTER_BREAKER_FAULTS,
        )
    return finding


def _asked(question: Question, given: Facts) -> Finding:
    started = time.perf_counter()
    answered = _within(settings.REGISTER_TIME_LIMIT, question, given)
    elapsed = int((time.perf_counter() - started) * 1000)
    if isinstance(answered, _Failure):
        # The error's kind only: its message may name people.
        log.warning(
            "register failed",
            question=question.code,
            reason=answered.reason.value,
            error=answered.error,
            elapsed_ms=elapsed,
        )
        return Finding(answered.outcome, answered.reason, elapsed_ms=elapsed)
    if answered is None:
        return Finding(Outcome.MISS, Reason.NOTHING_FOUND, elapsed_ms=elapsed)
    differs = tuple(question.differences(given, answered))
    outcome = Outcome.WRONG if differs else Outcome.HIT
    return Finding(outcome, None, answered, differs, elapsed)


def _within(limit: float, question: Question, given: Facts) -> Facts | _Failure | None:
    """Run the adapter in a thread and wait for it until the limit."""
    place = _places[question.register]
    if not place.acquire(blocking=False):
        return _Failure(Outcome.DOWN, Reason.BUSY)
    ended: SimpleQueue[Facts | _Failure | None] = SimpleQueue()

    def run() -> None:
        try:
            request = Request(question.code, dict(given))
            answer = adapters.adapter(question.register).ask(request, within=limit)
            ended.put(_read(question, answer))
        except BaseException as error:  # noqa: BLE001 - whatever an adapter raises is its fault
            ended.put(_judge(error))
        finally:
            place.release()

    try:
        # It ends with the process, and runs in the caller's context (clock, log).
        Thread(target=copy_context().run, args=(run,), name="register", daemon=True).start()
    except RuntimeError as none_left:
        place.release()
        return _Failure(Outcome.DOWN, Reason.BUSY, type(none_left).__name__)
    try:
        return ended.get(timeout=limit)
    except Empty:
        return _Failure(Outcome.SLOW, Reason.TIME_LIMIT)


def _read(question: Question, answer: Answer) -> Facts | _Failure | None:
    """Take an answer apart; one that lacks a promised fact, or is none, cannot be used."""
    unreadable = _Failure(Outcome.DOWN, Reason.UNREADABLE, type(answer).__name__)
    if not isinstance(answer, Answer):
        return unreadable
    if answer.facts is None:
        return None
    facts = dict(answer.facts)
    if not all(isinstance(part, str) for pair in facts.items() for part in pair):
        return unreadable
    stored = {name: nfc(text) for name, text in facts.items()}
    return stored if all(stored.get(name) for name in question.gives) else unreadable


def _judge(error: BaseException) -> _Failure:
    """Tell slow from unreachable from broken."""
    kind = type(error).__name__
    if isinstance(error, TimeoutError):
        return _Failure(Outcome.SLOW, Reason.TIME_LIMIT, kind)
    reason = Reason.UNREACHABLE if isinstance(error, Unreachable) else Reason.FAULT
    return _Failure(Outcome.DOWN, reason, kind)
