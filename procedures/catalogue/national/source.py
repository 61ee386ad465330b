"""The file of the crawl: JSON, one row a line, plain or packed with xz."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from procedures.catalogue.national.row import BadRow, code_of, row_hash

LONGEST_LINE = 5_000_000  # bytes
MOST_LINES = 200_000
_XZ = b"\xfd7zXZ\x00"


class BadSource(ValueError):
    """The file is none that can be read; the text says why."""


@dataclass(slots=True)
class Scan:
    """What is known of a file before any row is written."""

    digest: str = ""
    rows: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)  # number of the line, why
    twice: set[str] = field(default_factory=set)  # codes that different rows claim


def scan(path: Path) -> Scan:
    """Read the whole file once: its hash, its bad lines, the codes that it lists twice."""
    found = Scan(digest=_digest(path))
    hashes: dict[str, str] = {}
    for number, line in _lines(path):
        try:
            values = _row(line)
            code = code_of(values)
        except BadRow as wrong:
            found.bad.append((number, str(wrong)))
            continue
        found.rows += 1
        if hashes.setdefault(code, row_hash(values)) != row_hash(values):
            found.twice.add(code)
    if not found.rows:
        raise BadSource("không có dòng nào của danh mục quốc gia (JSON, mỗi dòng một thủ tục).")
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows that can be read, in the order of the file."""
    for _, line in _lines(path):
        try:
            values = _row(line)
            code_of(values)
        except BadRow:
            continue
        yield values


def _row(line: bytes) -> dict[str, Any]:
    """A line as a row."""
    if len(line) > LONGEST_LINE:
        raise BadRow(f"dài quá {LONGEST_LINE // 1_000_000} MB")
    try:
        values: Any = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise BadRow("không phải JSON") from wrong
    if not isinstance(values, dict):
        raise BadRow("không phải một nhóm khóa và giá trị")
    return values


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered; a line that is too long is cut one byte above."""
    try:
        with _open(path) as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if number > MOST_LINES:
                    raise BadSource(f"có quá {MOST_LINES} dòng.")
                whole = line
                while not line.endswith(b"\n") and (line := file.readline(LONGEST_LINE)):
                    pass
                if whole.strip():
                    yield number, whole
    except (lzma.LZMAError, EOFError) as wrong:
        raise BadSource("tệp nén xz bị hỏng hoặc không trọn.") from wrong
    except OSError as wrong:
        raise BadSource(f"{wrong.strerror or 'không đọc được'}.") from wrong


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(len(_XZ)) == _XZ
    return lzma.open(path, "rb") if packed else path.open("rb")


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as wrong:
        raise BadSource(f"{wrong.strerror or 'không đọc được'}.") from wrong
