"""Figures of a period, computed from the journal, each with exactly the dossiers it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from portal.accounts.models import Agency
from portal.core import clock
from portal.core.clock import VIETNAM
from portal.core.errors import InvalidInput, NotFound
from portal.core.journal import sequencer
from portal.core.journal.models import Event, Sequence
from procedures.catalogue.models import Procedure
from tracking.indicators import COMPONENTS, FIGURES, Indicator, in_force, indicator_of
from tracking.measures import (
    DOSSIER_FACTS,
    ENDS_FOR_GOOD,
    MEASURES,
    PAYMENT_FACTS,
    Fact,
    Period,
    Story,
    fold,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from fractions import Fraction

MAX_DAYS = 366 * 3
NO_DATA = "chưa có số liệu"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `value` is None where nothing is known, a percentage where `unit` is %."""

    code: str
    label: str
    value: float | None
    unit: str
    numerator: int | None
    denominator: int | None
    note: str
    source: str
    points: int = 0
    score: Fraction | None = None

    @property
    def words(self) -> str:
        """The value as it is shown: 1.234, 97,5% or that there is none."""
        if self.value is None:
            return NO_DATA
        if self.unit == "%":
            return f"{self.value:.1f}".replace(".", ",").removesuffix(",0") + "%"
        return f"{int(self.value):,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """The figures of one agency."""

    code: str
    name: str
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What a leader sees of a period, and up to where in the journal it was counted."""

    figures: list[Figure]
    components: list[Figure]
    by_agency: list[AgencyFigures]
    by_day: list[tuple[date, int, int]]  # day, received, settled
    position: int
    unplaced: int  # events that have no place yet; they are counted too
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Drilled:
    """One dossier behind a figure: its code and its procedure, nothing personal."""

    code: str
    agency: str
    procedure: str
    agency_name: str
    procedure_name: str


def dashboard(*, start: date, end: date, agency_code: str = "") -> Dashboard:
    """All figures of a period, for one agency or for the whole city."""
    moment = clock.now()
    position, unplaced = Sequence.objects.values_list("last", flat=True).get(), sequencer.lag()
    period = period_of(start, end)
    stories = stories_of(period, agency_code=agency_code)
    table = in_force(FIGURES, on=period.as_of)
    return Dashboard(
        figures=[figure(indicator, stories, period) for indicator in table],
        components=[figure(one, stories, period) for one in in_force(COMPONENTS, on=period.as_of)],
        by_agency=_by_agency(stories, period, table),
        by_day=_by_day(stories, period),
        position=position,
        unplaced=unplaced,
        as_of=moment,
    )


def drill(
    code: str, *, start: date, end: date, agency_code: str = "", part: str = "numerator"
) -> list[str]:
    """The codes of exactly the dossiers that a figure counts."""
    rows = drill_rows(code, start=start, end=end, agency_code=agency_code, part=part)
    return [row.code for row in rows]


def drill_rows(
    code: str, *, start: date, end: date, agency_code: str = "", part: str = "numerator"
) -> list[Drilled]:
    """The dossiers that a figure counts, with agency and procedure."""
    indicator = indicator_of(code)
    measure = indicator.numerator if part == "numerator" else indicator.denominator
    if part not in {"numerator", "denominator"} or not measure:
        raise NotFound("Chỉ tiêu này không có danh sách hồ sơ như vậy.")
    period = period_of(start, end)
    found = counted(measure, stories_of(period, agency_code=agency_code), period)
    agencies = _names(Agency, {story.agency for story in found})
    procedures = _names(Procedure, {story.procedure for story in found})
    return [
        Drilled(
            story.code,
            story.agency,
            story.procedure,
            agency_name=agencies.get(story.agency, story.agency),
            procedure_name=procedures.get(story.procedure, story.procedure),
        )
        for story in found
    ]


def _names(model: type[Agency] | type[Procedure], codes: set[str]) -> dict[str, str]:
    return dict(model.objects.filter(code__in=codes).values_list("code", "name"))


def period_of(start: date, end: date) -> Period:
    """The period between two days."""
    if start > end:
        raise InvalidInput("Ngày bắt đầu phải trước ngày kết thúc.")
    if (end - start).days > MAX_DAYS:
        raise InvalidInput("Kỳ số liệu dài nhất là 3 năm.")
    return Period(start, end, min(end, clock.today()))


def stories_of(period: Period, *, agency_code: str = "") -> list[Story]:
    """The stories that matter to a period, as of its end, in the order of their codes."""
    stories = fold(_facts(period, agency_code=agency_code))
    return [stories[code] for code in sorted(stories)]


def counted(measure: str, stories: Iterable[Story], period: Period) -> list[Story]:
    """The stories that a measure counts."""
    rule = MEASURES[measure]
    return [story for story in stories if rule(story, period)]


def figure(indicator: Indicator, stories: list[Story], period: Period) -> Figure:
    """One figure out of the stories."""
    number = share = None
    if indicator.numerator:
        number = len(counted(indicator.numerator, stories, period))
    if indicator.denominator:
        share = len(counted(indicator.denominator, stories, period))
    known = number is not None and (not indicator.denominator or share)
    value = None
    if known and number is not None:
        value = round(100 * number / share, 1) if share else float(number)
    return Figure(
        code=indicator.code,
        label=indicator.label,
        value=value,
        unit=indicator.unit,
        numerator=number,
        denominator=share,
        note=indicator.definition,
        source=indicator.source,
        points=indicator.points,
        score=indicator.score(number or 0, share or 0),
    )


def _facts(period: Period, *, agency_code: str) -> Iterable[Fact]:
    """The facts up to the period's end, without the dossiers that ended for good before it."""
    first, last = _opening(period.start), _opening(period.end + timedelta(days=1))
    over = Event.objects.filter(name__in=ENDS_FOR_GOOD, occurred_at__lt=first).values("subject")
    of_dossiers = Q(name__in=DOSSIER_FACTS, occurred_at__lt=last) & ~Q(subject__in=over)
    of_payments = Q(name__in=PAYMENT_FACTS, occurred_at__gte=first, occurred_at__lt=last)
    events = Event.objects.filter(of_dossiers | of_payments)
    if agency_code:
        events = events.filter(agency=agency_code)
    columns = ("subject", "name", "occurred_at", "agency", "procedure", "data")
    rows = events.values_list(*columns, "recorded_at").iterator(chunk_size=2000)
    return [Fact(*row) for *row, _ in sorted(rows, key=_order)]


def _order(row: tuple[Any, ...]) -> tuple[datetime, datetime, int]:
    """By occurrence; acts of one moment in the order of the versions that they made."""
    _, _, occurred_at, _, _, data, recorded_at = row
    return occurred_at, recorded_at, data.get("version", 0)


def _opening(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def _by_agency(stories: list[Story], period: Period, table: list[Indicator]) -> list[AgencyFigures]:
    grouped: dict[str, list[Story]] = {}
    for story in stories:
        grouped.setdefault(story.agency, []).append(story)
    names = _names(Agency, set(grouped))
    return [
        AgencyFigures(
            code, names.get(code, code), {one.code: figure(one, own, period) for one in table}
        )
        for code, own in sorted(grouped.items())
    ]


def _by_day(stories: list[Story], period: Period) -> list[tuple[date, int, int]]:
    came = Counter(s.received_on for s in counted("received", stories, period))
    went = Counter(s.settled_on for s in counted("settled", stories, period))
    days = (period.as_of - period.start).days + 1
    every = [period.start + timedelta(days=number) for number in range(max(days, 0))]
    return [(day, came[day], went[day]) for day in every]
