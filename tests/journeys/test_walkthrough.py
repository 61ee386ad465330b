"""The main job, by pages and by the API, in a portal of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from portal.walkthrough.api_driver import ApiDriver
from portal.walkthrough.html_driver import HtmlDriver
from portal.walkthrough.journey import EXPECTED_FIGURES, Journey
from portal.walkthrough.place import fresh_portal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("way_in", [HtmlDriver, ApiDriver], ids=["html", "api"])
def test_three_dossiers_come_to_their_results(
    way_in: type[HtmlDriver | ApiDriver], tmp_path: Path
) -> None:
    with fresh_portal(database_url=os.environ.get("DATABASE_URL", "")) as portal:
        journey = Journey(way_in(portal.url), tmp_path, lambda step: None)
        journey.run()

    assert {code: journey.figures[code] for code in EXPECTED_FIGURES} == EXPECTED_FIGURES
    kinds = sorted(path.name.partition("_")[2] for path in tmp_path.glob("*.pdf"))
    assert kinds == sorted(
        [
            *("mau_01.pdf", "ket_qua.pdf"),
            *("mau_01.pdf", "mau_02.pdf", "bien_lai.pdf", "ket_qua.pdf"),
            *("mau_01.pdf", "bien_lai.pdf", "ket_qua.pdf"),
        ]
    )
    for code in journey.codes.values():
        assert code in _text(tmp_path / f"{code}_mau_01.pdf")


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
