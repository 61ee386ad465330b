"""How moments, amounts and queries look on the wire; the ×100 of amounts lives only here."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

# Fixed, not a named zone: Vietnam keeps no summer time and the wire has no zone database.
WIRE_ZONE = timezone(timedelta(hours=7))
WIRE_UNITS_PER_DONG = 100

_AMOUNT = re.compile(r"0|[1-9][0-9]{0,11}")
_MOMENT = re.compile(r"[0-9]{14}")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class QueryPair(NamedTuple):
    """One `key=value` of a query: its decoded halves and the text as it came."""

    key: str
    value: str
    text: str


def on_the_wire(moment: datetime) -> datetime:
    """Return an aware moment as the wire keeps it: UTC+07:00, whole seconds."""
    return moment.astimezone(WIRE_ZONE).replace(microsecond=0)


def format_moment(moment: datetime) -> str:
    """Return `yyyyMMddHHmmss` of an aware moment, in UTC+07:00."""
    wire = on_the_wire(moment)
    return f"{wire.year:04d}{wire:%m%d%H%M%S}"


def parse_moment(text: str) -> datetime | None:
    """Read `yyyyMMddHHmmss`; None where it is anything else."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=WIRE_ZONE)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def format_amount(dong: int) -> str:
    """Return whole đồng as the wire's hundredths."""
    return str(dong * WIRE_UNITS_PER_DONG)


def parse_amount(text: str) -> int | None:
    """Read the wire's hundredths as whole đồng; None where the number is not canonical."""
    if not _AMOUNT.fullmatch(text):
        return None
    dong, rest = divmod(int(text), WIRE_UNITS_PER_DONG)
    return None if rest else dong


def split_query(query: str) -> Iterator[QueryPair]:
    """Read a raw query pair by pair; raises ValueError on bad escapes, UTF-8 or NUL."""
    for text in filter(None, query.split("&")):
        key, _, value = text.partition("=")
        yield QueryPair(_decode(key), _decode(value), text)


def _decode(text: str) -> str:
    if _BROKEN_ESCAPE.search(text):
        raise ValueError("invalid percent-encoding")
    decoded = unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "strict")
    if "\x00" in decoded:
        raise ValueError("NUL in a parameter")
    return decoded
