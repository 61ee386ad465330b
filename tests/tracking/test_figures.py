"""Figures from the journal, and exactly the dossiers behind them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from payments import actions as payments
from portal.core.errors import InvalidInput, NotFound
from portal.core.journal import sequencer
from procedures.dossiers import actions
from tests.factories import dossiers as make
from tracking.selectors import dashboard, drill, drill_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from tracking.selectors import Figure

pytestmark = pytest.mark.django_db
START, END = date(2026, 11, 1), date(2026, 11, 30)


def figures(*, start: date = START, end: date = END, agency: str = "") -> dict[str, Figure]:
    found = dashboard(start=start, end=end, agency_code=agency)
    return {figure.code: figure for figure in found.figures}


@pytest.fixture
def month(clock_at: Callable[[str], datetime]) -> Callable[[str], datetime]:
    """Three dossiers: delivered on time, in process and overdue, refused at intake."""
    clock_at("2026-11-16T09:00")
    make.a_delivered()
    make.an_accepted(agency=make.THUY_NGUYEN)
    make.take(make.a_submitted(), "refuse_intake", "clerk", reason="Không thuộc thẩm quyền")
    clock_at("2026-11-23T09:00")
    return clock_at


@pytest.mark.usefixtures("month")
def test_figures_say_what_was_done() -> None:
    found = figures()
    assert {code: figure.words for code, figure in found.items()} == {
        "received": "2",
        "in_process": "1",
        "settled": "1",
        "overdue": "1",
        "on_time": "100%",
        "online": "100%",
        "cashless": "chưa có số liệu",
        "first_check": "100%",
    }


@pytest.mark.usefixtures("month")
def test_figures_of_one_agency_are_its_own() -> None:
    assert figures(agency=make.HONG_BANG)["received"].value == 1
    assert figures(agency=make.HONG_BANG)["overdue"].value == 0
    rows = dashboard(start=START, end=END).by_agency
    assert [(row.code, row.figures["received"].value) for row in rows] == [
        (make.HONG_BANG, 1),
        (make.THUY_NGUYEN, 1),
    ]


@pytest.mark.usefixtures("month")
def test_past_day_is_described_as_it_was() -> None:
    then = figures(end=date(2026, 11, 16))
    assert then["overdue"].value == 0
    assert then["received"].value == 2


def test_what_came_after_the_period_is_not_counted(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-16T09:00")
    dossier = make.a_signed()
    clock_at("2026-11-20T09:00")
    make.take(dossier, "settle", "registry")
    then, now = figures(end=date(2026, 11, 18)), figures()
    assert (then["in_process"].value, then["overdue"].value, then["settled"].value) == (1, 1, 0)
    assert (now["in_process"].value, now["overdue"].value, now["settled"].value) == (0, 0, 1)


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_every_figure_drills_down_to_its_dossiers(part: str) -> None:
    for figure in figures().values():
        number = getattr(figure, part)
        if number is None:
            with pytest.raises(NotFound):
                drill(figure.code, start=START, end=END, part=part)
        else:
            codes = drill(figure.code, start=START, end=END, part=part)
            assert len(set(codes)) == len(codes) == number


def test_who_is_exempt_leaves_the_denominator(
    clock_at: Callable[[str], datetime], worker: Callable[[], None]
) -> None:
    clock_at("2026-11-16T09:00")
    make.a_submitted(by="citizen-an")
    owing = make.a_submitted(by="citizen-binh")
    payments.record_cash(owing.pk, actor=make.staff("cashier", owing), seen_amount=16_000)
    worker()
    share = figures()["cashless"]
    assert (share.numerator, share.denominator, share.words) == (0, 1, "0%")
    assert drill("cashless", start=START, end=END, part="denominator") == [owing.code]


def test_waiting_dossier_is_in_process_and_not_overdue(
    clock_at: Callable[[str], datetime],
) -> None:
    clock_at("2026-11-02T09:00")
    make.an_accepted(make.BERTH, agency=make.THUY_NGUYEN, is_paid=False)
    clock_at("2026-11-23T09:00")
    found = figures()
    assert (found["in_process"].value, found["overdue"].value) == (1, 0)


def test_transferred_dossier_counts_where_it_was_then(
    clock_at: Callable[[str], datetime],
) -> None:
    clock_at("2026-11-16T09:00")
    dossier = make.an_accepted()
    clock_at("2026-11-18T09:00")
    moved = make.take(
        dossier, "transfer", "clerk", agency=make.THUY_NGUYEN, reason="Không thuộc thẩm quyền."
    )
    moved = make.take(moved, f"release_request.{moved.requests.get().pk}", "leader")
    sent = f"send_request.{moved.requests.get().pk}"
    registry = make.staff("registry", moved)
    actions.act(moved, sent, actor=registry, data={}, seen_version=moved.version)
    old, new = figures(agency=make.HONG_BANG), figures(agency=make.THUY_NGUYEN)
    assert (old["received"].value, old["in_process"].value, old["overdue"].value) == (1, 0, 0)
    assert (new["received"].value, new["in_process"].value, new["overdue"].value) == (0, 1, 1)
    before = figures(end=date(2026, 11, 17), agency=make.HONG_BANG)
    assert before["in_process"].value == 1
    assert drill("overdue", start=START, end=END, agency_code=make.THUY_NGUYEN) == [dossier.code]
    rows = dashboard(start=START, end=END).by_agency
    assert {row.code: row.figures["received"].value for row in rows} == {
        make.HONG_BANG: 1,
        make.THUY_NGUYEN: 0,
    }


def test_recalled_result_was_given_on_the_days_before_its_recall(
    clock_at: Callable[[str], datetime],
) -> None:
    clock_at("2026-11-16T09:00")
    dossier = make.a_settled()
    clock_at("2026-11-18T09:00")
    make.take(dossier, "recall", "leader", reason="Sai số.")
    assert figures(end=date(2026, 11, 17))["settled"].value == 1
    assert figures()["settled"].value == 0
    assert figures()["in_process"].value == 1


def test_figures_count_events_without_a_place(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-16T09:00")
    make.an_accepted()
    before = dashboard(start=START, end=END)
    sequencer.sequence()
    after = dashboard(start=START, end=END)
    assert before.figures == after.figures
    assert (before.position, after.unplaced) == (0, 0)
    assert before.unplaced == after.position > 0


@pytest.mark.usefixtures("month")
def test_days_tell_what_came_and_went() -> None:
    days = {day: (came, went) for day, came, went in dashboard(start=START, end=END).by_day}
    assert days[date(2026, 11, 16)] == (2, 1)
    assert max(days) == date(2026, 11, 23)
    assert sum(came for came, _ in days.values()) == 2


def test_withdrawn_dossier_was_never_received(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-16T09:00")
    dossier = make.a_submitted()
    owner = make.who("citizen-an")
    actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nộp nhầm")
    assert figures()["received"].value == 0


def test_unknown_components_have_no_score() -> None:
    make.the_portal()
    found = {one.code: one for one in dashboard(start=START, end=END).components}
    assert found["satisfaction"].score is None
    assert found["satisfaction"].value is None


@pytest.mark.parametrize(
    ("start", "end"), [(END, START), (date(2000, 1, 1), date(2026, 1, 1))], ids=["order", "length"]
)
def test_impossible_period_is_refused(start: date, end: date) -> None:
    with pytest.raises(InvalidInput):
        dashboard(start=start, end=end)


def test_dashboard_takes_a_fixed_number_of_queries(
    month: Callable[[str], datetime], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    month("2026-11-24T09:00")
    with django_assert_num_queries(4):
        dashboard(start=START, end=END)
    make.an_accepted()
    with django_assert_num_queries(4):
        dashboard(start=START, end=END)
    with django_assert_num_queries(3):
        drill_rows("received", start=START, end=END)
