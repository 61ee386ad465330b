"""Visits the portal by its REST API, as the mobile app does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.walkthrough.browser import TIMEOUT, Browser, pay_at_gateway, session
from portal.walkthrough.driver import Filed, JourneyFailed, Told, demand
from portal.walkthrough.html_driver import HtmlVisitor
from portal.walkthrough.samples import merged

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

NOT_FOUND, LATER = 404, 202
# The list of an address -> the word for its files; slips go by their form.
DOCUMENTS = {"slips": "", "results": "ket_qua", "receipts": "bien_lai"}


class ApiVisitor:
    """One account's use of the API."""

    def __init__(self, base: str, account: str) -> None:
        self.base, self.account = base, account
        self.session = session()
        if account:
            token = self._call("POST", "demo/token", json={"account": account})["token"]
            self.session.headers["Authorization"] = f"Bearer {token}"

    def file(
        self,
        procedure: str,
        *,
        agency: str,
        answers: Mapping[str, Any],
        papers: Mapping[str, bytes],
        organisation: str = "",
    ) -> Filed:
        """Start a draft, answer, upload, submit."""
        if organisation:
            self.session.headers["X-On-Behalf-Of"] = organisation
        draft = self._call("POST", "dossiers/", json={"procedure": procedure, "agency": agency})
        at = f"dossiers/{draft['id']}"
        said = {
            "answers": merged(draft["answers"], answers),
            "seen_version": draft["version"],
        }
        saved = self._call("PATCH", f"{at}/answers", json=said)
        demand(saved["evaluation"]["valid"], f"câu trả lời bị từ chối: {saved['evaluation']}")
        for code, content in papers.items():
            self._upload(at, code, content)
        sent = self._call("POST", f"{at}/submit", json={"seen_version": saved["version"]})
        return Filed(sent["code"], self._dossier(sent["code"])["secret"])

    def can_see(self, code: str) -> bool:
        """Ask for the dossier; everything but a 404 counts as seeing it."""
        return self._answer("GET", f"dossiers/{code}").status_code != NOT_FOUND

    def timeline(self, code: str) -> list[Told]:
        """Read the timeline; the step that still runs has no moment of its own."""
        entries = self._call("GET", f"dossiers/{code}/timeline")["data"]
        return [
            Told(entry["title"], entry["at"] or "", entry["unit"], entry["text"])
            for entry in entries
            if not entry["current"]
        ]

    def owes(self, code: str) -> int:
        """Read the open fee hold."""
        holds = self._dossier(code)["holds"]
        return sum(hold["data"]["amount"] for hold in holds if hold["kind"] == "fee")

    def answer_supplement(self, code: str, *, note: str, paper: str, content: bytes) -> None:
        """Upload, then send."""
        self._upload(f"dossiers/{code}", paper, content)
        self._change(code, "supplement", note=note)

    def pay(self, code: str) -> None:
        """Ask for the link, pay in a browser, and ask how it stands."""
        started = self._call("POST", f"dossiers/{code}/payment", json={})
        browser = Browser(self.base)
        back = pay_at_gateway(browser, browser.get(started["pay_url"]))
        demand(back.url.startswith(self.base), f"cổng thanh toán trả về {back.url}")
        self._call("GET", f"payments/{started['public_code']}")

    def collect(self, code: str) -> None:
        """Collect."""
        self._change(code, "collect")

    def confirm(self, code: str, answer: str) -> None:
        """Read the draft, then answer."""
        demand(self._call("GET", f"dossiers/{code}/confirm"), f"{code} không có dự thảo")
        self._change(code, "confirm", answer=answer)

    def due(self, code: str) -> str:
        """Read the dossier."""
        due_at: str = self._dossier(code)["due_at"] or ""
        return due_at.partition("T")[0]

    def legs(self, code: str) -> list[str]:
        """Read the bundle."""
        return [leg["code"] for leg in self._dossier(code)["legs"] if leg["code"]]

    def documents(self, code: str) -> dict[str, bytes | None]:
        """Load slips, results and receipts."""
        found: dict[str, bytes | None] = {}
        for kind, word in DOCUMENTS.items():
            for row in self._call("GET", f"dossiers/{code}/{kind}")["data"]:
                answer = self._answer("GET", f"dossiers/{code}/{kind}/{row['id']}/file")
                name = word or row["form"]
                found[name] = None if answer.status_code == LATER else _ok(answer).content
        return found

    def queue(self, *, mine: bool = False) -> list[str]:
        """Read the queue."""
        asked = {"who": "me"} if mine else {}
        return [row["code"] for row in self._call("GET", "queue/", params=asked)["data"]]

    def act(self, code: str, action: str, data: Mapping[str, str] | None = None) -> None:
        """Take an action at the version that was just read."""
        known = self._offer(code, action)["id"]
        self._change(code, f"actions/{known}", data=dict(data or {}))

    def offers(self, code: str, action: str) -> bool:
        """Look among the actions of the dossier."""
        return any(_is_about(offer, action) for offer in self._dossier(code)["actions"])

    def blocked(self, code: str, action: str) -> str:
        """Read why an action waits."""
        reason: str = self._offer(code, action)["blocked_by"]
        return reason

    def results(self, code: str) -> list[str]:
        """Read the results."""
        rows = self._call("GET", f"dossiers/{code}/results")["data"]
        return [row["number"] for row in rows if row["ready_at"]]

    def take_cash(self, code: str) -> None:
        """Record the cash."""
        seen = self.owes(code)
        self._call("POST", f"dossiers/{code}/cash", json={"seen_amount": seen})

    def take_card(self, code: str, *, reference: str, approval: str) -> None:
        """Record the card payment by its slip."""
        slip = {"reference": reference, "approval": approval}
        self._call("POST", f"dossiers/{code}/pos", json={"seen_amount": self.owes(code), **slip})

    def go_away(self, own: str, substitute: str, *, first: str, last: str) -> None:
        """Record it on the page: absences are an office's affair, which programs leave alone."""
        page = HtmlVisitor(self.base, self.account)
        page.go_away(own, substitute, first=first, last=last)

    def figures(self, since: str) -> dict[str, str]:
        """Read the dashboard."""
        figures = self._call("GET", "dashboard/", params={"start": since})["figures"]
        return {row["code"]: _digits(row["value"]) for row in figures}

    def track(self, code: str, secret: str) -> str:
        """Track publicly."""
        answer = self._answer("POST", "track", json={"code": code, "secret": secret})
        if answer.status_code == NOT_FOUND:
            return ""
        status: str = _ok(answer).json()["status"]
        return status

    def _dossier(self, code: str) -> dict[str, Any]:
        return self._call("GET", f"dossiers/{code}")

    def _offer(self, code: str, action: str) -> dict[str, Any]:
        offers: list[dict[str, Any]] = self._dossier(code)["actions"]
        found = [offer for offer in offers if _is_about(offer, action)]
        demand(found, f"{code} không có việc {action}")
        return found[0]

    def _change(self, code: str, what: str, **body: Any) -> None:
        seen = self._dossier(code)["version"]
        self._call("POST", f"dossiers/{code}/{what}", json={"seen_version": seen, **body})

    def _upload(self, at: str, code: str, content: bytes) -> None:
        file = {"file": (f"{code}.pdf", content, "application/pdf")}
        _ok(self._answer("POST", f"{at}/papers", data={"code": code}, files=file))

    def _call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = _ok(self._answer(method, path, **body)).json()
        return answer

    def _answer(self, method: str, path: str, **body: Any) -> requests.Response:
        address = f"{self.base}/api/v1/{path}"
        return self.session.request(method, address, timeout=TIMEOUT, **body)


class ApiDriver:
    """The way in for programs."""

    name = "api"

    def __init__(self, base: str) -> None:
        self.base = base

    def visitor(self, account: str = "") -> ApiVisitor:
        """Come in with a token of one's own, or without any."""
        return ApiVisitor(self.base, account)


def _ok(answer: requests.Response) -> requests.Response:
    if not answer.ok:
        request = answer.request
        raise JourneyFailed(
            f"{request.method} {request.url} → {answer.status_code}: {answer.text[:600]}"
        )
    return answer


def _is_about(offer: Mapping[str, Any], action: str) -> bool:
    """Whether an offer is that action, or one of that name about an open thing."""
    name: str = offer["id"]
    return name == action or name.startswith(f"{action}.")


def _digits(value: Any) -> str:
    """A figure as the journey compares it: whole numbers without a sign of percent."""
    return "" if value is None else f"{float(value):.0f}"
