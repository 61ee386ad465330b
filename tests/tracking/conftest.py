"""What the tracking tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.core.jobs import running
from portal.core.journal import readers, sequencer

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def worker() -> Callable[[], None]:
    """Do what the worker does until nothing is left."""

    def work() -> None:
        while sequencer.sequence() + readers.dispatch() + running.drain():
            pass

    return work
