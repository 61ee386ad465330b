"""Asking a register and keeping the evidence: the one door to this room."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from portal.core import clock, journal
from procedures.registers import asking, questions
from procedures.registers.models import LookUp
from procedures.registers.port import ANSWERED, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from procedures.registers.asking import Finding
    from procedures.registers.port import Facts
    from procedures.registers.questions import Question

# A code such as `paper:birth_notice`; without spaces and long numbers no person fits in.
_PURPOSE = re.compile(r"(?!.*[0-9]{9})[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}")


def look_up(
    register: str,
    facts: Mapping[str, Any],
    *,
    subject: str,
    purpose: str,
    actor_code: str,
    agency: str = "",
    procedure: str = "",
) -> LookUp:
    """Ask a register, outside any transaction, and log how it ended; its faults are outcomes."""
    _refuse_inside_transaction()
    question = questions.find(register)
    if not _PURPOSE.fullmatch(purpose):
        raise ValueError("the purpose of a look-up is a code")
    given = question.take(facts)
    moment = clock.now()
    finding = asking.ask(question, given)
    row = _row(question, given, finding, moment)
    row.subject, row.purpose, row.actor = subject, purpose, actor_code
    # Durable: the evidence stands before anybody uses the answer.
    with transaction.atomic(durable=True):
        row.save(force_insert=True)
        journal.record(
            subject,
            "register.looked_up",
            actor=actor_code,
            agency=agency,
            procedure=procedure,
            occurred_at=moment,
            data={"register": row.register, "purpose": purpose, "outcome": row.outcome},
        )
    return row


def _row(question: Question, given: Facts, finding: Finding, moment: datetime) -> LookUp:
    row = LookUp(
        register=question.code,
        outcome=finding.outcome.value,
        reason=finding.reason.value if finding.reason else "",
        at=moment,
        elapsed_ms=finding.elapsed_ms,
        keys=sorted(given),
        differs=list(finding.differs),
        facts_hash=keyed_hash(given),
        answer_hash=keyed_hash(finding.answered) if finding.outcome in ANSWERED else "",
    )
    if finding.outcome is Outcome.HIT:
        # A wrong answer hands out nothing: whoever guesses a number learns of no address.
        row.facts = MappingProxyType({name: finding.answered[name] for name in question.gives})
    return row


def keyed_hash(facts: Facts) -> str:
    """HMAC-SHA-256 (hex) of facts under the portal's key: nobody else can guess them from it."""
    text = json.dumps(dict(facts), sort_keys=True, separators=(",", ":"))
    return salted_hmac("procedures.registers", text, algorithm="sha256").hexdigest()


def _refuse_inside_transaction() -> None:
    """A register may take seconds, and a transaction holds locks."""
    # What wraps a test is told apart by the mark that `atomic(durable=True)` goes by.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("a register is asked outside any transaction")
