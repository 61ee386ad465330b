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
    text: str = ""


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

    def confirm(self, code: str, answer: str) -> None:
        """Say of a draft whether it is right."""

    def due(self, code: str) -> str:
        """The appointment's day (ISO) as its reader sees it; "" when there is none yet."""

    def legs(self, code: str) -> list[str]:
        """The codes of a bundle's legs that are open, in the bundle's order."""

    def documents(self, code: str) -> dict[str, bytes | None]:
        """The PDFs of a dossier by name; None for one that is still being made."""

    def queue(self, *, mine: bool = False) -> list[str]:
        """The codes in the queue of their desks, or only what was given to them."""

    def act(self, code: str, action: str, data: Mapping[str, str] | None = None) -> None:
        """Take an action; one about an open thing (`send_request`) on the only one there is."""

    def offers(self, code: str, action: str) -> bool:
        """Whether an action can be taken now."""

    def blocked(self, code: str, action: str) -> str:
        """Why an action waits; "" when it can be taken."""

    def take_cash(self, code: str) -> None:
        """Record that the fee was paid in cash."""

    def take_card(self, code: str, *, reference: str, approval: str) -> None:
        """Record that the fee was paid by card, with what the terminal's slip shows."""

    def results(self, code: str) -> list[str]:
        """The numbers of the results in force whose documents are made."""

    def go_away(self, own: str, substitute: str, *, first: str, last: str) -> None:
        """Record that one is away on these days, and who stands in; both by their staff codes."""

    def figures(self, since: str) -> dict[str, str]:
        """The dashboard's figures from that day on by their codes, digits only."""

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
