"""The city's working calendars: versions in the database, frozen once published.

Read with `current` (at most a minute old) and `of` (the version that a dossier keeps); write with
`portal.core.calendars.actions`. What a calendar *is* stands in `portal.core.worktime`; a portal
whose table is empty works by the calendar that ships there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.core.calendars.selectors import current, forget, of, remember

__all__ = ["current", "forget", "of", "remember"]


def __getattr__(name: str) -> Any:
    """Load on first use: Django imports this package before its models may be loaded."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.selectors"), name)
