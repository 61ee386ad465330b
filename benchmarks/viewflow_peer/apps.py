"""App of the peer's flow."""

from django.apps import AppConfig


class PeerConfig(AppConfig):
    """Needs no table of its own."""

    name = "benchmarks.viewflow_peer"
    label = "viewflow_peer"
