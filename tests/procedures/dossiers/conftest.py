"""A Monday morning at the one-stop desk of phường Hồng Bàng."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import dossiers as factory

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@pytest.fixture
def monday(db: None, clock_at: Callable[[str], datetime]) -> datetime:
    """Load the portal and stop the clock on Monday, 23 November 2026, at 9:00."""
    moment = clock_at("2026-11-23T09:00")
    factory.the_portal()
    return moment
