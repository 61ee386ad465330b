"""At which level and by whom a procedure is carried out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedures.catalogue.national.reading import ABSENT, CAPITALS, Doubt, Reading, doubt

LEVELS = {
    "Cấp bộ": "ministry",
    "Cấp tỉnh": "city",
    "Cấp xã": "commune",
    "Cơ quan khác": "other",
}
HOME = "Hải Phòng"
MOST_AGENCIES = 60

_ELSEWHERE = re.compile(
    rf"(?:[Tt]hành phố|TP\.?|[Tt]ỉnh)\s(?!{HOME})[{CAPITALS}][^\W\d_]{{1,12}}\s[{CAPITALS}]"
)
_ABOLISHED = re.compile(
    r"\b(?:cấp huyện|huyện|quận|thị xã|thị trấn|Bộ Giao thông vận tải|Bộ Tài nguyên và Môi trường|"
    r"Bộ NN và PTNT|Bộ Nông nghiệp và Phát triển nông thôn|Bộ Kế hoạch và Đầu tư|"
    r"Bộ Thông tin và Truyền thông|Bộ Lao động|Sở Giao thông vận tải|Sở Tài nguyên và Môi trường|"
    r"Sở Kế hoạch và Đầu tư|Sở Nông nghiệp và Phát triển nông thôn)\b",
    re.IGNORECASE,
)
_HIGH = re.compile(r"(?:bộ|cục|sở|ngân hàng nhà nước)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agencies:
    """Levels by code; names of those who carry it out, and of those who may decide."""

    levels: tuple[str, ...] = ()
    performing: tuple[str, ...] = ()
    competent: tuple[str, ...] = ()


def read(levels: str, performing: str, competent: str) -> Reading[Agencies]:
    """Levels and agencies read for certain."""
    doubts: list[Doubt] = []
    known = _levels(levels, doubts)
    carried = _names(performing, doubts, "agencies.performing")
    deciding = _names(competent, doubts, "agencies.competent")
    if known == ("commune",) and carried and all(_HIGH.match(name) for name in carried):
        doubts.append(doubt("agencies.level_differs", f"{levels}: {performing}"))
        carried = ()
    if not (known or carried or deciding):
        return Reading(doubts=tuple(doubts))
    return Reading((Agencies(known, carried, deciding),), tuple(doubts))


def _levels(text: str, doubts: list[Doubt]) -> tuple[str, ...]:
    """The codes of the levels."""
    found = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        if word in LEVELS:
            found.append(LEVELS[word])
        elif word not in ABSENT:
            doubts.append(doubt("agencies.level", word))
    return tuple(dict.fromkeys(found))


def _names(text: str, doubts: list[Doubt], place: str) -> tuple[str, ...]:
    """Names of agencies, without those that cannot be the city's."""
    if text.strip() in ABSENT:
        return ()
    pieces = _pieces(text)
    if any(piece.count("(") != piece.count(")") for piece in pieces) or not pieces[0][:1].isupper():
        doubts.append(doubt("agencies.broken", text, place=place))
        return ()
    sure = []
    for at, piece in enumerate(pieces):
        if _ELSEWHERE.search(piece):
            doubts.append(doubt("agencies.elsewhere", piece, at=at, place=place))
        elif _ABOLISHED.search(piece):
            doubts.append(doubt("agencies.abolished", piece, at=at, place=place))
        elif piece.rstrip("."):
            sure.append(piece.rstrip("."))
    return tuple(dict.fromkeys(sure))


def _pieces(text: str) -> list[str]:
    """The text cut at commas before capitals: "trật tự, xã hội" belongs to one name."""
    pieces: list[str] = []
    for piece in text.split(",", maxsplit=MOST_AGENCIES):
        word = piece.strip()
        if pieces and not word[:1].isupper():
            pieces[-1] = f"{pieces[-1]}, {word}"
        else:
            pieces.append(word)
    return pieces
