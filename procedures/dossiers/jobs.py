"""The dossiers' own jobs: PDF bytes, made by the worker only, however often they run."""

from __future__ import annotations

from portal.core.jobs import job
from procedures.dossiers import documents


@job("dossiers.slip_pdf", retries=6, backoff=10)
def slip_pdf(*, slip: int) -> None:
    """Make the PDF of a statutory form."""
    documents.store_slip(slip)


@job("dossiers.result_pdf", retries=6, backoff=10)
def result_pdf(*, result: int) -> None:
    """Make the PDF of a result."""
    documents.store_result(result)
