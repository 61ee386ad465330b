"""Which figures a leader may see: their own agency's, or (the city's leaders) all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from frontend.forms.questions import DATE_PARTS
from portal.accounts.selectors import agency_by_code
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotFound
from tracking import selectors
from tracking.figures import period_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.accounts.actors import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """The agency (none: the whole city) and the days that are asked for."""

    agency_code: str
    agency_name: str
    sees_city: bool
    start: date
    end: date

    @property
    def query(self) -> dict[str, str]:
        """The same choice as the parameters of an address."""
        asked = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return asked | ({"agency": self.agency_code} if self.agency_code else {})


def scope_of(actor: Actor, asked: Mapping[str, str], *, kind: str) -> Scope:
    """What the actor may see of what was asked; an agency that is not theirs does not exist.

    `kind` is the kind of reading: `view_dashboard`, or `view_figures` for the lists behind it.
    """
    own = selectors.scope_of(actor, kind=kind)
    code = asked.get("agency", "")
    # PostgreSQL takes no NUL in a comparison, and no agency has one in its code.
    if (own and code not in {"", own}) or "\x00" in code:
        raise NotFound("Không tìm thấy số liệu của cơ quan này.")
    code = own or code
    name = agency_by_code(code).name if code else "Toàn thành phố"
    return Scope(code, name, not own, *_days(asked))


def typed_day(asked: Mapping[str, str], name: str) -> dict[str, str]:
    """A day as it was typed in three boxes, or as an address carries it in one piece."""
    typed = {part: asked.get(f"{name}.{part}", "").strip() for part, *_ in DATE_PARTS}
    if any(typed.values()):
        return typed
    year, month, day = [*asked.get(name, "").split("-", 2), "", ""][:3]
    return {"day": day, "month": month, "year": year}


def _iso(typed: Mapping[str, str]) -> str:
    """The parts as one word, "" where nothing was typed; what is no date stays none."""
    day, month, year = typed["day"], typed["month"], typed["year"]
    return f"{year:0>4}-{month:0>2}-{day:0>2}" if day or month or year else ""


def _days(asked: Mapping[str, str]) -> tuple[date, date]:
    """The period asked for; this month up to today by default."""
    today = clock.today()
    default = {"start": today.replace(day=1), "end": today}
    days: dict[str, date] = {}
    errors: list[FieldError] = []
    for name, usual in default.items():
        try:
            days[name] = date.fromisoformat(_iso(typed_day(asked, name)) or usual.isoformat())
        except ValueError:
            errors.append(FieldError(f"/{name}", "date", "Hãy nhập một ngày có thật."))
    if not errors:
        errors += _period_errors(days["start"], days["end"])
    if errors:
        raise InvalidInput("Kỳ số liệu chưa đúng.", errors=errors)
    return days["start"], days["end"]


def _period_errors(start: date, end: date) -> list[FieldError]:
    """What is wrong with two days that are right by themselves, said at the one to change."""
    try:
        period_of(start, end)
    except InvalidInput as wrong:
        return [FieldError("/start", "period", wrong.message)]
    return []
