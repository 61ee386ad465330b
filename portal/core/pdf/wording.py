"""Dates as Vietnamese administrative documents write them (Decree 30/2020/NĐ-CP, Annex I)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core.clock import VIETNAM

if TYPE_CHECKING:
    from datetime import date, datetime

_LAST_PADDED_MONTH = 2


def legal_date(day: date) -> str:
    """Write "ngày 05 tháng 01 năm 2026"; days below 10 and months 1 and 2 begin with a 0."""
    month = f"{day.month:02d}" if day.month <= _LAST_PADDED_MONTH else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def legal_moment(moment: datetime) -> str:
    """Write "09 giờ 05 phút, ngày 05 tháng 01 năm 2026" in Việt Nam's time."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} phút, {legal_date(local.date())}"
