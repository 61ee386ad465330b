"""What it costs, per way to file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from procedures.catalogue.national.reading import Doubt, Reading, doubt
from procedures.catalogue.national.rows import Row

SMALLEST = 1000  # đồng; nothing costs less, so the zeros were lost

_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3}){0,4}")
_MONEY = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,12})\s{0,2}"
    r"(đồng|đ\b|vnđ|vnd|việt nam đồng|usd|đô la)",
    re.IGNORECASE,
)
_LOOSE_MONEY = re.compile(r"\d\s{0,2}(?:nghìn|ngàn|triệu|tỷ)\b|\d\s{0,2}%", re.IGNORECASE)
_PER = re.compile(r"\s{0,2}/\s{0,2}(?:0?1\s{1,2})?([^\W\d_][\w -]{0,40})")
_ONLY_PER = re.compile(r"(?:đồng)?\s{0,2}/\s{0,2}(?:0?1\s{1,2})?([^\W\d_][\w -]{0,40})\.?")
_COUNCIL = re.compile(r"hội đồng nhân dân|hđnd", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:từ|đến|hết|sau|trước)\s{1,2}(?:hết\s{1,2})?(?:ngày\s{1,2})?\d{1,2}\s?[/-]\s?\d{1,2}|"
    r"(?:đến|hết)\s{1,2}(?:hết\s{1,2})?(?:ngày|năm|tháng)\s",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(
    r"hội đồng nhân dân|hđnd|miễn|giảm|trường hợp|đối với|nếu\b|tối đa|tối thiểu|quy định|biểu|"
    r"mức thu|áp dụng|%",
    re.IGNORECASE,
)
# Words that hold "phí" and are no fee of the procedure.
_NO_FEE = re.compile(
    r"miễn phí|(?:không|chưa)\s(?:phải\s)?(?:thu|nộp|trả|có|mất|quy định|yêu cầu)\s(?:lệ\s?)?phí"
    r"(?:,?\s(?:và\s)?lệ phí)?|phí (?:dịch vụ )?(?:chuyển phát|bưu chính|chuyển trả)|kinh phí|"
    r"chi phí|học phí|viện phí|lãng phí|án phí",
    re.IGNORECASE,
)
_FEE = re.compile(r"\bphí\b|mức thu", re.IGNORECASE)
_PAYING = re.compile(
    r"lệ phí|(?:nộp|thu|đóng|trả|mức)\s(?:các khoản\s)?phí|phí thẩm định", re.IGNORECASE
)
_NOTHING = re.compile(
    r"[\s(\-+.:]{0,10}(?:không(?:\s(?:có|thu|quy định|mất|phải nộp))?"
    r"(?:\s(?:phí|lệ phí|thu))?(?:,?\s(?:và\s)?lệ phí)?(?:\sphí)?|miễn phí)?[\s).;]{0,10}",
    re.IGNORECASE,
)
_KIND = re.compile(r"[\s(\-+*.]{0,8}(lệ phí|phí)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fee:
    """What the row states as the price of one way to file; `amount` 0 is free of charge."""

    channel: str
    amount: int
    currency: str = "VND"
    per: str = ""
    kind: str = ""  # "phi" or "le_phi" where the note says which


def read(rows: Iterable[Row], *, steps: str = "", basis: str = "") -> Reading[Fee]:
    """The fees read for certain; the steps and the legal basis must not speak against them."""
    by_channel: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row)
    values: list[Fee] = []
    doubts: list[Doubt] = []
    for group in by_channel.values():
        if len({(row.fee, row.amount, row.currency) for row in group}) > 1:
            doubts += [doubt("fees.several_rows", row.cells, at=row.at) for row in group]
            continue
        wrong = next(((code, row) for row in group if (code := _fault(row))), None)
        if wrong:
            doubts.append(doubt(wrong[0], wrong[1].cells, at=wrong[1].at))
        elif group[0].fee:
            values.append(_fee(group[0]))
    against = _spoken_against(values, steps, basis)
    if against:
        return Reading(tuple(fee for fee in values if fee.amount), (*doubts, against))
    return Reading(tuple(values), tuple(doubts))


def _fault(row: Row) -> str:
    """The code of what makes the fee of a row doubtful; "" when it is certain or absent."""
    told = f"{row.note}\n{row.description}"
    if row.joined:
        return "fees.run_together"
    if row.note_open:
        return "fees.note_open"
    if not row.fee:
        return "fees.only_in_text" if _MONEY.search(told) else ""
    return _free_fault(row, told) if row.fee == "free" else _amount_fault(row, told)


def _free_fault(row: Row, told: str) -> str:
    """What speaks against “Miễn phí” in the row itself."""
    if _COUNCIL.search(told):
        return "fees.free_but_council"
    if row.note and not _NOTHING.fullmatch(row.note):
        return "fees.free_but_period" if _PERIOD.search(row.note) else "fees.free_but_note"
    if _MONEY.search(told) or _FEE.search(_NO_FEE.sub("", row.description)):
        return "fees.free_but_note"
    return ""


def _amount_fault(row: Row, told: str) -> str:
    """What makes an amount doubtful."""
    if not _AMOUNT.fullmatch(row.amount):
        return "fees.malformed"
    amount = int(row.amount.replace(",", ""))
    foreign = _foreign(row.currency)
    if amount == 0:
        return "fees.zero"
    if not foreign and amount < SMALLEST:
        return "fees.too_small"
    mentioned = _mentioned(told)
    if mentioned - {(amount, foreign)} or _LOOSE_MONEY.search(told):
        return "fees.note_differs"
    if foreign and not mentioned:
        return "fees.currency"
    if _PERIOD.search(row.note) or _CONDITIONS.search(row.note):
        return "fees.note_conditions"
    if row.note and not mentioned and not _ONLY_PER.fullmatch(row.note):
        return "fees.case_only"
    return ""


def _fee(row: Row) -> Fee:
    """The fee of a row that nothing speaks against."""
    if row.fee == "free":
        return Fee(row.channel, 0)
    kinds = {found.lower() for found in _KIND.findall(row.note)}
    return Fee(
        channel=row.channel,
        amount=int(row.amount.replace(",", "")),
        currency="USD" if _foreign(row.currency) else "VND",
        per=_per(row.note),
        kind={"phí": "phi", "lệ phí": "le_phi"}.get(next(iter(kinds), "")) or "",
    )


def _per(note: str) -> str:
    """What one pays for ("lần", "giấy"), where the note says nothing else."""
    alone = _ONLY_PER.fullmatch(note)
    if alone:
        return alone[1].strip()
    money = _MONEY.search(note)
    per = _PER.match(note, money.end()) if money else None
    return per[1].strip() if per else ""


def _mentioned(text: str) -> set[tuple[int, bool]]:
    """The amounts that a text speaks of, each with whether it is foreign money."""
    return {
        (int(re.sub(r"[.,]", "", told[1])), _foreign(told[2])) for told in _MONEY.finditer(text)
    }


def _foreign(currency: str) -> bool:
    return currency.lower() in {"usd", "đô la", "eur", "euro"}


def _spoken_against(values: list[Fee], steps: str, basis: str) -> Doubt | None:
    """Free of charge, while the row rests on a law about fees or tells when one pays."""
    if not any(fee.amount == 0 for fee in values):
        return None
    law = _FEE.search(_NO_FEE.sub("", basis))
    if law:
        return doubt("fees.free_but_basis", basis[max(0, law.start() - 100) : law.end() + 100])
    cleaned = _NO_FEE.sub("", steps)
    paying = _PAYING.search(cleaned)
    if paying:
        excerpt = cleaned[max(0, paying.start() - 100) : paying.end() + 100]
        return doubt("fees.free_but_steps", excerpt)
    return None
