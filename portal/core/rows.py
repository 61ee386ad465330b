"""Rows read and written by hand, for what every action does: the statements are always the same.

The ORM would build them anew each time. What is written together takes one round trip where the
database takes several statements at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Field

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its values."""

    sql: str
    values: list[Any]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one row of a model is read: the statement, and what makes its columns values."""

    sql: str
    key: Field[Any, Any]
    names: list[str]
    converters: list[tuple[int, Callable[..., Any], Any]]


def locked(model: type[Row], pk: int) -> Row | None:
    """Read a row and keep it locked until the transaction ends; None where there is none."""
    connection, reading = transaction.get_connection(), _reading(model)
    with connection.cursor() as cursor:
        cursor.execute(reading.sql, [reading.key.get_db_prep_value(pk, connection)])
        found = cursor.fetchone()
    if found is None:
        return None
    values = list(found)
    for place, convert, column in reading.converters:
        values[place] = convert(values[place], column, connection)
    return model.from_db(connection.alias, reading.names, values)


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


@cache
def _reading(model: type[Model]) -> _Reading:
    connection, meta = transaction.get_connection(), model._meta  # noqa: SLF001
    columns = [field.get_col(meta.db_table) for field in meta.concrete_fields]
    names = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
    where = f'FROM "{meta.db_table}" WHERE "{meta.pk.column}" = %s'
    # SQLite has one writer, who holds the whole database.
    lock = " FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else ""
    return _Reading(
        f"SELECT {names} {where}{lock}",
        meta.pk,
        [field.attname for field in meta.concrete_fields],
        [
            (place, convert, column)
            for place, column in enumerate(columns)
            for convert in (
                *connection.ops.get_db_converters(column),
                *column.get_db_converters(connection),
            )
        ],
    )


def _is_written(field: Field[Any, Any], row: Model) -> bool:
    """Whether the value is ours to give: neither computed nor counted by the database."""
    return not field.generated and not (field.primary_key and row.pk is None)


def _values(row: Model, fields: Iterable[Field[Any, Any]]) -> list[Any]:
    connection = transaction.get_connection()
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
