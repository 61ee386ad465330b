"""The tracking room's own jobs."""

from __future__ import annotations

from portal.core.jobs import job
from tracking import letters
from tracking.models import Notice


@job("tracking.mail_notice", retries=8, backoff=30)
def mail_notice(*, notice: int) -> None:
    """Send one notice by e-mail."""
    letters.mail(Notice.objects.get(pk=notice))
