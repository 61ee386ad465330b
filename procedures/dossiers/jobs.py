"""The dossiers' own jobs, run by the worker only, however often: PDF bytes, files to delete."""

from __future__ import annotations

from portal.core.jobs import job
from portal.core.jobs.registry import Priority
from procedures.dossiers import documents
from procedures.dossiers.models import Paper


@job("dossiers.slip_pdf", retries=6, backoff=10, priority=Priority.PAPER)
def slip_pdf(*, slip: int) -> None:
    """Make the PDF of a statutory form."""
    documents.store_slip(slip)


@job("dossiers.result_pdf", retries=6, backoff=10, priority=Priority.PAPER)
def result_pdf(*, result: int) -> None:
    """Make the PDF of a result."""
    documents.store_result(result)


@job("dossiers.delete_papers", retries=6, backoff=10, priority=Priority.PAPER)
def delete_papers(*, files: list[str]) -> None:
    """Delete the files of a discarded draft; one that is gone already is no error."""
    for name in files:
        Paper.file.field.storage.delete(name)
