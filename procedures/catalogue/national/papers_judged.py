"""What makes a cell of the papers' table doubtful."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_NAME = 600
MOST_COPIES = 20

_NOTE = re.compile(
    r"trường hợp|đối với|nếu\b|lưu ý|ghi chú|số lượng|người |thực hiện theo|theo quy định|không |"
    r"khi |việc |nội dung |cá nhân |tổ chức |cơ quan |công dân |riêng |ngoài |hồ sơ nộp|nộp |"
    r"xuất trình|gửi |bản sao phải|các trường hợp|căn cứ |tùy |đồng thời|"
    r"trong thời hạn|trong trường hợp",
    re.IGNORECASE,
)
_CONDITION_WITHIN = re.compile(
    r"[;.,:(]\s{0,3}(?:nếu\b(?!\scó\s?\))|(?:đối với |trong )?trường hợp\b)", re.IGNORECASE
)
_HEADING = re.compile(
    r"(?:[ivx]{1,4}|\d{1,2}|[a-zđ])?[.)]?\s?(?:thành phần hồ sơ|hồ sơ(?: đề nghị[^:]{0,80})?"
    r"(?: bao)? gồm|giấy tờ phải (?:nộp|xuất trình)|các giấy tờ sau|hồ sơ gồm)\b[^.;]{0,60}:?",
    re.IGNORECASE,
)
_COPY_FIRST = re.compile(r"bản (?:sao|chụp|photo)\b", re.IGNORECASE)
_ORIGINAL_FIRST = re.compile(r"bản (?:chính|gốc)\b", re.IGNORECASE)
_EITHER = re.compile(
    r"(?:bản\s)?(?:chính|gốc)\s{0,2}(?:hoặc|/|,)\s{0,2}(?:nộp\s)?bản\s(?:sao|chụp)|"
    r"bản sao[^.;]{0,60}hoặc[^.;]{0,60}bản (?:chính|gốc)|hoặc bản sao|bản chính để đối chiếu",
    re.IGNORECASE,
)
_COPY_SAID = re.compile(r"\(\s?(?:\d{1,2}\s)?bản sao", re.IGNORECASE)
_ORIGINAL_SAID = re.compile(r"\(\s?(?:\d{1,2}\s)?bản (?:chính|gốc)", re.IGNORECASE)
_ENUMERATED = re.compile(r"(?:^|[\s;.:])(?:[a-hđ]|[1-9])\)\s|\n\s{0,5}[-+*•]\s?|;\s{0,3}[-+]\s")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: a name with its numbers, and how sure its borders are."""

    at: int
    group: str
    text: str
    name: str
    template: str
    template_sure: bool
    originals: int
    copies: int
    run_together: bool
    bounded: bool


def fault(cell: Cell) -> str:
    """The code of what makes a cell doubtful; "" when it is a paper for certain."""
    return _borders(cell) or _meaning(cell) or _kinds(cell)


def _borders(cell: Cell) -> str:
    """Doubts about where the cell begins and ends."""
    if cell.run_together:
        return "papers.count_run_together"
    if not cell.bounded:
        return "papers.boundary"
    if not cell.name:
        return "papers.no_name"
    return ""


def _meaning(cell: Cell) -> str:
    """Doubts about whether it is one paper at all."""
    if len(cell.name) > LONGEST_NAME:
        return "papers.too_long"
    if _HEADING.fullmatch(cell.name) or cell.name.endswith(":"):
        return "papers.heading"
    none = cell.originals == cell.copies == 0
    if _NOTE.match(cell.name):
        return "papers.note" if none else "papers.condition"
    if none:
        return "papers.zero"
    if _CONDITION_WITHIN.search(cell.name):
        return "papers.condition_within"
    if len(_ENUMERATED.findall(cell.text)) > 1:
        return "papers.several_in_one"
    if max(cell.originals, cell.copies) > MOST_COPIES:
        return "papers.too_many"
    return "" if cell.template_sure else "papers.template_run_together"


def _kinds(cell: Cell) -> str:
    """Doubts about original or copy."""
    if _EITHER.search(cell.name):
        return "papers.either_kind"
    copy = _COPY_FIRST.match(cell.name) or _COPY_SAID.search(cell.name)
    original = _ORIGINAL_FIRST.match(cell.name) or _ORIGINAL_SAID.search(cell.name)
    if (copy and not cell.copies) or (original and not cell.originals):
        return "papers.kind_differs"
    if (copy and not original and cell.originals) or (original and not copy and cell.copies):
        return "papers.kind_differs"
    return ""
