"""A real Chromium before the real processes: fixtures of the browser tests."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from portal.walkthrough.place import fresh_portal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from portal.processes import Portal

CASES = 40
WIDTHS = {"360": 740, "1280": 900}
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
GRAVE = {"serious", "critical"}
MOST_TABS = 150
IS_FOCUSED = "element => element === document.activeElement"


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """A seeded portal, its web process and its worker."""
    with fresh_portal(cases=CASES) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; CHROMIUM names it, else the system's own is found."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("No Chromium was found; name one with CHROMIUM=/path (bin/setup --test).")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A tab in a browser profile of its own, in Vietnamese."""
    context = browser.new_context(
        base_url=portal.url,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        # axe is put into the page, which the portal's own policy rightly forbids.
        bypass_csp=True,
    )
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    context.close()
    assert not complaints, complaints


@pytest.fixture
def look(page: Page) -> Callable[[str], None]:
    """`look("home")`: no grave finding of axe, no sideways scroll on a phone; keeps a picture."""

    def look(name: str) -> None:
        page.wait_for_load_state()
        focused = page.evaluate_handle("document.activeElement")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": int(width), "height": height})
            _demand_accessible(page, name)
            _demand_no_sideways_scroll(page, name)
            _keep_picture(page, f"{name}-{width}")
        focused.evaluate("element => element.focus()")

    return look


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    """The keyboard, and nothing else."""
    return Keyboard(page)


class Keyboard:
    """Moves by Tab, chooses by arrows and Space, presses Enter; never clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        for _ in range(MOST_TABS):
            if target.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def enter(self, target: Locator) -> None:
        """Go to a link or button, press Enter, wait for the next page."""
        self.to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, target: Locator) -> None:
        """Go to a link within the page and press Enter."""
        self.to(target)
        self.page.keyboard.press("Enter")

    def type(self, target: Locator, text: str) -> None:
        """Go to a field and put this text in place of what it holds."""
        self.to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, radio: Locator) -> None:
        """Choose one of a group of radio buttons: Tab to the group, arrows to the choice."""
        name = radio.get_attribute("name")
        for _ in range(MOST_TABS):
            if self.page.evaluate("document.activeElement.name") == name:
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {radio}")

    def check(self, box: Locator) -> None:
        """Tick a box."""
        self.to(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()


def _demand_accessible(page: Page, name: str) -> None:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    grave = [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
    assert not grave, f"axe on {name}: " + "\n".join(grave)


def _demand_no_sideways_scroll(page: Page, name: str) -> None:
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen, f"{name} is {wide} px wide in a window of {seen} px"


def _keep_picture(page: Page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        safe = re.sub(r"[^a-z0-9-]", "-", name)
        page.screenshot(path=target / f"{safe}.png", full_page=True)
