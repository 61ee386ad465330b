"""The source tree, as the architecture tests read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "procedures", "payments", "tracking", "frontend")
_LEFT_OUT = {"node_modules", "__pycache__", "migrations", ".venv"}


def files(*folders: str, suffix: str) -> Iterator[Path]:
    """The files below `folders` that are ours to judge."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if not _LEFT_OUT & set(path.relative_to(ROOT).parts):
                yield path


def name(path: Path) -> str:
    """The path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()
