"""Pages by key: any page costs what the first one costs, forwards and backwards."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import F
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from portal.core.errors import FieldError, InvalidInput
from procedures.dossiers.models.dossier import NO_DEADLINE

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

M = TypeVar("M", bound="Model")
LONGEST_CURSOR = 200
_CURSOR = re.compile(r"(?P<way>[fb])\|(?P<order>[a-z]+)\|(?P<at>[^|]+)\|(?P<pk>[0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Order:
    """A column of moments that is never empty, then the row's key; one name for both ways."""

    name: str
    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows of a page, and the cursors of its neighbours; "" where there is none."""

    rows: list[M]
    following: str
    previous: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The row at a page's edge, and the way that one goes from it."""

    at: datetime
    pk: int
    is_back: bool


def page_of(rows: QuerySet[M], order: Order, *, cursor: str, size: int) -> Page[M]:
    """The page that a cursor leads to; going back past the start shows the start."""
    place = _read(cursor, order) if cursor else None
    found = _fetch(rows, order, place, size)
    if place is not None and place.is_back and len(found) < size:
        place, found = None, _fetch(rows, order, None, size)
    has_more, found = len(found) > size, found[:size]
    is_back = place is not None and place.is_back
    if is_back:
        found.reverse()
    return Page(
        found,
        following=_written(found[-1], order, "f") if found and (is_back or has_more) else "",
        previous=_before(found, order, place, has_more=has_more),
    )


def _before(rows: list[M], order: Order, place: _Place | None, *, has_more: bool) -> str:
    if place is None:
        return ""
    if place.is_back:
        return _written(rows[0], order, "b") if has_more else ""
    # A page beyond the end still leads back to the rows before it.
    return _written(rows[0], order, "b") if rows else _text("b", order, place.at, place.pk)


def _fetch(rows: QuerySet[M], order: Order, place: _Place | None, size: int) -> list[M]:
    is_falling = order.descending != (place is not None and place.is_back)
    sign = "-" if is_falling else ""
    if place is not None:
        beyond = TupleLessThan if is_falling else TupleGreaterThan
        key: Any = beyond((F(order.column), F("pk")), (place.at, place.pk))
        rows = rows.filter(key)
    return list(rows.order_by(f"{sign}{order.column}", f"{sign}pk")[: size + 1])


def _written(row: Model, order: Order, way: str) -> str:
    return _text(way, order, getattr(row, order.column), int(row.pk))


def _text(way: str, order: Order, at: datetime, pk: int) -> str:
    plain = f"{way}|{order.name}|{at.isoformat()}|{pk}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order) -> _Place:
    """The place that a cursor names; one of another order is as wrong as a made-up one."""
    found = _CURSOR.fullmatch(_plain(cursor[:LONGEST_CURSOR]))
    if found is None or found["order"] != order.name or (at := _moment(found["at"])) is None:
        wrong = FieldError("/cursor", "invalid", "Con trỏ trang không đúng.")
        raise InvalidInput("Con trỏ trang không đúng.", errors=[wrong])
    return _Place(at, int(found["pk"]), found["way"] == "b")


def _plain(cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        return ""


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Moments at the very edges of the calendar fall off it in another time zone.
    return at if at.tzinfo is not None and 1 < at.year <= NO_DEADLINE.year else None
