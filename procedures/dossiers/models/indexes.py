"""The index by which names are found within an agency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Index

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models import Model

_EXTENSIONS = ("pg_trgm", "btree_gin")


class NameIndex(Index):
    """Parts of words, wherever they stand, within one agency; elsewhere a plain index.

    PostgreSQL keeps triples of letters beside the agency's key; both extensions are trusted ones,
    which the owner of a database may create.
    """

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **options: Any,
    ) -> Any:
        """Make the extensions first where there are any."""
        if schema_editor.connection.vendor == "postgresql":
            for extension in _EXTENSIONS:
                schema_editor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            using = " USING gin"
        return super().create_sql(model, schema_editor, using=using, **options)
