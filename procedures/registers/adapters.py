"""Who answers for a register: the adapter that the settings name, or nobody."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from procedures.registers.questions import REGISTERS

if TYPE_CHECKING:
    from procedures.registers.port import Register


def is_named(register: str) -> bool:
    """Whether the settings name an adapter."""
    return bool(settings.REGISTER_ADAPTERS.get(register))


def adapter(register: str) -> Register:
    """Make the named adapter, once in a process."""
    return _made(settings.REGISTER_ADAPTERS[register])


def findings(**options: Any) -> list[checks.CheckMessage]:
    """Name the entries of `REGISTER_ADAPTERS` that no look-up could use (a system check)."""
    found: list[checks.CheckMessage] = []
    for register, path in settings.REGISTER_ADAPTERS.items():
        if register not in REGISTERS:
            sentence = f"REGISTER_ADAPTERS names {register!r}, which is no register."
            found.append(checks.Error(sentence, id="registers.E001"))
        try:
            import_string(path)
        except ImportError:
            sentence = f"REGISTER_ADAPTERS: {path!r} cannot be imported."
            found.append(checks.Error(sentence, id="registers.E002"))
    return found


@cache
def _made(path: str) -> Register:
    made: Register = import_string(path)()
    return made
