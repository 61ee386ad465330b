#!/usr/bin/env python
"""Run a management command of the portal."""

import os
import sys


def main() -> None:
    """Hand the command line to the console with the local settings as default."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    from portal.management import console

    console.run(sys.argv)


if __name__ == "__main__":
    main()
