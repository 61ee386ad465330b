"""The areas of the city before the merger of 01/07/2025, in which older resolutions still hold."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

AREAS = {"hai_phong": "Hải Phòng cũ", "hai_duong": "Hải Dương cũ"}
# The city's communes since 01/07/2025 under the codes of Quyết định 19/2025/QĐ-TTg.
_COMMUNES = Path(__file__).parent / "data" / "communes.csv"


@cache
def by_commune() -> dict[str, str]:
    """Commune code -> the area to which its land belonged."""
    with _COMMUNES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["area"] for row in csv.DictReader(file)}


def area_of(commune_code: object) -> str | None:
    """The former area of a commune of the city; `None` for anything else."""
    return by_commune().get(commune_code) if isinstance(commune_code, str) else None
