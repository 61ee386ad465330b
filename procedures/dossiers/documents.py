"""The dossiers' documents as PDF: statutory forms and results. Run by the worker only."""

from __future__ import annotations


def store_slip(pk: int) -> None:
    """Make and store the PDF of a slip."""


def store_result(pk: int) -> None:
    """Make and store the PDF of a result."""
