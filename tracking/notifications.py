"""From a fact to what the applicant is told of it, in the package's own sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from portal.core import clock
from procedures.definition.texts import fill
from procedures.dossiers import selectors as dossiers
from procedures.dossiers.models import Dossier
from tracking import jobs
from tracking.models import Notice
from tracking.words import TITLES

if TYPE_CHECKING:
    from portal.core.journal.models import Event

# Money speaks the same of every procedure; that a fee is settled is the dossier's own message.
PAYMENT_MESSAGES = {
    "payment.failed": (
        "Lần thanh toán trực tuyến cho hồ sơ {code} không thành công. Bạn có thể thanh toán lại "
        "trên trang hồ sơ."
    ),
    "payment.in_review": (
        "Lần thanh toán cho hồ sơ {code} đang được kiểm tra với cổng thanh toán. Vui lòng không "
        "nộp lại; kết quả sẽ hiện trên trang hồ sơ."
    ),
    "payment.unneeded": (
        "{agency} đã nhận được khoản tiền không còn phải nộp cho hồ sơ {code} và sẽ hoàn trả theo "
        "quy định."
    ),
    "payment.receipt_issued": (
        "Biên lai thu phí, lệ phí của hồ sơ {code} đã được lập. Bạn có thể tải về trên trang hồ sơ."
    ),
}


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
    """The package's own sentence for a fact of its dossiers, the portal's for one of money."""
    if event.name in PAYMENT_MESSAGES:
        return PAYMENT_MESSAGES[event.name]
    return dossiers.package_of(dossier).substance.messages.get(event.name, "")


def _facts(event: Event, dossier: Dossier) -> dict[str, str]:
    due_at = clock.parse(event.data["due_at"]) if event.data.get("due_at") else dossier.due_at
    due = f"{due_at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}" if due_at else ""
    agency = dossier.competent_agency.name if dossier.competent_agency else ""
    return {"code": dossier.code or "", "agency": agency, "due": due}
