"""What must be handed in: names and numbers of papers, cut out of one run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from procedures.catalogue.national.papers_judged import Cell, fault
from procedures.catalogue.national.reading import ABSENT, Doubt, Reading, doubt
from procedures.catalogue.national.templates import split_template

HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
MOST_CELLS = 2000

_COUNT = re.compile(r"(\d{1,12})\sbản chính(?:,\s?(\d{1,4})\sbản sao)?")
_DASHES = re.compile(r"-{0,20}")
_YEAR = re.compile(r"(?:năm\s|[/-])((?:19|20)\d{2})(\d)")
_IF_ANY = re.compile(r"\((?:nếu|khi)\scó\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that the row asks for."""

    group: str  # the heading of its table: a case, or ""
    name: str
    originals: int
    copies: int
    if_any: bool = False  # "(nếu có)"
    template: str = ""  # the file name of its form


def read(text: str) -> Reading[Paper]:
    """The papers read for certain."""
    if text.strip() in ABSENT or _DASHES.fullmatch(text.strip()):
        return Reading()
    blocks = text.split(HEADER)
    if len(blocks) == 1:
        return Reading(doubts=(doubt("papers.no_table", text),))
    group = _heading(blocks[0])
    values: list[Paper] = []
    doubts: list[Doubt] = []
    for at, block in enumerate(blocks[1:], start=1):
        cells, rest = _cells(block, group, len(values) + len(doubts))
        for cell in cells:
            code = fault(cell)
            if code:
                doubts.append(doubt(code, cell.text, at=cell.at))
            else:
                values.append(_paper(cell))
        if not cells:
            doubts.append(doubt("papers.no_rows", group + block))
        group = _heading(rest)
        if at == len(blocks) - 1 and not _DASHES.fullmatch(rest.strip()) and cells:
            doubts.append(doubt("papers.trailing", rest))
    return Reading(tuple(values), tuple(doubts))


def _heading(text: str) -> str:
    """The heading of a table; dashes stand for none."""
    return "" if _DASHES.fullmatch(text.strip()) else " ".join(text.split())[:500]


def _cells(block: str, group: str, first: int) -> tuple[list[Cell], str]:
    """The cells of one table, and what follows its last number of copies."""
    cells: list[Cell] = []
    start, unsure = 0, False
    for count in _COUNT.finditer(block):
        before = block[count.start() - 1] if count.start() else " "
        after = block[count.end() : count.end() + 1]
        loose = before.isspace() or before == "("
        if not _starts_cell(after) and (loose or after.isspace() or after in {")", ",", ";"}):
            # Within prose: "(01 bản chính)"; run together with a name before it, it may be either.
            unsure |= not loose and count.start() > start
            continue
        cell = _cell(block[start : count.start()], count, group, first + len(cells))
        cells.append(replace(cell, bounded=not (unsure or loose)))
        start, unsure = count.end(), False
        if len(cells) >= MOST_CELLS:
            break
    return cells, block[start:]


def _starts_cell(after: str) -> bool:
    return not after or after.isupper() or after in {"-", "+", "*", "•"}


def _cell(text: str, count: re.Match[str], group: str, at: int) -> Cell:
    """One cell with its numbers; what they are run together with goes back to the name."""
    digits = originals = count[1]
    if len(digits) > 1:
        year = _YEAR.fullmatch(text[-4:] + digits) or _YEAR.fullmatch(text[-1:] + digits)
        if year:
            text, originals = text + year[1], year[2]
    name, template, template_sure = split_template(text)
    return Cell(
        at=at,
        group=group,
        text=text + digits if originals == digits and len(digits) > 1 else text,
        name=name,
        template=template,
        template_sure=template_sure,
        originals=int(originals),
        copies=int(count[2] or 0),
        run_together=len(originals) > 1,
        bounded=True,
    )


def _paper(cell: Cell) -> Paper:
    """A cell that nothing speaks against."""
    return Paper(
        group=cell.group,
        name=cell.name,
        originals=cell.originals,
        copies=cell.copies,
        if_any=bool(_IF_ANY.search(cell.name)),
        template=cell.template,
    )
