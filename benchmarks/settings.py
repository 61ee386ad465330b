"""Settings of the benchmarks: the portal on the PostgreSQL of DATABASE_URL, peers beside it."""

from importlib.util import find_spec

from portal.settings.test import *  # noqa: F403
from portal.settings.test import INSTALLED_APPS

if find_spec("viewflow"):
    INSTALLED_APPS = [
        *INSTALLED_APPS,
        "viewflow",
        "viewflow.workflow",
        "benchmarks.viewflow_peer",
    ]
