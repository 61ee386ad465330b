"""Throwing a draft away: its rows at once, its files by a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from procedures.dossiers import drafts, jobs

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier


def discard(dossier: Dossier, *, actor: Actor) -> None:
    """Delete a draft with its papers; what was submitted is never deleted."""
    with transaction.atomic():
        draft = drafts.lock_draft(dossier.pk, actor=actor)
        files = list(draft.papers.exclude(file="").values_list("file", flat=True))
        draft.papers.all().delete()
        draft.delete()
        if files:
            # In the transaction: a crash after it leaves no file that nobody knows of.
            jobs.delete_papers.enqueue(key=str(draft.public_id), files=files)
