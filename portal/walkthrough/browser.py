"""A browser without script: one session, pages, forms; and the way through the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests

from portal.walkthrough.driver import BANK, CARD, OTP, demand
from portal.walkthrough.pages import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.walkthrough.pages import Form, Page

TIMEOUT = (5, 30)
Files = dict[str, tuple[str, bytes, str]]


def session() -> requests.Session:
    """A session that asks no proxy: everything here is on this machine.

    Each request has a connection of its own: the server closes an idle one at a moment when the
    next request may already be on its way.
    """
    made = requests.Session()
    made.trust_env = False
    made.headers["Connection"] = "close"
    return made


class Browser:
    """Follows links and posts forms; keeps the cookies and nothing else."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = session()

    def get(self, address: str) -> Page:
        """Open an address, or a path of the portal."""
        return self._read(self.session.get(self._at(address), timeout=TIMEOUT))

    def fetch(self, address: str) -> requests.Response:
        """Load something that is not a page."""
        return self.session.get(self._at(address), timeout=TIMEOUT)

    def submit(
        self,
        form: Form,
        values: Mapping[str, str] | None = None,
        *,
        files: Files | None = None,
        button: str = "",
    ) -> Page:
        """Fill a form in and press a button; every answer but a page of 4xx or 5xx is read."""
        form.fill(values or {})
        pairs = form.posted(button=button)
        if form.method == "get":
            answer = self.session.get(form.action, params=pairs, timeout=TIMEOUT)
        else:
            # As browsers do, so that a site that checks where a form came from is content.
            parts = urlsplit(form.action)
            origin = {"Origin": f"{parts.scheme}://{parts.netloc}", "Referer": form.action}
            answer = self.session.post(
                form.action, data=pairs, files=files, headers=origin, timeout=TIMEOUT
            )
        page = self._read(answer)
        demand(page.status < 400, f"{form.action} → {page.status}: {page.said()}")
        return page

    def _at(self, address: str) -> str:
        return address if "://" in address else f"{self.base}{address}"

    def _read(self, answer: requests.Response) -> Page:
        return read(answer.text, url=answer.url, status=answer.status_code)


def pay_at_gateway(browser: Browser, page: Page) -> Page:
    """Choose the bank, enter card and one-time password; come back to the portal."""
    for values in ({"bank": BANK}, CARD, {"otp": OTP}):
        asked = next(iter(values))
        demand(any(form.has(asked) for form in page.forms), f"cổng thanh toán: {page.said()}")
        page = browser.submit(page.form(has=asked), values)
    return page
