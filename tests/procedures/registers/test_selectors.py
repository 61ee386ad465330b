"""Reading the look-up log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from procedures.registers import selectors
from procedures.registers.actions import look_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from procedures.registers.models import LookUp

RECORD = {"kind": "birth", "full_name": "Nguyễn Văn An", "birth_date": "1985-03-12"}


def ask(subject: str, purpose: str, **changes: str) -> LookUp:
    return look_up(
        "civil_status",
        RECORD | changes,
        subject=subject,
        purpose=purpose,
        actor_code="system:test",
    )


@pytest.mark.django_db
def test_log_is_read(clock_at: Callable[[str], datetime]) -> None:
    start = clock_at("2026-11-23T09:00")
    first = ask("dossier:1", "paper:extract", kind="death")
    clock_at("2026-11-23T09:05")
    second = ask("dossier:1", "paper:extract")
    third = ask("dossier:1", "paper:relation")
    clock_at("2026-11-23T10:00")
    ask("dossier:2", "paper:extract")

    assert selectors.evidence("dossier:1") == [first, second, third]
    assert selectors.evidence("dossier:3") == []
    wanted = {"register": "civil_status.record", "purpose": "paper:extract"}
    assert selectors.latest("dossier:1", **wanted) == second
    assert selectors.latest("dossier:3", **wanted) is None
    tallies = selectors.counts(since=start, until=start + timedelta(hours=1))
    assert [(row["purpose"], row["outcome"], row["total"]) for row in tallies] == [
        ("paper:extract", "hit", 1),
        ("paper:extract", "miss", 1),
        ("paper:relation", "hit", 1),
    ]
