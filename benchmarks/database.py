"""The database of the benchmarks: a PostgreSQL whose name ends in `bench`, migrated and filled."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from io import StringIO

NEEDED = "Set DATABASE_URL to a PostgreSQL database whose name ends in “bench”; it is filled."


class NoDatabase(SystemExit):
    """There is nothing that may be filled."""


def set_up() -> None:
    """Start Django on the benchmark's database and bring its tables up to date."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres") or not url.rstrip("/").endswith("bench"):
        raise NoDatabase(NEEDED)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

    import django
    from django.core.management import call_command

    django.setup()
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0)
    from tests.factories.dossiers import the_portal

    the_portal()


def say(text: str) -> None:
    """Tell progress beside the report."""
    print(text, file=sys.stderr, flush=True)
