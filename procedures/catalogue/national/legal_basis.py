"""Which legal texts a row rests on: their numbers, and their names where both are certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from procedures.catalogue.national.reading import ABSENT, Doubt, Reading, doubt
from procedures.catalogue.national.superseded import SUPERSEDED

HEADER = "Tên văn bản pháp lýMã văn bản"
MOST_TEXTS = 400

_ORGAN = (
    "BNNPTNT|BNNMT|BNN|BTNMT|BGTVT|BTTTT|BKHCN|BKHĐT|BLĐTBXH|BVHTTDL|BGDĐT|BDTTG|BTC|BTP|BCA|BCT|"
    "BXD|BYT|BNV|BQP|BNG|NHNN|TTg|TTCP|VPCP|TANDTC|VKSNDTC|UBTVQH|UBDT|HĐTP|HĐND|UBND|CP"
)
NUMBER = re.compile(
    r"(\d[\d.]{0,11})([a-zđ]?)/((?:19|20)\d{2})/"
    rf"(?:((?:UBTVQH|QH)\d{{2}})|((?:TTLT|TT|NĐ|NQ|QĐ|CT|NQLT)(?:-(?:{_ORGAN})){{1,4}}))"
)
_BEFORE = re.compile(
    r"\b(?:(?:bộ luật|luật|nghị định|nghị quyết|thông tư liên tịch|thông tư|quyết định|pháp lệnh|"
    r"chỉ thị|nđ|tt|qđ|nq)(?:\ssố)?|số)[:\s]{0,4}$",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?:Bộ luật|Luật|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Pháp lệnh|"
    r"NĐ|TT|QĐ|NQ|Số)(?:\ssố)?[:\s]{0,4}$"
)
_YEAR = re.compile(r"(?:năm\s{1,2}|\d/\d{1,2}/)(?:19|20)\d{2}$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?:điều|khoản|điểm|mục|chương|phần|phụ lục|lần|thứ|kỳ|đoạn|và|từ|đến|của|\d)\s{1,3}$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:luật|bộ luật|nghị định|nghị quyết|thông tư|quyết định|pháp lệnh)?\s?(?:số)?[:\s]{0,2}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LegalText:
    """A legal text that the procedure rests on; `name` is "" where it could not be cut out."""

    number: str
    name: str = ""


def read(text: str) -> Reading[LegalText]:
    """The legal texts read for certain."""
    if text.strip() in ABSENT:
        return Reading()
    if not text.startswith(HEADER):
        return Reading(doubts=(doubt("legal_basis.no_table", text),))
    table = _Table(text[len(HEADER) :].rstrip())
    for at, found in enumerate(islice(NUMBER.finditer(table.text), MOST_TEXTS)):
        table.take(at, found)
    if table.text[table.start :].strip():
        table.doubts.append(doubt("legal_basis.unread", table.text[table.start :]))
    return Reading(tuple(table.values.values()), tuple(table.doubts))


@dataclass(slots=True)
class _Table:
    """The run of names and numbers while it is being cut."""

    text: str
    values: dict[str, LegalText] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    start: int = 0  # where the name of the next text begins
    sure: bool = True  # whether it does so for certain

    def take(self, at: int, found: re.Match[str]) -> None:
        """Judge one number: a legal text's own, one within a name, or not to be told."""
        number, name_end, code = _number(self.text, found)
        ends = _ends_cell(self.text, found.end(), number)
        if ends is None:
            return
        around = self.text[max(0, found.start() - 120) : found.end() + 30]
        if not ends or code:
            self.doubts.append(doubt(code or "legal_basis.boundary", around, at=at))
        else:
            name = _name(self.text[self.start : name_end]) if self.sure else ""
            self.values.setdefault(number, LegalText(number, name))
            if not name:
                self.doubts.append(doubt("legal_basis.name", around, at=at))
            if number in SUPERSEDED:
                told = f"{number} → {SUPERSEDED[number]}"
                self.doubts.append(doubt("legal_basis.superseded", told, at=at))
        self.sure = ends
        if ends:
            self.start = found.end()


def _number(table: str, found: re.Match[str]) -> tuple[str, int, str]:
    """The number, where the name before it ends, and the doubt about its first digit if any."""
    digits, rest = found[1], found[0][len(found[1]) :]
    before = table[max(0, found.start() - 30) : found.start()]
    year = _YEAR.search(before + digits[:4])
    if year and len(digits) > 4:
        cut = found.start() + 4
        return digits[4:] + rest, cut, ""
    long = len(digits.partition(".")[0]) > 3
    code = "legal_basis.run_together" if long or _ORDINAL.search(before) else ""
    return found[0], found.start(), code


def _ends_cell(table: str, end: int, number: str) -> bool | None:
    """Whether a number ends its cell: yes, perhaps, or (None) that it stands within a name."""
    after = table[end : end + 1]
    if not after:
        return True
    again = _AGAIN.match(table, end)
    if again and table.startswith(number, again.end()):
        return None
    if after.isspace():
        following = table[end : end + 40].lstrip()[:1]
        return None if following.islower() or not following.isalpha() else False
    if after in ",.;:)-–/”\"'":
        return None
    following_number = NUMBER.match(table, end)
    if following_number is None:
        return True
    # "54/2024/QH15" "193/2025/NĐ-CP" "193/2025/NĐ-CP": the next text is named by its number.
    return table.startswith(following_number[0], following_number.end())


def _name(text: str) -> str:
    """The name before a number; "" where words of the number's own cell may be in it."""
    glued = _GLUED.search(text)
    if glued and glued.start() and not text[glued.start() - 1].isspace():
        # "…chăn nuôiLuật số ": the capital that no space parts begins the number's own cell.
        return " ".join(text[: glued.start()].split()).rstrip(" ;,.")
    return "" if _BEFORE.search(text) else " ".join(text.split()).rstrip(" ;,.")
