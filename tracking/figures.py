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
    MOVES_AGENCY,
    PAYMENT_FACTS,
    Fact,
    Period,
    Story,
    fold,
    place,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    places = _places(stories, period)
    numbers = {
        measure: counts[agency_code] if agency_code else counts.total()
        for measure, counts in places.items()
    }
    return Dashboard(
        figures=[_figure(one, numbers) for one in table],
        components=[_figure(one, numbers) for one in in_force(COMPONENTS, on=period.as_of)],
        by_agency=_by_agency(places, table),
        by_day=_by_day(stories, period, agency_code=agency_code),
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
    stories = stories_of(period, agency_code=agency_code)
    found = counted(measure, stories, period, agency_code=agency_code)
    agencies = _names(Agency, {place(measure, story) for story in found})
    procedures = _names(Procedure, {story.procedure for story in found})
    return [
        Drilled(
            story.code,
            place(measure, story),
            story.procedure,
            agency_name=agencies.get(place(measure, story), place(measure, story)),
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


def counted(
    measure: str, stories: Iterable[Story], period: Period, *, agency_code: str = ""
) -> list[Story]:
    """The stories that a measure counts, for the whole city or to one agency."""
    rule = MEASURES[measure]
    return [
        story
        for story in stories
        if rule(story, period) and agency_code in {"", place(measure, story)}
    ]


def _places(stories: list[Story], period: Period) -> dict[str, Counter[str]]:
    """How many stories each measure counts to each agency."""
    return {
        measure: Counter(place(measure, story) for story in counted(measure, stories, period))
        for measure in MEASURES
    }


def _figure(indicator: Indicator, numbers: Mapping[str, int]) -> Figure:
    """One figure out of the measures' numbers."""
    number, share = numbers.get(indicator.numerator), numbers.get(indicator.denominator)
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
        # What came from or went to another agency is read whole: its story began or went on there.
        here = Q(agency=agency_code)
        moved = Event.objects.filter(
            here | Q(data__from_agency=agency_code), name=MOVES_AGENCY, occurred_at__lt=last
        )
        events = events.filter(here | Q(subject__in=moved.values("subject")))
    columns = ("subject", "name", "occurred_at", "agency", "procedure", "data")
    rows = events.values_list(*columns, "recorded_at").iterator(chunk_size=2000)
    return [Fact(*row) for *row, _ in sorted(rows, key=_order)]


def _order(row: tuple[Any, ...]) -> tuple[datetime, datetime, int]:
    """By occurrence; acts of one moment in the order of the versions that they made."""
    _, _, occurred_at, _, _, data, recorded_at = row
    return occurred_at, recorded_at, data.get("version", 0)


def _opening(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def _by_agency(places: dict[str, Counter[str]], table: list[Indicator]) -> list[AgencyFigures]:
    codes = {code for counts in places.values() for code in counts if code}
    names = _names(Agency, codes)
    found = []
    for code in sorted(codes):
        numbers = {measure: counts[code] for measure, counts in places.items()}
        figures = {one.code: _figure(one, numbers) for one in table}
        found.append(AgencyFigures(code, names.get(code, code), figures))
    return found


def _by_day(
    stories: list[Story], period: Period, *, agency_code: str
) -> list[tuple[date, int, int]]:
    received = counted("received", stories, period, agency_code=agency_code)
    settled = counted("settled", stories, period, agency_code=agency_code)
    came = Counter(story.received_on for story in received)
    went = Counter(story.settled_on for story in settled)
    days = (period.as_of - period.start).days + 1
    every = [period.start + timedelta(days=number) for number in range(max(days, 0))]
    return [(day, came[day], went[day]) for day in every]
