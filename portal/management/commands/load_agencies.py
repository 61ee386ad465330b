"""Write the city's agencies and their desks, from the shipped list or from a file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.accounts import actions, demo
from portal.accounts.models import Agency

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

COLUMNS = ("code", "name", "kind", "parent", "commune_code", "address", "phone", "tax_code")
NOTE = "Mã định danh, địa chỉ, điện thoại, mã số thuế trong danh sách đi kèm là dữ liệu thử nghiệm."


class Command(BaseCommand):
    """All agencies of the list or none; those that exist are brought up to date."""

    help = "Nạp cơ quan và bộ phận: load_agencies [PATH]; thiếu PATH thì theo danh sách đi kèm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH")

    def handle(self, *args: Any, path: Path | None, **options: Any) -> None:
        """Load the agencies."""
        rows = demo.table("agencies") if path is None else _read(path)
        faults = list(_faults(rows))
        if faults:
            raise CommandError(f"{path}: {faults[0]}" + _more(len(faults) - 1))
        count = actions.load_agencies(rows)
        self.stdout.write(self.style.SUCCESS(f"Đã nạp {count} cơ quan."))
        if path is None:
            self.stdout.write(self.style.WARNING(NOTE))


def _read(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file with a header line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
            if missing:
                raise CommandError(f"{path}: thiếu cột {', '.join(missing)}.", returncode=2)
            return tuple(
                {"source": "", **{key: value or "" for key, value in row.items() if key}}
                for row in table
            )
    except (UnicodeDecodeError, csv.Error) as fault:
        raise CommandError(f"{path}: không phải tệp CSV bằng UTF-8.", returncode=2) from fault
    except OSError as fault:
        why = fault.strerror or "không đọc được"
        raise CommandError(f"{path}: {why}", returncode=2) from fault


def _faults(rows: tuple[dict[str, str], ...]) -> Iterator[str]:
    """What is wrong with each row, in one sentence each."""
    if not rows:
        yield "không có cơ quan nào."
    codes = [row["code"] for row in rows]
    known = Agency.objects.in_bulk(codes, field_name="code")
    communes = [row["commune_code"] for row in rows if row["commune_code"]]
    for at, row in enumerate(rows, start=2):
        if codes.count(row["code"]) > 1:
            yield f"dòng {at}: mã “{row['code']}” bị lặp."
        if communes.count(row["commune_code"]) > 1:
            yield f"dòng {at}: mã đơn vị hành chính “{row['commune_code']}” bị lặp."
        if row["parent"] and row["parent"] not in codes:
            yield f"dòng {at}: không có cơ quan cấp trên “{row['parent']}” trong danh sách."
        yield from (f"dòng {at}: {said}" for said in _refusals(known.get(row["code"]), row))


def _refusals(known: Agency | None, row: dict[str, str]) -> list[str]:
    """What the table itself would refuse of a row."""
    agency = known or Agency()
    for name in (*COLUMNS, "source"):
        if name != "parent":
            setattr(agency, name, row[name])
    try:
        agency.clean_fields()
        agency.validate_constraints()
    except ValidationError as wrong:
        return [" ".join(wrong.messages)]
    return []


def _more(count: int) -> str:
    return f" (và {count} lỗi khác)" if count else ""
