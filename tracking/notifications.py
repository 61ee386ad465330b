"""From a fact to what the applicant is told of it, in the package's own sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from portal.core import clock
from procedures.definition.lifecycle import Stage
from procedures.definition.texts import fill
from procedures.dossiers import selectors as dossiers
from procedures.dossiers.models import Dossier, Hold, Message
from tracking import jobs
from tracking.models import Notice
from tracking.sentences import (
    LEG,
    LIMIT,
    OF_DOSSIERS,
    OF_LEGS,
    OF_PAYMENTS,
    SUPPLEMENT_LAPSE,
    SUPPLEMENT_LIMIT,
)
from tracking.words import TITLES

if TYPE_CHECKING:
    from datetime import datetime

    from portal.core.journal.models import Event

_LIMITED = frozenset({"dossier.confirmation_requested", "dossier.supplement_requested"})


def notify(event: Event) -> None:
    """Write a notice of a fact to each person concerned, once, and ask for its letter."""
    dossier = (
        Dossier.objects.filter(pk=event.data.get("dossier"))
        .select_related("competent_agency")
        .first()
    )
    message = _message(event, dossier) if dossier else ""
    if dossier is None or not message:
        return
    text = fill(message, _facts(event, dossier))
    people = {dossier.submitter_id, dossier.owner_id} - {None}
    with transaction.atomic():
        for person in sorted(pk for pk in people if pk is not None):
            notice, _ = Notice.objects.get_or_create(
                event_id=event.pk,
                person_id=person,
                defaults={
                    "dossier_code": dossier.code or "",
                    "title": TITLES[event.name],
                    "text": text,
                    "created_at": clock.now(),
                },
            )
            jobs.mail_notice.enqueue(key=str(notice.pk), notice=notice.pk)


def _message(event: Event, dossier: Dossier) -> str:
    """The package's own sentence for a fact, else the portal's; "" for what is not told.

    A bundle speaks for its legs but where one of them asks or promises something of its own.
    """
    if event.name in OF_PAYMENTS:
        return OF_PAYMENTS[event.name]
    if dossier.parent_id is not None and event.name not in OF_LEGS:
        return ""
    if event.name == "dossier.message_sent" and not _is_news(event, dossier):
        return ""
    own = dossiers.package_of(dossier).substance.messages.get(event.name, "")
    message = own or OF_DOSSIERS.get(event.name, "")
    if event.name == "dossier.confirmation_requested" and "{limit}" not in message:
        message += LIMIT
    if event.name == "dossier.supplement_requested" and "{limit}" not in message:
        message += _supplement_limit(event)
    return LEG + message if message and dossier.parent_id is not None else message


def _is_news(event: Event, dossier: Dossier) -> bool:
    """Whether the agency spoke, and the applicant has read what was told of it before."""
    if event.data["side"] != Message.Side.AGENCY:
        return False
    waiting = Notice.objects.filter(
        dossier_code=dossier.code, title=TITLES[event.name], read_at__isnull=True
    )
    return not waiting.exclude(event_id=event.pk).exists()


def _facts(event: Event, dossier: Dossier) -> dict[str, str]:
    data = event.data
    due_at = clock.parse(data["due_at"]) if data.get("due_at") else dossier.due_at
    old = clock.parse(data["old_due_at"]) if data.get("old_due_at") else None
    return {
        "code": dossier.code or "",
        "agency": dossier.competent_agency.name if dossier.competent_agency else "",
        "due": _moment(due_at),
        "old_due": _moment(old),
        "limit": _moment(_limit(event)),
        "days": str(data.get("days", "")),
        "leg": _leg_name(dossier),
    }


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}" if at else ""


def _limit(event: Event) -> datetime | None:
    """Until when an answer is waited for."""
    if event.name not in _LIMITED:
        return None
    held = Hold.objects.filter(pk=event.data.get("hold"))
    return held.values_list("lapses_at", flat=True).first()


def _supplement_limit(event: Event) -> str:
    """When a supplement must be there, where the package sets a limit."""
    if _limit(event) is None:
        return ""
    is_checked = event.data["stage"] == Stage.SUBMITTED
    return SUPPLEMENT_LIMIT + (SUPPLEMENT_LAPSE if is_checked else "")


def _leg_name(dossier: Dossier) -> str:
    """What its bundle calls a leg."""
    if dossier.parent is None:
        return ""
    legs = dossiers.package_of(dossier.parent).substance.legs
    return next((leg.name for leg in legs if leg.id == dossier.leg), dossier.leg)
