"""Amounts in whole đồng: for the eye and, on receipts, in words."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_LIMIT = 10**15


def format_vnd(amount: int) -> str:
    """150000 → "150.000 ₫" (with a no-break space)."""
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def in_words(amount: int) -> str:
    """Read an amount formally, zero groups included: "Một triệu không trăm linh một nghìn đồng"."""
    if not 0 <= amount < _LIMIT:
        raise ValueError("an amount in words lies between 0 and 10^15 - 1 đồng")
    words = _read(amount) if amount else _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _read(number: int) -> str:
    """Read a positive number; a billion (tỷ) starts the scale again."""
    billions, rest = divmod(number, 10**9)
    parts = [f"{_read(billions)} tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            full = bool(parts)
            parts.append(f"{_read_group(group, full=full)} {_SCALES[power]}".strip())
    return " ".join(parts)


def _read_group(group: int, *, full: bool) -> str:
    """Read up to three digits; `full` keeps the leading "không trăm"."""
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("linh")
    if units:
        words.append(_unit(tens, units))
    return " ".join(words)


def _unit(tens: int, units: int) -> str:
    """The last digit changes its name after tens: mốt, tư, lăm."""
    if units == 1 and tens > 1:
        return "mốt"
    if units == 4 and tens > 1:
        return "tư"
    if units == 5 and tens >= 1:
        return "lăm"
    return _DIGITS[units]
