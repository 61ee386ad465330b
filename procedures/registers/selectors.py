"""Reading the look-up log."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count

from procedures.registers.models import LookUp

if TYPE_CHECKING:
    from datetime import datetime


class Tally(TypedDict):
    """How often one outcome came of one register for one purpose."""

    register: str
    purpose: str
    outcome: str
    total: int


def evidence(subject: str) -> list[LookUp]:
    """List what was asked about a subject, oldest first."""
    return list(LookUp.objects.filter(subject=subject).order_by("at", "pk"))


def latest(subject: str, *, register: str, purpose: str) -> LookUp | None:
    """Find the last look-up of one kind, without its facts; `register` is a question's code."""
    rows = LookUp.objects.filter(subject=subject, register=register, purpose=purpose)
    return rows.order_by("-at", "-pk").first()


def counts(*, since: datetime, until: datetime) -> list[Tally]:
    """Count look-ups from `since` to before `until`, for the reuse indicator."""
    rows = (
        LookUp.objects.filter(at__gte=since, at__lt=until)
        .order_by("register", "purpose", "outcome")
        .values("register", "purpose", "outcome")
        .annotate(total=Count("pk"))
    )
    return [Tally(**row) for row in rows]
