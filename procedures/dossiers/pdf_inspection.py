"""What a PDF holds, found without anything of the portal; also a program of its own.

As a program (`python -I pdf_inspection.py < file.pdf`) it bounds its own memory and processor time
before it opens the file, and writes the verdict's name; an end without one means that the file
wanted more than any honest one does. The limits stand in a child because qpdf inflates
streams of objects by itself, and because no thread can be bounded alone.
"""

from __future__ import annotations

import io
import re
import resource
import sys
from enum import Enum
from typing import Any

import pikepdf
from pikepdf import settings

MAX_PAGES = 300
MAX_OBJECTS = 50_000
MEMORY = 512 * 1024 * 1024
INFLATED = 64 * 1024 * 1024  # of one stream of objects
SECONDS = 5
_UNREAD = "error decoding stream data"  # as qpdf puts it
_OBJECT = re.compile(rb"(?<!end)obj\b")
_ACTIVE = frozenset(
    {
        "/JavaScript",
        "/JS",
        "/Launch",
        "/EmbeddedFiles",
        "/EF",
        "/RichMedia",
        "/XFA",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
    }
)


class Verdict(Enum):
    """What was found."""

    GOOD = "good"
    BROKEN = "broken"
    LOCKED = "locked"
    PAGES = "pages"
    HEAVY = "heavy"
    ACTIVE = "active"


def inspect(content: bytes) -> Verdict:
    """Open the document and look at each of its objects, unless they are too many."""
    if sum(1 for _ in _OBJECT.finditer(content)) > MAX_OBJECTS:
        return Verdict.HEAVY
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return _judge(document)
    except pikepdf.PasswordError:
        return Verdict.LOCKED
    except MemoryError:
        return Verdict.HEAVY
    except (pikepdf.PdfError, TypeError, ValueError, RecursionError):
        return Verdict.BROKEN


def _judge(document: pikepdf.Pdf) -> Verdict:
    # The trailer says how many objects there may be before any of them is read.
    if int(document.trailer.get("/Size", 0)) > MAX_OBJECTS or len(document.objects) > MAX_OBJECTS:
        return Verdict.HEAVY
    if any(_UNREAD in warning for warning in document.get_warnings()):
        # Only streams of objects were inflated so far: what could not be read may hide anything.
        return Verdict.HEAVY
    if not 0 < len(document.pages) <= MAX_PAGES:
        return Verdict.PAGES
    return Verdict.ACTIVE if any(map(_is_active, document.objects)) else Verdict.GOOD


def _is_active(item: Any) -> bool:
    """Judge one object and what lies directly inside it; what it refers to is judged by itself."""
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(item.keys())
        if keys & _ACTIVE or str(item.get("/S", "")) in _ACTIVE:
            return True
        inside = [item.get(key) for key in keys]
    else:
        inside = list(item) if isinstance(item, pikepdf.Array) else []
    return any(
        _is_active(child)
        for child in inside
        if isinstance(child, pikepdf.Object) and not child.is_indirect
    )


def main() -> None:
    """Judge the file on standard input within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    settings.set_qpdf_limits(flate_max_memory=INFLATED)
    sys.stdout.write(inspect(sys.stdin.buffer.read()).value)


if __name__ == "__main__":
    main()
