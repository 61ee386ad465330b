"""Which procedure a row is about, and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedures.catalogue.national.reading import ABSENT, Doubt, Reading, doubt

CODE = re.compile(r"[0-9]\.[0-9]{6}")
LONGEST_NAME = 600

# The portal's word for each of the catalogue's; "" where the portal has no word of its own.
AUDIENCES = {
    "Công dân Việt Nam": "citizen",
    "Người nước ngoài": "foreigner",
    "Người nước ngoài cư trú tại Việt Nam": "foreigner",
    "Người Việt Nam định cư ở nước ngoài": "",
    "Cán bộ, công chức, viên chức": "",
    "Đảng viên": "",
    "Doanh nghiệp": "enterprise",
    "Doanh nghiệp Việt Nam": "enterprise",
    "Doanh nghiệp có vốn đầu tư nước ngoài": "enterprise",
    "Hợp tác xã": "cooperative",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": "organisation",
    "Tổ chức nước ngoài": "organisation",
    "Tổ chức Đảng": "organisation",
}
_PAGE_CODE = re.compile(r"Mã thủ tục\s{0,3}([0-9]\.[0-9]{6})Số quyết định")
_PAGE_HEAD = 8000
_DECISION = re.compile(r"\d{1,5}[a-zđ]?/QĐ-[A-ZĐ][A-ZĐ0-9]{1,9}(?:-[A-Z0-9]{1,9}){0,3}")
_OLD_MINISTRY = re.compile(r"QĐ-(?:BGTVT|BTNMT|BNN|BNNPTNT|BKHĐT|BTTTT|BLĐTBXH)\b")
_TRIAL = re.compile(r"\b(?:demo|test|thử nghiệm phần mềm)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What names the procedure; what is doubtful of it is ""."""

    name: str
    field: str
    decision: str


def page_of_another(code: str, raw_text: str) -> str:
    """The code on the page that was fetched, where it is not the row's own."""
    found = _PAGE_CODE.search(raw_text[:_PAGE_HEAD])
    return found[1] if found and found[1] != code else ""


def read(name: str, field: str, decision: str) -> Reading[Identity]:
    """Name, field and decision."""
    doubts: list[Doubt] = []
    title = " ".join(name.split())
    if not title:
        doubts.append(doubt("identity.no_name", name))
    elif len(title) > LONGEST_NAME:
        doubts.append(doubt("identity.long_name", title))
    elif not (title[0].isupper() or title[0].isdigit() or title[0] in "“\"'("):
        doubts.append(doubt("identity.name_start", title))
    if _TRIAL.search(f"{title} {decision}"):
        doubts.append(doubt("identity.trial", f"{decision}: {title}"))
    if field in ABSENT:
        doubts.append(doubt("identity.no_field", field))
    number = decision.strip()
    if _OLD_MINISTRY.search(number):
        doubts.append(doubt("identity.old_ministry", number))
    if not _DECISION.fullmatch(number):
        doubts.append(doubt("identity.decision", number))
        number = ""
    shown = "" if field in ABSENT else " ".join(field.split())
    return Reading((Identity(title, shown, number),), tuple(doubts))


def audiences(text: str) -> Reading[str]:
    """For whom, in the catalogue's own words: each must be known, longest first."""
    rest = " ".join(text.split())
    if rest in ABSENT:
        return Reading()
    values: list[str] = []
    doubts: list[Doubt] = []
    while rest:
        known = next((word for word in _LONGEST_FIRST if _begins(rest, word)), "")
        word = known or rest.partition(", ")[0]
        if known:
            values.append(known)
        else:
            doubts.append(doubt("audiences.unknown", word))
        rest = rest[len(word) :].removeprefix(",").lstrip()
        if len(values) + len(doubts) > 2 * len(AUDIENCES):
            doubts.append(doubt("audiences.unknown", rest))
            break
    return Reading(tuple(dict.fromkeys(values)), tuple(doubts))


_LONGEST_FIRST = sorted(AUDIENCES, key=len, reverse=True)


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and text[len(word) : len(word) + 1] in {"", ","}
