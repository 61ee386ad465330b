"""The command line as people meet it: a fault is one line and an exit code, never a traceback."""

from __future__ import annotations

import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.core.management import ManagementUtility
from django.db import Error as DatabaseFault

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand, CommandParser

# How SQLite and PostgreSQL say that the tables are not those of this code.
_MISSING = re.compile(
    r"no such (table|column)|(relation|column) \S+ does not exist|no column named"
)


class Console(ManagementUtility):
    """Django's command line, with wrong arguments answered in one line."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Find the command; its parser says what is wrong without repeating the usage."""
        command = super().fetch_command(subcommand)
        if subcommand != "worker" or "--once" in self.argv:
            _without_pool()
        build = command.create_parser

        def create_parser(*args: Any, **kwargs: Any) -> CommandParser:
            parser = build(*args, **kwargs)
            if parser.called_from_command_line:
                parser.error = partial(_refuse, parser)  # type: ignore[method-assign]
            return parser

        command.create_parser = create_parser  # type: ignore[method-assign]
        return command


def run(arguments: list[str]) -> None:
    """Run one command; `--traceback` shows the whole of what went wrong."""
    try:
        Console(arguments).execute()
    except (DatabaseFault, OSError) as fault:
        if "--traceback" in arguments:
            raise
        sys.exit(f"{_told(fault)} (--traceback: chi tiết)")
    except KeyboardInterrupt:
        sys.exit(130)


def _refuse(parser: CommandParser, message: str) -> NoReturn:
    parser.exit(2, f"{parser.prog}: {message} (--help: cách gọi)\n")
    raise AssertionError("exit ends the process")


def _told(fault: DatabaseFault | OSError) -> str:
    """One line for people: what is away or missing, and what to do."""
    said = next(iter(str(fault).splitlines()), type(fault).__name__)
    if isinstance(fault, OSError):
        return f"Hệ điều hành từ chối: {said}"
    if _MISSING.search(said):
        return f"Cơ sở dữ liệu chưa được cập nhật, hãy chạy manage.py migrate: {said}"
    return f"Cơ sở dữ liệu không làm được việc này: {said}"


def _without_pool() -> None:
    """Connect directly: one thread needs no pool, which retries and complains for 30 seconds."""
    for database in settings.DATABASES.values():
        database.get("OPTIONS", {}).pop("pool", None)
