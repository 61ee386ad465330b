"""The citizen's and the clerk's path by keyboard alone, looked at page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from portal.walkthrough import samples
from portal.walkthrough.html_driver import HtmlDriver

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from portal.processes import Portal

pytestmark = pytest.mark.browser
NEXT = "Lưu và tiếp tục"


def test_citizen_files_by_keyboard_alone(
    page: Page, keyboard: Any, look: Callable[[str], None]
) -> None:
    page.goto("/")
    look("home")
    keyboard.enter(page.get_by_role("link", name="Đăng nhập").first)
    look("sign-in")
    keyboard.enter(page.get_by_role("button", name="Nguyễn Văn An"))

    page.goto("/")
    keyboard.type(page.get_by_role("searchbox"), "trich luc ho tich")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look("procedures")
    keyboard.enter(page.get_by_role("link", name="Cấp bản sao Trích lục hộ tịch"))
    look("procedure")
    keyboard.enter(page.get_by_role("button", name="Nộp hồ sơ trực tuyến"))
    look("start")
    keyboard.enter(page.get_by_role("button", name="Bắt đầu điền hồ sơ"))
    look("draft")
    keyboard.enter(page.get_by_role("link", name="Giấy tờ cần cấp bản sao"))

    keyboard.enter(page.get_by_role("button", name=NEXT))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    look("draft-page-error")
    keyboard.follow(page.get_by_role("link", name="Hãy chọn giấy tờ bạn cần bản sao."))
    expect(page.locator("[name='record.kind']:focus")).to_have_count(1)

    keyboard.choose(page.get_by_label("Giấy khai sinh"))
    keyboard.choose(page.get_by_label("Của tôi"))
    look("draft-page")
    keyboard.enter(page.get_by_role("button", name=NEXT))
    look("draft-page-registration")
    keyboard.enter(page.get_by_role("button", name=NEXT))
    keyboard.type(page.get_by_label("Bạn cần bao nhiêu bản sao?"), "2")
    keyboard.choose(page.get_by_label("Bản điện tử, nhận trực tuyến"))
    look("draft-page-copies")
    keyboard.enter(page.get_by_role("button", name=NEXT))
    keyboard.check(page.get_by_role("checkbox"))
    look("draft-page-pledge")
    keyboard.enter(page.get_by_role("button", name=NEXT))
    look("check")
    keyboard.enter(page.get_by_role("button", name="Nộp hồ sơ"))

    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    look("submitted")


def test_clerk_accepts_by_keyboard_alone(
    page: Page, portal: Portal, keyboard: Any, look: Callable[[str], None]
) -> None:
    citizen = HtmlDriver(portal.url).visitor("citizen-an")
    answers = samples.extract_answers(copies=1)
    filed = citizen.file(samples.EXTRACT, agency="H24.21.22", answers=answers, papers={})

    page.goto("/dang-nhap")
    keyboard.enter(page.get_by_role("button", name="Đỗ Thị Mai Hương"))
    page.goto("/can-bo/hang-doi")
    look("queue")
    keyboard.type(page.get_by_role("searchbox"), filed.code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.enter(page.get_by_role("link", name=filed.code, exact=True))
    look("case")
    keyboard.enter(page.get_by_role("button", name="Yêu cầu bổ sung hồ sơ"))
    look("act")
    keyboard.enter(page.get_by_role("button", name="Yêu cầu bổ sung hồ sơ"))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    look("act-error")
    page.goto(f"/can-bo/ho-so/{filed.code}")
    keyboard.enter(page.get_by_role("button", name="Tiếp nhận hồ sơ"))
    look("case-accepted")
    keyboard.enter(page.get_by_role("button", name="Chuyển bộ phận chuyên môn"))

    expect(page.get_by_text("đã thực hiện “Chuyển bộ phận chuyên môn”")).to_be_visible()
    look("queue-done")


def test_complete_file_is_accepted_in_two_keystrokes(page: Page, portal: Portal) -> None:
    citizen = HtmlDriver(portal.url).visitor("citizen-an")
    answers = samples.extract_answers(copies=1)
    filed = citizen.file(samples.EXTRACT, agency="H24.21.22", answers=answers, papers={})
    page.goto("/dang-nhap")
    page.get_by_role("button", name="Đỗ Thị Mai Hương").click()
    page.goto(f"/can-bo/hang-doi?search={filed.code}")

    page.keyboard.press("Enter")
    page.wait_for_url(f"**/can-bo/ho-so/{filed.code}")
    page.wait_for_function("document.activeElement.matches('button[autofocus]')")
    page.keyboard.press("Enter")

    page.get_by_text("đã thực hiện “Tiếp nhận").wait_for()
