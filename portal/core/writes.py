"""Rows written together: one round trip where the database takes several statements at once.

For what an action writes every time: the statements are the same, only their values differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Field, Model


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its values."""

    sql: str
    values: list[Any]


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> list[Statement]:
    """Write new rows of one model; a row that is there already may be passed over."""
    if not rows:
        return []
    meta = rows[0]._meta  # noqa: SLF001 - Django's own documented way to a model's columns
    fields = [field for field in meta.concrete_fields if _is_written(field, rows[0])]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    sql = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES {places}'  # noqa: S608 - names of columns
    values = [value for row in rows for value in _values(row, fields)]
    return [Statement(f"{sql} ON CONFLICT DO NOTHING" if unless_there else sql, values)]


def update(row: Model, names: Iterable[str]) -> list[Statement]:
    """Write these fields of a row that its caller holds locked."""
    meta, wanted = row._meta, set(names)  # noqa: SLF001
    fields = [field for field in meta.concrete_fields if field.name in wanted]
    places = ", ".join(f'"{field.column}" = %s' for field in fields)
    sql = f'UPDATE "{meta.db_table}" SET {places} WHERE "{meta.pk.column}" = %s'  # noqa: S608
    return [Statement(sql, _values(row, [*fields, meta.pk]))]


def send(statements: Sequence[Statement]) -> None:
    """Run them in their order, inside the caller's transaction."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("what is written together is written in one transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = ";\n".join(statement.sql for statement in statements)
            cursor.execute(sql, [value for one in statements for value in one.values])
            return
        for statement in statements:
            cursor.execute(statement.sql, statement.values)


def _is_written(field: Field[Any, Any], row: Model) -> bool:
    """Whether the value is ours to give: neither computed nor counted by the database."""
    return not field.generated and not (field.primary_key and row.pk is None)


def _values(row: Model, fields: Iterable[Field[Any, Any]]) -> list[Any]:
    connection = transaction.get_connection()
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
