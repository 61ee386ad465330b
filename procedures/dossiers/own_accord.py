"""How the portal acts of its own accord: through the one door, unless people were first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.core.errors import Refused
from procedures.dossiers.engine import fire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.accounts.actors import Actor

# What happened meanwhile has made the act needless.
_OVERTAKEN = frozenset({"wrong_moment", "stage"})


def fire_unless_overtaken(
    dossier: int, action: str, data: Mapping[str, Any] | None = None, *, actor: Actor
) -> None:
    """Act as the portal or as a system beside it; what has lost its object is left alone."""
    try:
        fire(dossier, action, actor=actor, data=data or {}, seen_version=None)
    except Refused as refused:
        if refused.code not in _OVERTAKEN:
            raise
