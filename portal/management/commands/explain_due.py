"""When is a matter due, and why."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.core import calendars, clock, worktime

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Prints the due moment of a receipt under a legal limit, with its derivation."""

    help = "Giải thích hạn trả kết quả: explain_due 2026-11-20T10:00+07:00 3wd"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the receipt and the limit."""
        parser.add_argument(
            "moment", metavar="MOMENT", help="ISO 8601; không ghi múi giờ là +07:00"
        )
        parser.add_argument("duration", metavar="DURATION", help="8wh, 3wd, 15d hoặc 0d")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, moment: str, duration: str, as_json: bool, **options: Any) -> None:
        """Explain one due moment."""
        found = _due(moment, duration)
        due, derivation = found.at.isoformat(), [step.as_dict() for step in found.derivation]
        if as_json:
            answer = {"due": due, "derivation": derivation}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        self.stdout.write(self.style.SUCCESS(due))
        for step in derivation:
            self.stdout.write(f"  {step['rule']}: {step['text']}")


def _due(moment: str, duration: str) -> worktime.Due:
    """Read both words and find the due moment; refuse in one sentence."""
    try:
        received_at = clock.parse(moment)
    except ValueError as error:
        raise CommandError(
            f"Không tính được hạn: {moment!r} không phải thời điểm như 2026-11-20T10:00+07:00."
        ) from error
    try:
        limit = worktime.parse_duration(duration)
    except ValueError as error:
        raise CommandError(
            f"Không tính được hạn: {duration!r} không phải thời hạn như 8wh, 3wd, 15d hoặc 0d."
        ) from error
    calendar = _calendar()
    # At the ends of time, the years 1 and 9999, some moments have no name in our zone.
    with suppress(OverflowError):
        found = worktime.due(received_at, limit, calendar)
        if found.at.year <= calendar.last_year:
            return found
    raise CommandError(
        f"Không tính được hạn: lịch nghỉ lễ hiện có chỉ đến hết năm {calendar.last_year}."
    )


def _calendar() -> worktime.Calendar:
    """The calendar in force; without a database that knows one, the one that ships."""
    try:
        return calendars.current()
    except DatabaseError:
        return worktime.load_calendar()
