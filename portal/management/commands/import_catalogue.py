"""Bring the national catalogue in from the file of a crawl."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.actors import system
from portal.management.progress import progress_bar
from procedures.catalogue.importing import Summary, import_entries
from procedures.catalogue.national import source
from procedures.catalogue.national.row import ABSENT_STATE, CERTAIN, DOUBTFUL, FACTS
from procedures.catalogue.national.why import WHY

if TYPE_CHECKING:
    from argparse import ArgumentParser

SOME_BAD, UNREADABLE, STOPPED = 1, 2, 130
TOP_DOUBTS, SHOWN_LINES = 15, 20
FACT_NAMES = {
    "identity": "Tên, lĩnh vực, quyết định",
    "audiences": "Đối tượng",
    "agencies": "Cấp và cơ quan",
    "channels": "Cách thức nộp",
    "times": "Thời hạn",
    "fees": "Phí, lệ phí",
    "papers": "Thành phần hồ sơ",
    "legal_basis": "Căn cứ pháp lý",
    "results": "Kết quả",
}


class Command(BaseCommand):
    """Exit 0 when every line was read, 1 when some were not, 2 when the file is none of ours."""

    help = (
        "Nhập danh mục quốc gia: import_catalogue FILE [--json] [--dry-run]; FILE là JSON mỗi dòng "
        "một thủ tục, có thể nén xz. Chạy lại không đổi gì nếu tệp không đổi."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and how to tell of it."""
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ đọc và báo, không ghi.")

    def handle(self, *args: Any, path: Path, as_json: bool, dry_run: bool, **options: Any) -> None:
        """Import."""
        try:
            found = source.scan(path)
            summary = self._import(path, found, quiet=as_json, dry_run=dry_run)
        except source.BadSource as wrong:
            raise CommandError(f"{path}: {wrong}", returncode=UNREADABLE) from wrong
        except KeyboardInterrupt:
            self.stderr.write("Đã dừng. Phần đã nhập được giữ; chạy lại lệnh để làm tiếp.")
            sys.exit(STOPPED)
        if as_json:
            told = _as_json(found, summary, dry_run=dry_run)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._say(found, summary, dry_run=dry_run)
        if found.bad:
            sys.exit(SOME_BAD)

    def _import(self, path: Path, found: source.Scan, *, quiet: bool, dry_run: bool) -> Summary:
        shown = self.stdout.isatty() and not quiet
        with progress_bar("Nhập danh mục quốc gia", found.rows, shown=shown) as progress:
            return import_entries(
                source.rows(path),
                source_hash=found.digest,
                actor=system("import"),
                twice=found.twice,
                whole=not found.bad,
                dry_run=dry_run,
                progress=progress,
            )

    def _say(self, found: source.Scan, summary: Summary, *, dry_run: bool) -> None:
        """Tell a person."""
        for number, why in found.bad[:SHOWN_LINES]:
            self.stderr.write(self.style.ERROR(f"dòng {number}: {why}"))
        if len(found.bad) > SHOWN_LINES:
            self.stderr.write(f"… và {len(found.bad) - SHOWN_LINES} dòng khác không đọc được.")
        tried = "Thử, không ghi: " if dry_run else ""
        self.stdout.write(
            self.style.SUCCESS(
                f"{tried}{summary.rows} thủ tục: {summary.new} mới, {summary.changed} thay đổi, "
                f"{summary.unchanged} giữ nguyên, {summary.vanished} không còn trong tệp."
            )
        )
        if found.bad:
            self.stdout.write("Tệp có dòng không đọc được nên không đánh dấu thủ tục nào vắng mặt.")
        if found.twice:
            self.stdout.write(f"Mã có nhiều dòng khác nhau: {', '.join(sorted(found.twice))}.")
        self.stdout.write(
            f"{'':28}{'chắc chắn':>11}{'nghi ngờ':>11}{'không có':>11}{'giá trị':>11}"
        )
        for fact in FACTS:
            states, values = summary.states.get(fact, Counter()), summary.values.get(fact)
            counts = [str(states[one]) for one in (CERTAIN, DOUBTFUL, ABSENT_STATE)]
            shown = "".join(f"{count:>11}" for count in (*counts, values or ""))
            self.stdout.write(f"{FACT_NAMES[fact]:28}{shown}")
        self.stdout.write("Nghi ngờ thường gặp nhất:")
        for code, count in summary.doubts.most_common(TOP_DOUBTS):
            self.stdout.write(f"{count:>7}  {WHY[code]} [{code}]")


def _as_json(found: source.Scan, summary: Summary, *, dry_run: bool) -> dict[str, Any]:
    """The summary for a program."""
    return {
        "source": found.digest,
        "dry_run": dry_run,
        "rows": summary.rows,
        "new": summary.new,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "repeated": summary.repeated,
        "vanished": summary.vanished,
        "bad_lines": [{"line": number, "why": why} for number, why in found.bad],
        "listed_twice": sorted(found.twice),
        "facts": {
            fact: {
                **{one: summary.states.get(fact, Counter())[one] for one in _STATES},
                "values": summary.values.get(fact, 0),
            }
            for fact in FACTS
        },
        "doubts": [
            {"code": code, "count": count, "why": WHY[code]}
            for code, count in summary.doubts.most_common()
        ],
    }


_STATES = (CERTAIN, DOUBTFUL, ABSENT_STATE)
