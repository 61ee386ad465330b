"""A place for a journey: a portal of its own with a new database, gone afterwards."""

from __future__ import annotations

import secrets
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from portal.processes import Portal, StartFailed, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTS_AT = "2026-11-23T09:00+07:00"
LOG = "portal.log"


@contextmanager
def fresh_portal(
    *, database_url: str = "", now: str = STARTS_AT, cases: int = 0
) -> Iterator[Portal]:
    """Run a portal in a temporary folder with a new database, its clock starting at `now`.

    `database_url` names a PostgreSQL server in which a database is made and dropped; without it
    the database is a file of the folder.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-")))
        if urlsplit(database_url).scheme.startswith("postgres"):
            address = stack.enter_context(scratch_database(database_url))
        else:
            address = f"sqlite:///{folder}/portal.sqlite3"
        environment = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.local",
            "PORTAL_VAR": str(folder),
            "DATABASE_URL": address,
            **_clock(now),
        }
        (folder / "static").mkdir()
        portal = Portal(free_port(), environment, log=folder / LOG)
        portal.run_command("migrate", "--verbosity", "0")
        portal.run_command("seed", "--cases", str(cases))
        yield stack.enter_context(portal)


def move_to(portal: Portal, moment: str) -> None:
    """End web and worker, and start them again in the same folder at a later moment."""
    portal.stop()
    portal.environment = {**portal.environment, **_clock(moment)}
    portal.start()
    portal.wait_until_served()


def _clock(moment: str) -> dict[str, str]:
    return {"PORTAL_NOW": moment, "PORTAL_NOW_SINCE": str(time.time())}


def last_words(portal: Portal, *, lines: int = 30) -> str:
    """The end of what the processes wrote, for whoever has to find out why."""
    if portal.log is None or not portal.log.exists():
        return ""
    text = portal.log.read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """Make a database in the server that `url` names, and drop it afterwards."""
    import psycopg
    from psycopg import sql

    name = f"portal_walkthrough_{secrets.token_hex(6)}"
    create, drop = "CREATE DATABASE {}", "DROP DATABASE IF EXISTS {} WITH (FORCE)"

    def run(statement: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    try:
        run(create)
    except psycopg.Error as error:
        raise StartFailed(f"Không tạo được cơ sở dữ liệu thử: {error}".strip()) from error
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        run(drop)
