"""The README's pictures, small and of the real pages.

`PICTURES=docs/images bin/test tests/browser/test_pictures.py` makes them anew.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1180, "height": 940}
PHONE = {"width": 390, "height": 760}
COLOURS = 96
MOST_BYTES = 90_000
# Picture, account, address, a link to follow, window, colour scheme.
PICTURES = [
    ("home", "", "/", "", DESKTOP, "light"),
    ("queue", "officer-thuynguyen", "/can-bo/hang-doi", "", DESKTOP, "light"),
    ("dashboard", "city-leader", "/lanh-dao", "", DESKTOP, "light"),
    ("dossier-phone", "citizen-cuong", "/ho-so", "a[href^='/ho-so/H24']", PHONE, "light"),
    ("timeline-phone", "citizen-cuong", "/ho-so", "a[href^='/ho-so/H24']", PHONE, "light"),
    ("procedure-phone-dark", "", "/thu-tuc/1.009454", "", PHONE, "dark"),
]


@pytest.mark.parametrize(
    ("name", "account", "address", "link", "window", "scheme"),
    PICTURES,
    ids=[entry[0] for entry in PICTURES],
)
def test_picture_is_small_and_not_empty(
    page: Page,
    tmp_path: Path,
    name: str,
    account: str,
    address: str,
    link: str,
    window: dict[str, int],
    scheme: str,
) -> None:
    page.set_viewport_size(window)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if account:
        page.goto("/dang-nhap")
        page.locator(f"button[value='{account}']").click()
    page.goto(address)
    if link:
        page.locator(link).first.click()
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    if name.startswith("timeline"):
        page.evaluate("document.querySelector('.app-timeline').scrollIntoView()")
    folder = Path(os.environ.get("PICTURES", str(tmp_path)))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.png"

    with Image.open(io.BytesIO(page.screenshot())) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(target, optimize=True)

    assert 5_000 < target.stat().st_size < MOST_BYTES
