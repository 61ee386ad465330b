"""A document's file: stored once, whoever else makes it at the same time."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from portal.core import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def store_once(
    row: Any, content: Callable[[], bytes], *, tell: Callable[[], object] | None = None
) -> bool:
    """Make and store the PDF of a row with `file` and `ready_at`; False when it has one already.

    Making and storing happen outside any transaction; then the row is locked, and whoever finds
    it ready throws their own copy away. `tell` is called in the transaction that keeps the file.
    """
    if row.ready_at is not None:
        return False
    # No two runs share a name, so that neither throws away the other's file.
    row.file.save(f"{secrets.token_hex(16)}.pdf", ContentFile(content()), save=False)
    try:
        kept = _keep(row, tell)
    except BaseException:
        row.file.delete(save=False)
        raise
    if not kept:
        row.file.delete(save=False)
    return kept


def _keep(row: Any, tell: Callable[[], object] | None) -> bool:
    """Point the row to its file, unless another run came first."""
    with transaction.atomic():
        locked = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
        if locked.ready_at is not None:
            return False
        row.ready_at = clock.now()
        row.save(update_fields=["file", "ready_at"])
        if tell is not None:
            tell()
    return True
