"""The calendar's pages: who keeps it, what a draft changes, publishing with four words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from portal.core import calendars
from portal.core.calendars import selectors
from portal.core.calendars.models import WorkCalendar
from portal.core.worktime import DayRule
from tests.frontend.browsing import words
from tests.portal.core.calendars.drafting import STORM, STORM_DAY, a_draft, a_published, seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
LIST = "/lich-lam-viec"
DAY = {"date": "2026-12-02", "kind": "closure", "name": "Ngập lụt", "source": "Công điện 02"}


@pytest.fixture(autouse=True)
def november(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")


@pytest.fixture
def inspector(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("inspector")


def confirmed(row: WorkCalendar, **other: str) -> dict[str, str]:
    return {"seen": seen(row), "confirmation": "công bố lịch này", **other}


@pytest.mark.parametrize(
    ("account", "status"),
    [("inspector", 200), ("city-leader", 403), ("clerk-hongbang", 403), ("citizen-an", 403)],
)
def test_calendar_is_kept_by_the_inspector(
    signed_in: Callable[[str], Client], account: str, status: int
) -> None:
    browser, version = signed_in(account), a_draft().version
    pages = ("", *(f"/{version}{page}" for page in ("", "/ngay", "/gio", "/can-cu", "/cong-bo")))
    assert {browser.get(LIST + page).status_code for page in pages} == {status}
    home = words(browser.get("/thu-tuc"))
    assert ("Lịch làm việc" in home) is (status == 200)


@pytest.mark.parametrize("page", ["ngay", "gio", "can-cu", "cong-bo", "bo"])
def test_nobody_else_changes_a_draft(signed_in: Callable[[str], Client], page: str) -> None:
    row = a_draft()
    before = seen(row)
    answer = signed_in("leader-hongbang").post(f"{LIST}/{row.version}/{page}", DAY | confirmed(row))
    assert answer.status_code == 403
    assert seen(row) == before
    assert selectors.find(row.version).is_draft


def test_draft_is_begun_from_the_current_calendar(inspector: Client) -> None:
    made = inspector.post(LIST, {"name": "Bão số 5"}, follow=True)
    assert "Đã lập bản nháp 2026-11.2" in words(made)
    assert "Bão số 5" in words(inspector.get(LIST))


def test_draft_without_a_name_is_asked_for_one(inspector: Client) -> None:
    answer = inspector.post(LIST, {"name": " "})
    assert answer.status_code == 400
    assert "Hãy đặt tên" in words(answer)


def test_year_at_a_glance_counts_working_days(inspector: Client) -> None:
    page = words(inspector.get(f"{LIST}/2026-11", {"nam": "2026"}))
    # 30 days of November 2026: 21 weekdays less the day of culture.
    assert "Tháng 11 20 T3, 24/11 : Ngày Văn hóa Việt Nam" in page.replace("Thứ 3", "T3")
    assert "Năm 2027" in words(inspector.get(f"{LIST}/2026-11", {"nam": "2027"}))


@pytest.mark.parametrize(
    ("asked", "shown"), [("1900", 2025), ("9999", 2030), ("bao", 2026), ("", 2026)]
)
def test_year_is_one_that_the_calendar_knows(inspector: Client, asked: str, shown: int) -> None:
    assert f"Năm {shown}:" in words(inspector.get(f"{LIST}/2026-11", {"nam": asked}))


def test_day_is_added_changed_and_taken_back(inspector: Client) -> None:
    version = a_draft().version
    page = f"{LIST}/{version}/ngay"
    day = date.fromisoformat(DAY["date"])
    inspector.post(page, DAY)
    rule = DayRule(DAY["kind"], DAY["name"], DAY["source"])
    assert selectors.value_of(selectors.find(version)).exceptions[day] == rule
    assert (
        b'value="Ng\xe1\xba\xadp l\xe1\xbb\xa5t"'
        in inspector.get(page, {"ngay": DAY["date"]}).content
    )
    inspector.post(page, DAY | {"clear": "1"})
    assert day not in selectors.value_of(selectors.find(version)).exceptions


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"date": "2026-02-30"}, "một ngày có thật"),
        ({"kind": ""}, "chọn loại ngày"),
        ({"source": ""}, "văn bản làm căn cứ"),
    ],
)
def test_wrong_day_keeps_what_was_typed(
    inspector: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = inspector.post(f"{LIST}/{a_draft().version}/ngay", DAY | wrong)
    assert answer.status_code == 400
    assert sentence in words(answer)
    assert "Ngập lụt" in answer.content.decode()


def test_saturday_morning_is_set(inspector: Client) -> None:
    version = a_draft().version
    shown = {f"day-{number}": "07:30-11:30, 13:30-17:30" for number in range(5)}
    inspector.post(f"{LIST}/{version}/gio", shown | {"day-5": "07:30-11:30", "day-6": ""})
    assert "Thứ Bảy 07:30–11:30" in words(inspector.get(f"{LIST}/{version}"))
    wrong = inspector.post(f"{LIST}/{version}/gio", shown | {"day-5": "sáng"})
    assert wrong.status_code == 400
    assert "Thứ Bảy: ghi như" in words(wrong)


def test_name_and_reference_are_written(inspector: Client) -> None:
    version = a_draft(source="").version
    inspector.post(f"{LIST}/{version}/can-cu", {"name": "Bão", "source": "Quyết định 9"})
    assert "Quyết định 9" in words(inspector.get(f"{LIST}/{version}"))


def test_preview_names_what_differs(inspector: Client) -> None:
    page = words(inspector.get(f"{LIST}/{a_draft().version}/cong-bo"))
    assert "Khác lịch 2026-11 ở 1 chỗ, 1 chỗ làm đổi giờ làm việc" in page
    assert "Thứ Ba, ngày 01/12/2026 như mọi Thứ Ba (07:30–11:30, 13:30–17:30)" in page
    assert f"đóng cửa: {STORM.name} ({STORM.source})" in page


@pytest.mark.parametrize("typed", ["công bố lịch này", "CONG BO LICH NAY"])
def test_four_words_publish(inspector: Client, typed: str) -> None:
    row = a_draft()
    answer = inspector.post(
        f"{LIST}/{row.version}/cong-bo", confirmed(row, confirmation=typed), follow=True
    )
    assert "Đã công bố lịch" in words(answer)
    assert not calendars.current().works(date.fromisoformat(STORM_DAY))


@pytest.mark.parametrize(
    ("other", "status", "sentence"),
    [
        ({"confirmation": "công bố"}, 400, "bốn chữ"),
        ({"seen": "khác"}, 409, "vừa được người khác sửa"),
    ],
)
def test_nothing_is_published_unseen_or_unconfirmed(
    inspector: Client, other: dict[str, Any], status: int, sentence: str
) -> None:
    row = a_draft()
    answer = inspector.post(f"{LIST}/{row.version}/cong-bo", confirmed(row, **other))
    assert answer.status_code == status
    assert sentence in words(answer)
    assert selectors.find(row.version).is_draft


def test_published_calendar_offers_no_change(inspector: Client) -> None:
    version = a_published().version
    assert "Bỏ bản nháp" not in words(inspector.get(f"{LIST}/{version}"))
    assert inspector.post(f"{LIST}/{version}/ngay", DAY).status_code == 409
    assert inspector.post(f"{LIST}/{version}/bo").status_code == 409


def test_draft_is_dropped(inspector: Client) -> None:
    version = a_draft().version
    assert "Đã bỏ bản nháp" in words(inspector.post(f"{LIST}/{version}/bo", follow=True))
    assert inspector.get(f"{LIST}/{version}").status_code == 404
