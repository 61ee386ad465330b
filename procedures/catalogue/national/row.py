"""One row of the national catalogue, whole: what was read, what was doubtful."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from procedures.catalogue.national import (
    agencies,
    channels,
    fees,
    identity,
    legal_basis,
    papers,
    results,
    rows,
    times,
)
from procedures.catalogue.national.reading import ABSENT, Doubt, Reading, doubt

# Goes up when a reader changes, so that rows that did not change are read again.
READER = 1
FACTS = (
    "identity",
    "audiences",
    "agencies",
    "channels",
    "times",
    "fees",
    "papers",
    "legal_basis",
    "results",
)
CERTAIN, DOUBTFUL, ABSENT_STATE = "certain", "doubtful", "absent"
LONGEST_CELL = 200_000
LONGEST_QUOTE = 30_000
MOST_DOUBTS = 400

# Soft hyphens, zero-width and direction marks: invisible, and between words that should match.
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadRow(ValueError):
    """A line is no row of the catalogue."""


@dataclass(frozen=True, slots=True)
class EntryReading:
    """Everything read from one row."""

    code: str
    name: str
    field: str
    decision: str
    source_url: str
    facts: dict[str, Any]
    states: dict[str, str]
    doubts: tuple[Doubt, ...] = ()

    @property
    def other_procedure(self) -> bool:
        """Whether the row holds the page of another procedure."""
        return any(one.code == "row.other_procedure" for one in self.doubts)


def row_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 of the row's canonical JSON."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def code_of(values: object) -> str:
    """The row's code; `BadRow` when there is none."""
    if not isinstance(values, dict):
        raise BadRow("không phải một nhóm khóa và giá trị")
    code = values.get("ma_thu_tuc")
    if not isinstance(code, str) or not identity.CODE.fullmatch(code.strip()):
        raise BadRow("không có mã thủ tục dạng 0.000000 ở khóa “ma_thu_tuc”")
    return code.strip()


def read_row(values: Mapping[str, Any]) -> EntryReading:
    """Read every fact of a row; what cannot be read for certain becomes a doubt."""
    code = code_of(values)
    cells, doubts = _cells(values)
    other = identity.page_of_another(code, cells["raw_text"])
    if other:
        told = f"Mã trong dòng: {code}; mã trên trang: {other}"
        doubts.append(doubt("row.other_procedure", told))
        return EntryReading(code, "", "", "", "", {}, dict.fromkeys(FACTS, DOUBTFUL), tuple(doubts))
    named = identity.read(cells["ten_thu_tuc"], cells["linh_vuc"], cells["so_quyet_dinh"])
    read = _facts(cells)
    for one in (named, *read.values()):
        doubts += one.doubts
    quotes = _quotes(cells, doubts)
    who = named.values[0]
    return EntryReading(
        code=code,
        name=who.name,
        field=who.field,
        decision=who.decision,
        source_url=_address(cells["detail_url"]),
        facts={name: _plain(one.values) for name, one in read.items()} | quotes,
        states={"identity": _state(named)} | {name: _state(one) for name, one in read.items()},
        doubts=tuple(doubts[:MOST_DOUBTS]),
    )


def _facts(cells: dict[str, str]) -> dict[str, Reading[Any]]:
    """Each fact by its own reader."""
    table = rows.table(cells["cach_thuc_thuc_hien"])
    basis = legal_basis.read(cells["can_cu_phap_ly"])
    numbers = [one.number for one in basis.values]
    return {
        "audiences": identity.audiences(cells["doi_tuong_thuc_hien"]),
        "agencies": agencies.read(
            cells["cap_thuc_hien"], cells["co_quan_thuc_hien"], cells["co_quan_co_tham_quyen"]
        ),
        "channels": channels.read(table),
        "times": times.read(table.values, numbers),
        "fees": fees.read(
            table.values, steps=cells["trinh_tu_thuc_hien"], basis=cells["can_cu_phap_ly"]
        ),
        "papers": papers.read(cells["thanh_phan_ho_so"]),
        "legal_basis": basis,
        "results": results.read(cells["ket_qua_xu_ly"]),
    }


_KEYS = (
    "ten_thu_tuc",
    "so_quyet_dinh",
    "cap_thuc_hien",
    "linh_vuc",
    "doi_tuong_thuc_hien",
    "co_quan_co_tham_quyen",
    "co_quan_thuc_hien",
    "trinh_tu_thuc_hien",
    "cach_thuc_thuc_hien",
    "thanh_phan_ho_so",
    "can_cu_phap_ly",
    "yeu_cau_dieu_kien",
    "ket_qua_xu_ly",
    "detail_url",
    "raw_text",
)


def _cells(values: Mapping[str, Any]) -> tuple[dict[str, str], list[Doubt]]:
    """The cells that are read, as clean text of bounded length."""
    cells: dict[str, str] = {}
    doubts: list[Doubt] = []
    for key in _KEYS:
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            doubts.append(doubt("row.not_text", f"{key}: {str(value)[:100]}"))
        text = value if isinstance(value, str) else ""
        if len(text) > LONGEST_CELL:
            if key != "raw_text":
                doubts.append(doubt("row.too_long", f"{key}: {len(text)}"))
            text = text[:LONGEST_CELL]
        cells[key] = _clean(text)
    return cells, doubts


def _clean(text: str) -> str:
    """One composed form, no invisible marks, plain spaces."""
    bare = _CONTROL.sub("", _INVISIBLE.sub("", text)).replace("\xa0", " ")
    return unicodedata.normalize("NFC", bare.encode("utf-8", "replace").decode()).strip()


def _quotes(cells: dict[str, str], doubts: list[Doubt]) -> dict[str, str]:
    """Texts that are shown as quotations; a following cell out of place may have cut the steps."""
    steps, conditions = cells["trinh_tu_thuc_hien"], cells["yeu_cau_dieu_kien"]
    if any(one.code == "papers.no_table" for one in doubts):
        doubts.append(doubt("steps.cut", steps[-300:]))
        steps = ""
    return {
        "steps": "" if steps in ABSENT else steps[:LONGEST_QUOTE],
        "conditions": "" if conditions in ABSENT else conditions[:LONGEST_QUOTE],
    }


def _address(url: str) -> str:
    """The page of the national portal; nothing else is linked to."""
    return url if url.startswith("https://dichvucong.gov.vn/") and len(url) < 300 else ""


def _plain(values: tuple[Any, ...]) -> list[Any]:
    return [one if isinstance(one, str) else asdict(one) for one in values]


def _state(reading: Reading[Any]) -> str:
    if reading.doubts:
        return DOUBTFUL
    return CERTAIN if reading.values else ABSENT_STATE
