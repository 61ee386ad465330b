"""Finding a dossier of one's agency, wherever it stands, ended or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast

from portal.accounts.permissions import Relation
from portal.core.errors import NotAllowed
from procedures.dossiers import access
from procedures.dossiers.models import Dossier
from procedures.dossiers.queues.filters import LONGEST, searched

if TYPE_CHECKING:
    from portal.accounts.actors import Actor

MOST = 50


def find(actor: Actor, text: str) -> list[Dossier]:
    """The newest dossiers for which the actor's agency is competent that the words fit."""
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    if Relation.AGENCY not in access.parts_seen(actor):
        raise NotAllowed("Vai trò của bạn không tra cứu hồ sơ.")
    said = text.strip()[:LONGEST]
    if not said:
        return []
    # A plain 35 is an int4 to PostgreSQL, and the index of names compares int8 with int8 only.
    key = Cast(Value(actor.staff.agency_id), BigIntegerField())
    rows = Dossier.objects.filter(competent_agency=key, code__isnull=False)
    found = searched(rows, said).select_related("procedure", "owner", "organisation")
    return list(found.order_by("-submitted_at", "-id")[:MOST])
