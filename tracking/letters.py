"""Notices as letters by e-mail."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from portal.accounts.models import Person
from portal.core import clock
from tracking.models import Notice

LETTER = """Kính gửi Ông/Bà,

{text}

Xem hồ sơ: {link}

Thư này được gửi tự động, vui lòng không trả lời.
Cổng dịch vụ công thành phố Hải Phòng
"""


def mail(notice: Notice) -> None:
    """Send a notice to its person's address, if they gave one."""
    address = Person.objects.values_list("email", flat=True).get(pk=notice.person_id)
    if not address or notice.mailed_at is not None:
        return
    path = reverse("frontend:dossier", args=[notice.dossier_code])
    letter = EmailMessage(
        subject=f"{notice.title} – {notice.dossier_code}",
        body=LETTER.format(text=notice.text, link=settings.PORTAL_BASE_URL.rstrip("/") + path),
        to=[address],
        headers={"Message-ID": _message_id(notice)},
    )
    letter.send()
    Notice.objects.filter(pk=notice.pk).update(mailed_at=clock.now())


def _message_id(notice: Notice) -> str:
    """The same for a repeated letter, so that a mailbox shows one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<thong-bao-{notice.event_id}-{notice.pk}@{domain}>"
