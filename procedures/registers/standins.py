"""Local stand-ins for the outside registers: made-up people, and every fault on demand.

Each row of the data folder is a fact that its register holds. A row's `behaviour`, or
`REGISTER_FAULTS` for a whole register or one question, makes the answer a miss, wrong, slow or
none. Never production: the answers are invented.
"""

from __future__ import annotations

import csv
import hashlib
import time
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.accounts import demo
from procedures.registers.comparing import key
from procedures.registers.port import Answer, Outcome, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from procedures.registers.port import Facts, Request

DATA = Path(__file__).parent / "data"
# Hải Phòng, where the birth is registered.
PROVINCE = "031"
_LONGER = 1.5


class StandIn:
    """Answers every question of every register from the data folder."""

    def __init__(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured(
                "A stand-in invents people; production asks a real register."
            )

    def ask(self, request: Request, *, within: float) -> Answer:
        """Answer as the data and the wanted fault say."""
        row = FINDERS[request.question](request.facts)
        fault = _wanted_fault(request.question) or (row or {}).get("behaviour", "")
        if fault == Outcome.DOWN:
            raise Unreachable
        if fault == Outcome.SLOW:
            time.sleep(within * _LONGER)
        if row is None or fault == Outcome.MISS:
            return Answer(None)
        facts = {name: value for name, value in row.items() if name != "behaviour" and value}
        return Answer(_contradicting(facts) if fault == Outcome.WRONG else facts)


def new_number(child: Facts) -> str:
    """Give a child's personal number: always the same for the same child.

    The last six digits come from the birth notice, or else from the child's name and parents; two
    children of one year and gender can meet in one number, as they cannot in the real register.
    """
    born = date.fromisoformat(child["birth_date"])
    if child.get("notice_number"):
        who = [key(child["notice_number"])]
    else:
        parents = (child.get(f"{parent}_personal_number", "") for parent in ("mother", "father"))
        who = [key(child["full_name"]), *parents]
    digest = hashlib.sha256("|".join([born.isoformat(), *who]).encode()).digest()
    century_and_gender = (born.year // 100 - 19) * 2 + (child["gender"] == "female")
    last = int.from_bytes(digest[:8], "big") % 1_000_000
    return f"{PROVINCE}{century_and_gender}{born.year % 100:02d}{last:06d}"


def _wanted_fault(question: str) -> str:
    faults: dict[str, str] = settings.REGISTER_FAULTS
    fault = faults.get(question) or faults.get(question.partition(".")[0], "")
    return Outcome(fault).value if fault else ""


def _contradicting(facts: Facts) -> dict[str, str]:
    """Change what people are told apart by: numbers of persons, and dates."""
    return {name: _changed(name, value) for name, value in facts.items()}


def _changed(name: str, value: str) -> str:
    if name.endswith("personal_number"):
        # No province has this code.
        return f"000{value[3:]}"
    if name == "birth_date":
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    return value


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _people() -> dict[str, dict[str, str]]:
    """The demo accounts' people, and those whom only the registers know."""
    names = ("personal_number", "full_name", "birth_date", "gender", "address")
    accounts = (
        {name: row[name] for name in names} | {"commune": row["commune_code"]}
        for row in demo.table("demo_people")
    )
    return {row["personal_number"]: row for row in (*accounts, *_table("people"))}


def _person(facts: Facts) -> dict[str, str] | None:
    return _people().get(facts["personal_number"])


def _number(facts: Facts) -> dict[str, str] | None:
    try:
        return {"personal_number": new_number(facts)}
    except ValueError:
        # No such day: no child was born on it.
        return None


def _record(facts: Facts) -> dict[str, str] | None:
    return _only(
        row
        for row in _table("civil_records")
        if row["kind"] == facts["kind"]
        and key(row["full_name"]) == key(facts["full_name"])
        and row["birth_date"] == facts["birth_date"]
    )


def _notice(facts: Facts) -> dict[str, str] | None:
    wanted = key(facts["notice_number"])
    return _only(row for row in _table("birth_notices") if key(row["notice_number"]) == wanted)


def _only(rows: Iterable[dict[str, str]]) -> dict[str, str] | None:
    """The one row; of several nobody can say which was meant."""
    found = list(rows)
    return found[0] if len(found) == 1 else None


FINDERS: dict[str, Callable[[Facts], dict[str, str] | None]] = {
    "population.person": _person,
    "population.new_number": _number,
    "civil_status.record": _record,
    "birth_notice.notice": _notice,
}
