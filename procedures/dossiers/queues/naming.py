"""Finding names on PostgreSQL in a time that does not grow with the agency.

The same answer as `filters.searched`, in two looks. An index of pairs of words within the agency
leads to all dossiers of a rare name; of a common one the newest dossiers, read by age, soon hold
enough. Parts of words become words by the agency's own list of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.expressions import RawSQL

from procedures.dossiers.models import Dossier, NameWord

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many dossiers are fetched and sorted as fast as the newest of more are found by age.
FEW = 1_000
_DOSSIERS, _WORDS = Dossier._meta.db_table, NameWord._meta.db_table  # noqa: SLF001
# A CTE is read row by row: of a common name no more than `FEW` are fetched.
_STATEMENT = """
    WITH every AS MATERIALIZED (
        SELECT id, submitted_at FROM {dossiers} WHERE code IS NOT NULL AND {has_words} AND {holds}
    ), several AS MATERIALIZED (
        SELECT id, submitted_at FROM every LIMIT {few} + 1
    )
    (
        SELECT id FROM several WHERE (SELECT count(*) FROM several) <= {few}
        ORDER BY submitted_at DESC, id DESC LIMIT %s
    ) UNION ALL (
        SELECT id FROM {dossiers}
        WHERE (SELECT count(*) FROM several) > {few}
        AND competent_agency_id = %s AND code IS NOT NULL AND {holds}
        ORDER BY submitted_at DESC, id DESC LIMIT %s
    )
"""
_HAS_PAIR = """
    dossiers_pairs(competent_agency_id, owner_key) && (
        SELECT array_agg(dossiers_pair(one.agency_id, one.word, other.word))
        FROM {words} AS one JOIN {words} AS other ON other.agency_id = one.agency_id
        WHERE one.agency_id = %s AND one.word LIKE %s AND other.word LIKE %s
    )
"""
_HAS_WORD = """
    dossiers_pairs(competent_agency_id, owner_key) && (
        SELECT array_agg(dossiers_pair(agency_id, word, word))
        FROM {words} WHERE agency_id = %s AND word LIKE %s
    )
"""


def newest(agency: int, parts: Sequence[str], *, most: int) -> RawSQL:
    """The keys of the agency's newest dossiers whose owner's name holds all the folded parts."""
    # The given name is said last and tells most. "An Lan" says no more than "Lan".
    said = list(dict.fromkeys(reversed(parts)))
    telling = [part for part in said if not any(part in other for other in said if other != part)]
    # Nearly every name holds a given letter: it is looked up where nothing else is said.
    narrow = [part for part in telling if len(part) > 1] or telling
    patterns = [_pattern(part) for part in telling]
    first, *others = map(_pattern, narrow)
    has_words = [_HAS_PAIR] * len(others) or [_HAS_WORD]
    words = [value for other in others for value in (agency, first, other)] or [agency, first]
    statement = _STATEMENT.format(
        dossiers=_DOSSIERS,
        few=FEW,
        holds=" AND ".join(["owner_key LIKE %s"] * len(patterns)),
        has_words=" AND ".join(has_words).format(words=_WORDS),
    )
    return RawSQL(  # noqa: S611 - put together from our own names
        statement, [*words, *patterns, most, agency, *patterns, most]
    )


def _pattern(part: str) -> str:
    plain = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
