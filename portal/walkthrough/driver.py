"""What a visitor of the portal can do, whichever way they come: by pages or by the API."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.2
# The published test card of the gateway's sandbox.
BANK = "NCB"
CARD = {"number": "9704198526191432198", "holder": "NGUYEN VAN A", "date": "07/15"}
OTP = "123456"

Found = TypeVar("Found")


class JourneyFailed(Exception):
    """The portal did something else than the story tells."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What an applicant is told on submitting."""

    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a timeline as its reader sees it."""

    title: str
    at: str
    unit: str


class Visitor(Protocol):
    """Somebody with a session of their own."""

    def file(
        self,
        procedure: str,
        *,
        agency: str,
        answers: Mapping[str, Any],
        papers: Mapping[str, bytes],
        organisation: str = "",
    ) -> Filed:
        """Fill in, hand in the papers and submit."""

    def can_see(self, code: str) -> bool:
        """Whether the dossier is there for them."""

    def timeline(self, code: str) -> list[Told]:
        """The story of a dossier so far."""

    def owes(self, code: str) -> int:
        """What the dossier owes now, in đồng."""

    def answer_supplement(self, code: str, *, note: str, paper: str, content: bytes) -> None:
        """Send what the desk asked for."""

    def pay(self, code: str) -> None:
        """Pay through the gateway's pages, up to the way back."""

    def collect(self, code: str) -> None:
        """Receive the result online."""

    def documents(self, code: str) -> dict[str, bytes | None]:
        """The PDFs of a dossier by name; None for one that is still being made."""

    def queue(self) -> list[str]:
        """The codes in the queue of their desks."""

    def act(self, code: str, action: str, data: Mapping[str, str] | None = None) -> None:
        """Take an action of the plan."""

    def blocked(self, code: str, action: str) -> str:
        """Why an action waits; "" when it can be taken."""

    def take_cash(self, code: str) -> None:
        """Record that the fee was paid in cash."""

    def figures(self) -> dict[str, str]:
        """The dashboard's figures by their codes, digits only."""

    def track(self, code: str, secret: str) -> str:
        """The status that anybody with code and secret may know; "" when there is none."""


class Driver(Protocol):
    """A way into the portal."""

    name: str

    def visitor(self, account: str = "") -> Visitor:
        """Come in, signed in as a demo account or as nobody."""


def demand(fine: object, sentence: str) -> None:
    """End the journey unless `fine`."""
    if not fine:
        raise JourneyFailed(sentence)


def wait_for(look: Callable[[], Found], what: str) -> Found:
    """Look again and again until something is found."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until:
            raise JourneyFailed(f"{what}: chưa thấy sau {PATIENCE_SECONDS:.0f} giây")
        time.sleep(LOOK_SECONDS)
