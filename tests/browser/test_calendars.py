"""The inspector closes a stormy day: from the list of calendars to the published one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_storm_closes_a_day(page: Page, look: Callable[[str], None]) -> None:
    page.goto("/dang-nhap")
    page.locator("button[value='inspector']").click()
    page.get_by_role("link", name="Lịch làm việc").click()
    look("calendars")
    page.get_by_label("Tên gọi của bản nháp").fill("Đóng cửa do bão số 14")
    page.get_by_role("button", name="Lập bản nháp").click()
    look("calendar")

    page.get_by_role("link", name="Thêm ngày nghỉ").click()
    page.get_by_label("Ngày", exact=True).fill("2026-12-01")
    page.get_by_role("button", name="Ghi vào bản nháp").click()
    look("calendar-day-error")
    page.get_by_label("Đóng cửa").check()
    page.get_by_label("Tên gọi").fill("Đóng cửa do bão số 14")
    page.get_by_label("Văn bản làm căn cứ").fill("Công điện số 01/CĐ-UBND ngày 30/11/2026")
    page.get_by_role("button", name="Ghi vào bản nháp").click()

    page.get_by_role("link", name="Sửa giờ làm việc").click()
    look("calendar-hours")
    page.get_by_label("Thứ Bảy").fill("07:30-11:30")
    page.get_by_role("button", name="Ghi vào bản nháp").click()
    page.get_by_role("link", name="Sửa tên và căn cứ").click()
    look("calendar-about")
    page.get_by_label("Văn bản làm căn cứ").fill("Quyết định số 99/QĐ-UBND ngày 30/11/2026")
    page.get_by_role("button", name="Ghi vào bản nháp").click()

    page.get_by_role("button", name="Xem thay đổi").click()
    look("calendar-publish")
    page.get_by_label("Gõ bốn chữ").fill("công bố lịch này")
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Hiện hành")).to_be_visible()
    look("calendar-published")
