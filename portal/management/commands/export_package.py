"""Write the package of a published procedure in its canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import clock
from portal.core.errors import NotFound
from procedures.catalogue import selectors
from procedures.definition import canonical

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Prints the version in force today; import → export is byte-identical."""

    help = "Xuất gói thủ tục đang có hiệu lực: export_package 2.000635 > 2.000635.yaml"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the procedure."""
        parser.add_argument("code", metavar="CODE")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        """Print one package."""
        try:
            version = selectors.in_force(code, on=clock.today())
        except NotFound as missing:
            raise CommandError(str(missing)) from missing
        text = canonical.dump({"code": code, "substance": version.substance, "plan": version.plan})
        self.stdout.write(text, ending="")
