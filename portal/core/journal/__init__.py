"""The journal: one append-only table of everything that happened, written inside transactions.

Write with `record`; learn of other rooms' facts with `reader`. Names are dotted facts
(`dossier.accepted`); subject, actor, agency and procedure are plain codes; `data` holds ids and
codes only, never a name, a personal number or an answer, so that erasure breaks no hash.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.core.journal.readers import reader
    from portal.core.journal.writing import digest, event, record

__all__ = ["digest", "event", "reader", "record"]

_HOMES = {"digest": "writing", "event": "writing", "reader": "readers", "record": "writing"}


def __getattr__(name: str) -> Any:
    """Load on first use: Django imports this package before its models may be loaded."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
