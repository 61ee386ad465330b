"""Every kind of page, looked at: axe, no sideways scroll, one h1; pictures where asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from portal.walkthrough import samples
from portal.walkthrough.driver import BANK, CARD, OTP
from portal.walkthrough.html_driver import HtmlDriver

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from portal.processes import Portal

pytestmark = pytest.mark.browser

# Name of the picture, account, first address, then the links to follow by their selectors.
PAGES = [
    ("home-public", "", "/", []),
    ("procedures-all", "", "/thu-tuc", []),
    ("procedure-port", "", "/thu-tuc/1.009454", []),
    ("track", "", "/tra-cuu", []),
    ("about", "", "/gioi-thieu", []),
    ("accessibility", "", "/tro-nang", []),
    ("not-found", "", "/khong-co-trang-nay", []),
    ("my-dossiers", "citizen-binh", "/ho-so", []),
    ("dossier", "citizen-cuong", "/ho-so", ["a[href^='/ho-so/H24']"]),
    ("switch", "citizen-cuong", "/vai-tro", []),
    ("queue-officer", "officer-thuynguyen", "/can-bo/hang-doi", []),
    (
        "case-officer",
        "officer-thuynguyen",
        "/can-bo/hang-doi",
        ["a[href^='/can-bo/ho-so/H24']"],
    ),
    ("cash", "cashier-hongbang", "/can-bo/hang-doi", ["a[href$='/thu-tien']"]),
    ("dashboard", "city-leader", "/lanh-dao", []),
    ("drill", "city-leader", "/lanh-dao/received", []),
    ("not-allowed", "citizen-an", "/lanh-dao", []),
]


@pytest.mark.parametrize(
    ("name", "account", "address", "links"), PAGES, ids=[entry[0] for entry in PAGES]
)
def test_page_is_sound(
    page: Page,
    look: Callable[[str], None],
    name: str,
    account: str,
    address: str,
    links: list[str],
) -> None:
    if account:
        page.goto("/dang-nhap")
        page.locator(f"button[value='{account}']").click()
    page.goto(address)
    for selector in links:
        page.locator(selector).first.click()

    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main")).to_have_count(1)
    look(name)


@pytest.mark.parametrize("theme", ["Tối", "Sáng"])
def test_theme_is_kept_and_sound(page: Page, look: Callable[[str], None], theme: str) -> None:
    page.goto("/thu-tuc/2.000635")
    page.get_by_role("button", name=theme).click()
    page.goto("/thu-tuc/2.000635")

    assert page.locator("html").get_attribute("data-theme") in {"dark", "light"}
    look(f"theme-{'dark' if theme == 'Tối' else 'light'}")


def test_paying_is_sound(page: Page, portal: Portal, look: Callable[[str], None]) -> None:
    citizen = HtmlDriver(portal.url).visitor("citizen-binh")
    answers = samples.extract_answers(copies=3)
    filed = citizen.file(samples.EXTRACT, agency="H24.21.22", answers=answers, papers={})
    page.goto("/dang-nhap")
    page.locator("button[value='citizen-binh']").click()

    page.goto(f"/ho-so/{filed.code}/thanh-toan")
    look("pay")
    page.get_by_label("Trực tuyến qua VNPAY").check()
    page.get_by_role("button", name="Tiếp tục").click()
    look("gateway-bank")
    page.locator(f"input[value='{BANK}']").check()
    page.get_by_role("button", name="Tiếp tục").click()
    for name, value in CARD.items():
        page.locator(f"input[name='{name}']").fill(value)
    look("gateway-card")
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("input[name='otp']").fill(OTP)
    page.get_by_role("button", name="Thanh toán").click()
    page.wait_for_url("**/thanh-toan/**")
    look("payment-result")

    expect(page.locator("h1")).to_have_count(1)
