"""A walk-in at the counter: a card typed by its reader, one button, the receipt to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
# The card of Nguyễn Văn An, whom the portal knows at level 2: no fee is owed.
CARD = (
    "031085999001|030085111|Nguyễn Văn An|12031985|Nam|"
    "Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng|01072021"
)


@pytest.mark.parametrize("width", [1280, 360])
def test_walk_in_is_accepted_from_a_card(
    page: Page, look: Callable[[str], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/dang-nhap")
    page.locator("button[value='clerk-hongbang']").click()
    page.goto("/can-bo/tai-quay")
    look("counter")
    page.get_by_role("searchbox").fill("ban sao trich luc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/can-bo/tai-quay/thu-tuc/2.000635")

    # The reader is a keyboard: it types where the cursor stands, and ends with Enter.
    expect(page.locator("[name='arrival.submitter.card']")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.type(CARD)
        page.keyboard.press("Enter")
    expect(page.locator("#known").get_by_text("Nguyễn Văn An")).to_be_visible()
    expect(page.locator("#requester-full_name")).to_have_value("Nguyễn Văn An")
    expect(page.locator("#known")).to_be_focused()
    look(f"counter-form-{width}")

    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    page.locator(".govuk-error-summary").wait_for()
    look(f"counter-error-{width}")
    page.get_by_label("Giấy khai sinh").check()
    page.get_by_label("Của tôi").check()
    page.get_by_label("Bạn cần bao nhiêu bản sao?").fill("1")
    page.get_by_label("Bản giấy, nhận tại quầy").check()
    page.get_by_label("Số thứ tự tại quầy").fill("A017")
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    page.wait_for_url("**/can-bo/tai-quay/xong/**")

    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    expect(page.get_by_role("button", name="In Giấy tiếp nhận")).to_be_visible()
    look(f"counter-done-{width}")
