"""The main job, by pages and by the API, in a portal of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pypdfium2
import pytest

from portal.processes import ROOT
from portal.walkthrough.api_driver import ApiDriver
from portal.walkthrough.html_driver import HtmlDriver
from portal.walkthrough.journey import EXPECTED_FIGURES, Journey
from portal.walkthrough.place import fresh_portal, move_to

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("way_in", [HtmlDriver, ApiDriver], ids=["html", "api"])
def test_eight_dossiers_come_to_their_results(
    way_in: type[HtmlDriver | ApiDriver], tmp_path: Path
) -> None:
    with fresh_portal(database_url=os.environ.get("DATABASE_URL", "")) as portal:
        journey = Journey(way_in(portal.url), tmp_path, lambda step: None)
        journey.run(partial(move_to, portal))

    assert {code: journey.figures[code] for code in EXPECTED_FIGURES} == EXPECTED_FIGURES
    kinds = Counter(path.stem.partition("_")[2] for path in tmp_path.glob("*.pdf"))
    # A bundle has one receipt and no result of its own; each of its three legs has one.
    assert kinds == {
        "mau_01": 8,
        "mau_02": 1,
        "mau_04": 1,
        "bien_lai": 5,
        "ket_qua": 10,
    }
    for code in journey.codes.values():
        assert code in _text(tmp_path / f"{code}_mau_01.pdf")


def test_ctrl_c_ends_all_that_it_started(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.local"}
    environment |= {"TMPDIR": str(tmp_path), "PORTAL_VAR": str(tmp_path / "var")}
    walk = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "walkthrough"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert walk.stdout is not None
        first_step = walk.stdout.readline()
        children = Path(f"/proc/{walk.pid}/task/{walk.pid}/children").read_text().split()
        walk.send_signal(signal.SIGINT)
        _, complaints = walk.communicate(timeout=60)
    finally:
        walk.kill()
        walk.communicate()

    assert "✓" in first_step, complaints
    assert walk.returncode == 130
    assert complaints.splitlines()[-1] == "Đã dừng theo yêu cầu."
    assert len(children) == 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert not list(tmp_path.glob("portal-*"))


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
