"""A synthetic city in the portal's own tables: agencies, procedures, three years of dossiers.

Sizes follow the city: 150 places of unequal size (the largest 6 %), 2 % of the dossiers open,
owners with Vietnamese names. Rows are written by the database itself; nothing of them is real.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks import names as names_of
from benchmarks.database import say

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCEDURE = "1.009454"
PEOPLE = 200_000
OPEN_SHARE = 50  # one in so many is open
BATCH = 500_000
AFTERWARDS = (
    "ALTER TABLE dossiers_dossier ENABLE TRIGGER USER",
    # What the trigger would have kept.
    "INSERT INTO dossiers_nameword (agency_id, word) "
    "SELECT DISTINCT competent_agency_id, unnest(string_to_array(owner_key, ' ')) "
    "FROM dossiers_dossier WHERE competent_agency_id IS NOT NULL ON CONFLICT DO NOTHING",
    "VACUUM ANALYZE dossiers_dossier",
    "VACUUM ANALYZE dossiers_nameword",
    "RESET statement_timeout",
)


def fill(size: int) -> None:
    """Bring the city to `size` dossiers; what is there already stays."""
    from django.db import connection

    from procedures.dossiers.models import Dossier

    there = Dossier.objects.count()
    if there >= size:
        return
    _people()
    with connection.cursor() as cursor, _in_bulk(cursor, size - there):
        for first in range(there, size, BATCH):
            last = min(first + BATCH, size)
            cursor.execute(_insert(), [first, last - 1])
            say(f"  {last:>9,} dossiers")


@contextmanager
def _in_bulk(cursor: Any, number: int) -> Iterator[None]:
    """Write without limits of time, without triggers and, where it is much, without indexes."""
    cursor.execute("SET synchronous_commit = off; SET statement_timeout = 0")
    cursor.execute("ALTER TABLE dossiers_dossier DISABLE TRIGGER USER")
    indexes = _take_away_indexes(cursor) if number > BATCH else []
    try:
        yield
    finally:
        for statement in (*indexes, *AFTERWARDS):
            cursor.execute(statement)
        say("  indexed")


def _people() -> None:
    """Owners: as many as a city has that files papers."""
    from django.db import connection

    from portal.accounts.models import Person

    if Person.objects.count() > PEOPLE // 2:
        return
    columns = {
        "personal_number": "lpad((31000000000 + n)::text, 12, '0')",
        "full_name": names_of.name("n"),
        "name_key": names_of.folded(names_of.name("n")),
        "gender": "CASE WHEN n %% 2 = 0 THEN 'male' ELSE 'female' END",
        "birth_date": "date '1950-01-01' + (n %% 20000)::int",
    }
    _generate(connection, Person, columns, PEOPLE)


def _insert() -> str:
    """The statement that writes dossiers `%s` to `%s`."""
    from django.db import connection

    from portal.accounts.models import Agency, Person
    from procedures.catalogue.models import ProcedureVersion
    from procedures.dossiers.models import Dossier

    of_berths = ProcedureVersion.objects.filter(procedure__code=PROCEDURE)
    version = of_berths.order_by("-number").first()
    if version is None:
        raise AssertionError("the shipped packages are there")
    agencies = list(
        Agency.objects.filter(kind="commune").order_by("code").values_list("pk", flat=True)
    )
    people = Person.objects.order_by("-pk").values_list("pk", flat=True)
    newest = people.first() or 0
    # Squaring an even draw makes the first agencies large and the last ones small.
    agency = f"(ARRAY{agencies}::bigint[])[1 + floor({len(agencies)} * power(random(), 1.6))::int]"
    is_open = f"(n %% {OPEN_SHARE} = 0)"
    deadline = f"CASE WHEN {is_open} THEN at + interval '30 days' * random() END"
    columns: dict[str, str] = {
        "public_id": "gen_random_uuid()",
        "code": "'H24.99-' || to_char(at, 'YYMMDD') || '-' || lpad(n::text, 8, '0')",
        "procedure_id": str(version.procedure_id),
        "procedure_version_id": str(version.pk),
        "stage": f"CASE WHEN {is_open} THEN 'accepted' ELSE 'delivered' END",
        "step": f"CASE WHEN {is_open} THEN 'appraise' ELSE '' END",
        "step_desk": f"CASE WHEN {is_open} THEN 'specialist' ELSE '' END",
        "competent_agency_id": "agency",
        "receiving_agency_id": "agency",
        "step_agency_id": "agency",
        "submitter_id": f"{newest} - (n %% {PEOPLE // 2})",
        "owner_id": f"{newest} - (n %% {PEOPLE // 2})",
        # Not the owner's own: five million matters have more names than these few people.
        "owner_key": names_of.folded(names_of.name("(-n)")),
        "created_at": "at",
        "updated_at": "at",
        "submitted_at": "at",
        "received_at": "at",
        "accepted_at": "at",
        "due_at": "at + interval '30 days'",
        "settled_at": f"CASE WHEN {is_open} THEN NULL ELSE at + interval '5 days' END",
        "delivered_at": f"CASE WHEN {is_open} THEN NULL ELSE at + interval '6 days' END",
        "closed_at": f"CASE WHEN {is_open} THEN NULL ELSE at + interval '6 days' END",
        "deadline_at": deadline,
        "national_code": f"CASE WHEN {is_open} THEN 4 ELSE 10 END",
        "version": "6",
        "handed_over": "true",
        "secret": "'00000000'",
    }
    span = f"CASE WHEN {is_open} THEN interval '40 days' ELSE interval '3 years' END"
    moment = f"now() - {span} * random()"
    source = f"SELECT n, {agency} AS agency, {moment} AS at FROM generate_series(%s, %s) AS n"  # noqa: S608
    names, values = _all_columns(Dossier, columns)
    table = connection.ops.quote_name(Dossier._meta.db_table)  # noqa: SLF001
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM ({source}) AS seed"  # noqa: S608


def _generate(connection: Any, model: Any, columns: dict[str, str], number: int) -> None:
    names, values = _all_columns(model, columns)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) "  # noqa: S608 - our own names
            f"SELECT {values} FROM generate_series(1, %s) AS n",
            [number],
        )


def _all_columns(model: Any, given: dict[str, str]) -> tuple[str, str]:
    """Every column with its expression: what is given, else the model's default as a literal."""
    from django.db import connection

    names, values = [], []
    for field in model._meta.concrete_fields:  # noqa: SLF001
        if field.primary_key or field.generated:
            continue
        value = given.get(field.column)
        if value is None:
            value = _literal(field, connection)
            value = value.replace("%", "%%")
        names.append(f'"{field.column}"')
        values.append(value)
    return ", ".join(names), ", ".join(values)


def _literal(field: Any, connection: Any) -> str:
    """A field's own default as SQL."""
    from psycopg.sql import Literal

    if field.get_internal_type() == "JSONField":
        return "'[]'::jsonb" if field.get_default() == [] else "'{}'::jsonb"
    default = field.get_db_prep_save(field.get_default(), connection)
    return "NULL" if default is None else Literal(default).as_string(None)


def _take_away_indexes(cursor: Any) -> list[str]:
    """Drop the plain indexes for the time of filling; returns the statements that make them."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'dossiers_dossier' "
        "AND indexdef NOT LIKE '%UNIQUE%'"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]
