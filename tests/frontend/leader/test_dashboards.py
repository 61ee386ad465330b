"""The leaders' pages: who sees which figures, and the dossiers behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
DASHBOARD = "/lanh-dao"
NOVEMBER = {"start": "2026-11-01", "end": "2026-11-30"}


@pytest.fixture(autouse=True)
def november(clock_at: Callable[[str], datetime]) -> None:
    """Two dossiers at Hồng Bàng, one at Thuỷ Nguyên, on Monday 23 November."""
    clock_at("2026-11-23T09:00")
    make.a_settled()
    make.an_accepted()
    make.an_accepted(agency=make.THUY_NGUYEN)


@pytest.mark.parametrize(
    ("account", "asked", "status"),
    [
        ("city-leader", "", 200),
        ("inspector", "", 200),
        ("leader-hongbang", "", 200),
        ("leader-hongbang", make.HONG_BANG, 200),
        ("leader-hongbang", make.THUY_NGUYEN, 404),
        ("city-leader", make.THUY_NGUYEN, 200),
        ("city-leader", "H24.99.99", 404),
        ("city-leader", "\0", 404),
        ("leader-hongbang", "\0", 404),
        ("clerk-hongbang", "", 403),
        ("citizen-an", "", 403),
    ],
)
@pytest.mark.parametrize("address", [DASHBOARD, f"{DASHBOARD}/received"])
def test_figures_are_for_leaders(
    signed_in: Callable[[str], Client], account: str, asked: str, status: int, address: str
) -> None:
    assert signed_in(account).get(address, {"agency": asked}).status_code == status


@pytest.mark.parametrize(
    ("account", "asked", "number"),
    [
        ("city-leader", "", 3),
        ("city-leader", make.THUY_NGUYEN, 1),
        ("leader-hongbang", "", 2),
        ("leader-thuynguyen", "", 1),
    ],
)
def test_leader_sees_the_agencies_they_answer_for(
    signed_in: Callable[[str], Client], account: str, asked: str, number: int
) -> None:
    found = signed_in(account).get(DASHBOARD, {"agency": asked}).context["found"]
    assert found.figures[0].value == number


def test_page_says_what_when_and_by_which_definition(signed_in: Callable[[str], Client]) -> None:
    text = signed_in("city-leader").get(DASHBOARD, NOVEMBER).content.decode()
    assert "Kỳ từ 01/11/2026 đến 30/11/2026." in text
    assert "Số liệu cập nhật lúc" in text
    assert "sự kiện đã đánh số trong nhật ký" in text
    assert "Quyết định 766/QĐ-TTg" in text
    assert "chưa có số liệu" in text
    assert "23/11: 3 hồ sơ" in text


def test_each_figure_leads_to_its_dossiers(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("city-leader")
    context = client.get(DASHBOARD, NOVEMBER).context
    for tile, figure in zip(context["tiles"], context["found"].figures, strict=True):
        listed = client.get(tile["href"]).context["rows"]
        assert len(listed) == figure.numerator
    for row, cells in context["agencies"]:
        for figure, address in cells:
            rows = client.get(address).context["rows"]
            assert len(rows) == figure.numerator
            assert {one.agency for one in rows} <= {row.code}


def test_list_names_codes_and_procedures_and_nobody(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("city-leader")
    text = client.get(f"{DASHBOARD}/received", NOVEMBER).content.decode()
    assert "H24.21.22-261123-0001" in text
    assert "Cấp bản sao Trích lục hộ tịch" in text
    assert "Nguyễn Văn An" not in text


@pytest.mark.parametrize(
    ("asked", "named", "kept"),
    [
        ({"start": "2026-11-31"}, "start", "31"),
        ({"end": "hôm nay"}, "end", "hôm nay"),
        ({"start": "2026-11-30", "end": "2026-11-01"}, "start", "30"),
        ({"start": "2020-01-01", "end": "2026-11-01"}, "start", "2020"),
        ({"end.day": "31", "end.month": "thu", "end.year": "2026"}, "end", "thu"),
        ({"start.day": "5"}, "start", "5"),
    ],
)
def test_wrong_period_is_asked_again(
    signed_in: Callable[[str], Client], asked: dict[str, str], named: str, kept: str
) -> None:
    answer = signed_in("city-leader").get(DASHBOARD, asked)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#{named}-day"' in text
    assert f'value="{kept}"' in text


def test_days_are_typed_in_boxes(signed_in: Callable[[str], Client]) -> None:
    typed = {"start.day": "1", "start.month": "11", "start.year": "2026"}
    text = signed_in("city-leader").get(DASHBOARD, typed).content.decode()
    assert "Kỳ từ 01/11/2026 đến" in text


def test_period_before_the_figures_says_that_there_are_none(
    signed_in: Callable[[str], Client],
) -> None:
    early = {"start": "2016-01-01", "end": "2016-01-31"}
    text = signed_in("city-leader").get(DASHBOARD, early).content.decode()
    assert "trong kỳ này chưa có chỉ tiêu nào được áp dụng" in text
    assert "Chỉ số thành phần" not in text


@pytest.mark.parametrize("address", ["nothing", "received?part=denominator", "received?part=x"])
def test_unknown_list_is_not_found(signed_in: Callable[[str], Client], address: str) -> None:
    assert signed_in("city-leader").get(f"{DASHBOARD}/{address}").status_code == 404


def test_dashboard_takes_a_fixed_number_of_queries(
    signed_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("city-leader")
    for _ in range(2):
        with django_assert_num_queries(7):
            client.get(DASHBOARD, NOVEMBER)
        make.an_accepted()
