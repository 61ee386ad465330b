"""The data that comes with the portal: agencies, and the made-up people of the demonstration.

Demo personal numbers follow the real pattern (province, century and gender, year) with a last part
that begins with 999; demo telephone numbers belong to nobody.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the local sign-in page."""

    code: str
    name: str
    title: str
    description: str
    kind: str  # citizen | staff


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Read the rows of one CSV file of the data folder."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def accounts() -> tuple[DemoAccount, ...]:
    """List the demo accounts, citizens first."""
    citizens = (
        DemoAccount(
            row["account"],
            row["full_name"],
            f"Công dân, VNeID mức độ {row['identity_level']}",
            row["description"],
            "citizen",
        )
        for row in table("demo_people")
    )
    staff = (
        DemoAccount(row["account"], row["full_name"], row["title"], row["description"], "staff")
        for row in table("demo_staff")
    )
    return (*citizens, *staff)
