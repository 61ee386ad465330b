"""Package files as the commands read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.catalogue.actions import SHIPPED
from procedures.definition import loader
from procedures.definition.verify import Facts
from procedures.registers import questions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from procedures.definition.package import Package


class Unreadable(Exception):
    """Why a file gives no package, in one line."""


def read(path: Path) -> tuple[str, Package]:
    """The text of a file and the package in it."""
    try:
        text = path.read_text(encoding="utf-8")
        return text, loader.load(text)
    except loader.PackageError as fault:
        where = f"{fault.place}: " if fault.place else ""
        raise Unreadable(f"{where}{fault.message}") from fault
    except UnicodeDecodeError as fault:
        raise Unreadable("không phải UTF-8") from fault
    except OSError as fault:
        raise Unreadable(fault.strerror or "không đọc được") from fault


def facts(paths: Iterable[Path]) -> Facts:
    """What packages may refer to: the registers, and the shipped and given procedures."""
    known: dict[str, Package] = {}
    for path in (*sorted(SHIPPED.glob("*.yaml")), *paths):
        try:
            _, package = read(path)
        except Unreadable:
            continue  # Its own verdict says why.
        known[package.code] = package
    names = (*questions.REGISTERS, *questions.QUESTIONS)
    return Facts(registers={name: questions.find(name) for name in names}, procedures=known)
