"""Names that are found without their diacritics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from portal.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class FoundByName(models.Model):
    """Keeps `name_key`, the folded name, on every save; bulk writers call `refresh_name_key`."""

    NAME_FIELD: ClassVar[str]

    name_key = models.CharField("tên để tìm", max_length=200, db_index=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.NAME_FIELD))

    def refresh_name_key(self) -> None:
        """Fold the name as it stands now."""
        self.name_key = fold(getattr(self, self.NAME_FIELD))

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Save with the key that belongs to the name."""
        self.refresh_name_key()
        if update_fields is not None and self.NAME_FIELD in update_fields:
            update_fields = {*update_fields, "name_key"}
        super().save(update_fields=update_fields, **options)
