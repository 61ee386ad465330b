"""Finding names on PostgreSQL in a time that does not grow with the agency.

The same answer as `filters.searched`, in two looks. Of a common name the newest dossiers, read by
age, soon hold enough; an index of pairs of words within the agency leads to all dossiers of a rare
one. Parts of words become words by the agency's own list of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.expressions import RawSQL

from procedures.dossiers.models import Dossier, NameWord

if TYPE_CHECKING:
    from collections.abc import Sequence

# A name that few among so many have is rare enough to fetch all its dossiers. Where a good part of
# the answer is among them, the rest is found sooner by reading on.
NEWEST = 5_000
GOOD_PART = 0.4
_DOSSIERS, _WORDS = Dossier._meta.db_table, NameWord._meta.db_table  # noqa: SLF001
# What is common is answered before anything else is asked.
_STATEMENT = """
    WITH late AS MATERIALIZED (
        SELECT id FROM (
            SELECT id, submitted_at, owner_key FROM {dossiers}
            WHERE competent_agency_id = %s AND code IS NOT NULL
            ORDER BY submitted_at DESC, id DESC LIMIT {newest}
        ) AS newest WHERE {holds} ORDER BY submitted_at DESC, id DESC LIMIT %s
    ), every AS MATERIALIZED (
        SELECT id, submitted_at FROM {dossiers} WHERE code IS NOT NULL AND {has_words} AND {holds}
    )
    SELECT id FROM late UNION ALL (
        SELECT id FROM every WHERE (SELECT count(*) FROM late) < %s
        ORDER BY submitted_at DESC, id DESC LIMIT %s
    ) UNION ALL (
        SELECT id FROM {dossiers}
        WHERE (SELECT count(*) FROM late) >= %s AND (SELECT count(*) FROM late) < %s
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
    """The keys of the agency's newest dossiers whose owner's name holds all the folded parts.

    So many at least, if there are so many; the newest of them are the answer.
    """
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
        newest=NEWEST,
        holds=" AND ".join(["owner_key LIKE %s"] * len(patterns)),
        has_words=" AND ".join(has_words).format(words=_WORDS),
    )
    part = round(most * GOOD_PART)
    by_age, by_words = [agency, *patterns, most], [*words, *patterns]
    values = [*by_age, *by_words, part, most, part, most, *by_age]
    return RawSQL(statement, values)  # noqa: S611 - put together from our own names


def _pattern(part: str) -> str:
    plain = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
