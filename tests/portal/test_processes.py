"""The processes of a demo, as the world meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from portal import processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address of a web process alone."""
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.local", "PORTAL_VAR": str(tmp_path)}
    portal = processes.Portal(processes.free_port(), {**settings, "DATABASE_URL": ""})
    portal._spawn("web", *processes._web_arguments(portal.port))
    try:
        portal.wait_until_served()
        yield portal.url
    finally:
        portal.stop()


def test_portal_itself_answers_addresses_of_eight_kilobytes(web: str) -> None:
    for length, status in ((8100, 200), (8300, 414)):
        answer = requests.get(f"{web}/healthz?x={'y' * length}", timeout=10)
        assert answer.status_code == status
