"""Finding a dossier of one's agency, wherever it stands, ended or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from portal.accounts.permissions import Relation
from portal.core.errors import NotAllowed
from procedures.dossiers import access
from procedures.dossiers.models import Dossier
from procedures.dossiers.queues import naming
from procedures.dossiers.queues.filters import LONGEST, name_parts, searched

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.actors import Actor

MOST = 50
# What a line of the answer shows.
SHOWN = (
    "code",
    "stage",
    "submitted_at",
    "procedure__name",
    "owner__full_name",
    "organisation__name",
)


def find(actor: Actor, text: str) -> list[Dossier]:
    """The newest dossiers for which the actor's agency is competent that the words fit."""
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    if Relation.AGENCY not in access.parts_seen(actor):
        raise NotAllowed("Vai trò của bạn không tra cứu hồ sơ.")
    said = text.strip()[:LONGEST]
    if not said:
        return []
    agency, parts = actor.staff.agency_id, name_parts(said)
    found: QuerySet[Dossier]
    if parts and connection.vendor == "postgresql":
        found = Dossier.objects.filter(pk__in=naming.newest(agency, parts, most=MOST))
    else:
        rows = Dossier.objects.filter(competent_agency=agency, code__isnull=False)
        found = searched(rows, said)
    shown = found.select_related("procedure", "owner", "organisation").only(*SHOWN)
    return list(shown.order_by("-submitted_at", "-id")[:MOST])
