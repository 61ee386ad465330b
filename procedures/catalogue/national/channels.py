"""How one can file, as the table of ways says."""

from __future__ import annotations

from procedures.catalogue.national.reading import Reading
from procedures.catalogue.national.rows import Row


def read(table: Reading[Row]) -> Reading[str]:
    """The ways to file, each once; what in the table is no row is doubted here."""
    return Reading(tuple(dict.fromkeys(row.channel for row in table.values)), table.doubts)
