"""Reading the environment: a value that cannot be used stops the start in one sentence."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import environ

from portal.core import clock

if TYPE_CHECKING:
    from pathlib import Path
    from urllib.parse import SplitResult

env = environ.Env()
Number = TypeVar("Number", int, float)


def demand(fine: object, sentence: str) -> None:
    """Stop the start, in one line, unless `fine`."""
    if not fine:
        raise SystemExit(f"The portal does not start: {sentence}")


def text(name: str) -> str:
    """Read a variable without the blanks around it; "" when absent."""
    value: str = env.str(name, "")
    return value.strip()


def given(name: str, what: str) -> str:
    """Read a variable that has to be there."""
    value = text(name)
    demand(value, f"{name} is missing: set it to {what}.")
    return value


def flag(name: str) -> bool:
    """Read a yes-or-no variable, no when absent."""
    value = text(name).lower()
    demand(
        value in {"", "0", "1", "false", "no", "off", "on", "true", "yes"},
        f"{name} is neither true nor false.",
    )
    return value in {"1", "on", "true", "yes"}


def number(name: str, default: Number) -> Number:
    """Read a number of the default's kind."""
    value = text(name)
    try:
        return type(default)(value) if value else default
    except ValueError:
        raise SystemExit(f"The portal does not start: {name} is not a number: {value}") from None


def moment(name: str) -> str:
    """Read an ISO 8601 moment, as it was written; "" when absent."""
    value = text(name)
    try:
        clock.parse(value or "2026-01-01")
    except ValueError:
        sentence = f"{name} is not a moment like 2026-11-23T09:00: {value}"
        raise SystemExit(f"The portal does not start: {sentence}") from None
    return value


def pairs(name: str) -> dict[str, str]:
    """Read `one=this,other=that`; empty when absent."""
    found = {}
    for pair in text(name).split(",") if text(name) else []:
        key, _, value = (part.strip() for part in pair.partition("="))
        demand(key and value, f"{name} is not a list like one=this,other=that.")
        found[key] = value
    return found


def parts(name: str, address: str) -> SplitResult:
    """Take an address apart; its value is not repeated, it may hold a password."""
    try:
        found = urlsplit(address)
        sound = found.port != 0  # a malformed port is found only when it is asked for
    except ValueError:
        sound = False
    demand(sound, f"{name} is a malformed address: look at its host and its port.")
    return found


def writable(name: str, folder: Path) -> Path:
    """Make sure of a folder that can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sound = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        sound = False
    demand(sound, f"{name} names the folder {folder}, which cannot be made or written to.")
    return folder
