"""Dossier codes, result numbers and tracking secrets.

Code: `H24.dd.dd-yymmdd-NNNN` (Circular 03/2025): competent agency, day of receipt in law, a number
that restarts each day for each agency and widens past 9999. One code for the whole life.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from portal.core.clock import VIETNAM
from portal.core.text import random_code
from procedures.dossiers.models import CodeCounter, NumberCounter

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import Model

SECRET_LENGTH = 8


def allocate_code(agency_code: str, *, received_at: datetime) -> str:
    """The next dossier code of an agency on the day of receipt; safe under concurrency."""
    day = received_at.astimezone(VIETNAM).date()
    number = _next(CodeCounter, agency_code=agency_code, day=day)
    return f"{agency_code}-{day:%y%m%d}-{number:04d}"


def allocate_number(agency_code: str, *, book: str, issued_at: datetime) -> int:
    """The next number in one of an agency's books; numbers restart each year."""
    year = issued_at.astimezone(VIETNAM).year
    return _next(NumberCounter, agency_code=agency_code, book=book, year=year)


def new_secret() -> str:
    """Eight random characters: the second half of public tracking."""
    return random_code(SECRET_LENGTH)


def _next(counter: type[Model], **key: str | int | date) -> int:
    """Count one on in a single statement: the row's lock orders concurrent callers."""
    columns = ", ".join(key)
    marks = ", ".join(["%s"] * len(key))
    table = counter._meta.db_table  # noqa: SLF001
    statement = (
        f"INSERT INTO {table} ({columns}, last) VALUES ({marks}, 1) "  # noqa: S608 - own names
        f"ON CONFLICT ({columns}) DO UPDATE SET last = {table}.last + 1 RETURNING last"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(key.values()))
        return int(cursor.fetchone()[0])
