"""What a reader gives back: values that are certain, and doubts that say where and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from procedures.catalogue.national.why import WHY

ABSENT = ("", "Không có thông tin")
EXCERPT = 300
# Capitals for a regular expression: a range from À to Ỹ would hold small letters too.
CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that the row does not say for certain."""

    code: str
    place: str  # the fact, and which of its cells: "fees[2]"
    excerpt: str
    why: str

    def as_dict(self) -> dict[str, str]:
        """The doubt as it is stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """Values read for certain, in the order of the row, beside what stayed doubtful."""

    values: tuple[T, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def doubt(code: str, excerpt: str, *, at: int | None = None, place: str = "") -> Doubt:
    """Doubt a cell of the fact that the code's first word names."""
    fact = place or code.partition(".")[0]
    return Doubt(code, fact if at is None else f"{fact}[{at}]", shortened(excerpt), WHY[code])


def shortened(text: str) -> str:
    """At most an excerpt's length of a text, on one line."""
    line = " ".join(text[: EXCERPT * 4].split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"
