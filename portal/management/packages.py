"""Package files as the commands read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.definition import loader

if TYPE_CHECKING:
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
