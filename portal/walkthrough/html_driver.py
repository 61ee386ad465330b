"""Visits the portal by its pages, filling in forms as they come."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from portal.walkthrough.browser import Browser, pay_at_gateway
from portal.walkthrough.driver import Filed, Told, demand
from portal.walkthrough.pages import flat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.walkthrough.pages import Page

NOT_FOUND, CONFLICT, LATER = 404, 409, 202
DRAFT = "/ho-so/nhap/"
PAPERS = "/giay-to"
CHECK = "/kiem-tra"
# More pages than any form has: a journey that goes round in circles ends.
MOST_PAGES = 30
DOCUMENTS = {"phieu": "", "ket-qua": "ket_qua", "bien-lai": "bien_lai"}
_SECRET = re.compile(r"\b[0-9A-Z]{8}\b")
_DUE = re.compile(r"Hẹn trả kết quả \d\d:\d\d, (\d\d)/(\d\d)/(\d{4})")
_NUMBER = re.compile(r" số (\S+)$")
_FILE_NAME = re.compile(r'filename="?([^";]+)')


class HtmlVisitor:
    """One account's browser."""

    def __init__(self, base: str, account: str) -> None:
        self.browser = Browser(base)
        if account:
            page = self.browser.get("/dang-nhap")
            form = next(
                form
                for form in page.forms
                if any(one.name == "account" and one.value == account for one in form.controls)
            )
            self.browser.submit(form, {"account": account}, button=_button_of(form, account))

    def file(
        self,
        procedure: str,
        *,
        agency: str,
        answers: Mapping[str, Any],
        papers: Mapping[str, bytes],
        organisation: str = "",
    ) -> Filed:
        """Find the procedure, choose for whom and where, answer page by page, submit."""
        if organisation:
            self._act_for_organisation()
        sheet = self.browser.get(f"/thu-tuc/{procedure}")
        page = self._start(sheet, procedure, agency)
        page = self._answer(page, flat(answers))
        if page.path.endswith(PAPERS):
            page = self._hand_in(page, papers)
        demand(page.path.endswith(CHECK), f"phải đến trang kiểm tra: {page.path} {page.said()}")
        done = self.browser.submit(page.form(action=page.path))
        demand(done.path.endswith("/da-nop"), f"nộp không thành: {done.said()}")
        code = done.path.split("/")[-2]
        return Filed(code, _secret(done, code))

    def can_see(self, code: str) -> bool:
        """Open the page; everything but a 404 counts as seeing it."""
        return self.browser.get(f"/ho-so/{code}").status != NOT_FOUND

    def timeline(self, code: str) -> list[Told]:
        """Read the timeline of the dossier's page."""
        told: list[Told] = []
        title = ""
        for kind, text in self._dossier(code).marked:
            if kind == "app-timeline__title":
                title = text
            elif kind == "app-timeline__byline":
                moment, _, unit = text.partition(" · ")
                told.append(Told(title, moment, unit))
            elif kind == "app-timeline__text":
                told[-1] = replace(told[-1], text=text)
        return told

    def owes(self, code: str) -> int:
        """See whether the page offers to pay, and what."""
        page = self._dossier(code)
        if not any(True for _ in page.links_below(f"/ho-so/{code}/thanh-toan")):
            return 0
        pay = self.browser.get(f"/ho-so/{code}/thanh-toan")
        if pay.status == CONFLICT:
            # The worker closed the fee between the two pages.
            return 0
        amounts = re.findall(r"([0-9][0-9.]*)[\s\u00a0]*₫", pay.text)
        # Between the two pages the money may have arrived: then nothing is asked for any more.
        return max((int(amount.replace(".", "")) for amount in amounts), default=0)

    def answer_supplement(self, code: str, *, note: str, paper: str, content: bytes) -> None:
        """Upload and send in one go."""
        address = f"/ho-so/{code}/bo-sung"
        page = self.browser.get(address)
        form = page.form(action=address, has="note")
        files = {f"paper.{paper}": (f"{paper}.pdf", content, "application/pdf")}
        done = self.browser.submit(form, {"note": note}, files=files, button="then")
        demand(done.path == f"/ho-so/{code}", f"bổ sung không thành: {done.said()}")

    def pay(self, code: str) -> None:
        """Choose VNPAY, pay at the gateway, come back to the page of the payment."""
        address = f"/ho-so/{code}/thanh-toan"
        form = self.browser.get(address).form(action=address, has="way")
        gateway = self.browser.submit(form, {"way": "vnpay"})
        back = pay_at_gateway(self.browser, gateway)
        demand(back.path.startswith("/thanh-toan/"), f"cổng thanh toán trả về {back.url}")
        demand(back.status == 200, f"trang kết quả thanh toán: {back.said()}")

    def collect(self, code: str) -> None:
        """Press the button."""
        page = self._dossier(code)
        done = self.browser.submit(page.form(action=f"/ho-so/{code}/nhan-ket-qua"))
        demand(done.path == f"/ho-so/{code}", f"nhận kết quả không thành: {done.said()}")

    def confirm(self, code: str, answer: str) -> None:
        """Read the draft, then answer."""
        address = f"/ho-so/{code}/xac-nhan"
        page = self.browser.get(self._dossier(code).link(address))
        done = self.browser.submit(page.form(action=address, has="answer"), {"answer": answer})
        demand(done.path == f"/ho-so/{code}", f"xác nhận không thành: {done.said()}")

    def due(self, code: str) -> str:
        """Read the row of the dossier's page."""
        found = _DUE.search(self._dossier(code).text)
        return "-".join(reversed(found.groups())) if found else ""

    def legs(self, code: str) -> list[str]:
        """Follow the links to the procedures of the bundle."""
        links = self._dossier(code).links
        paths = [urlsplit(at).path for at, words in links if words.startswith("Xem thủ tục này")]
        return [path.rsplit("/", 1)[-1] for path in paths]

    def documents(self, code: str) -> dict[str, bytes | None]:
        """Follow the links to slips, results and receipts."""
        page, found = self._dossier(code), dict[str, bytes | None]()
        for kind, word in DOCUMENTS.items():
            for address in page.links_below(f"/ho-so/{code}/{kind}/"):
                answer = self.browser.fetch(address)
                if answer.status_code == LATER:
                    found[f"{kind}-{len(found)}"] = None
                    continue
                demand(answer.ok, f"{address} → {answer.status_code}")
                name = _FILE_NAME.search(answer.headers.get("Content-Disposition", ""))
                form = name.group(1).split("_")[0].replace("-", "_") if name else kind
                found[word or form] = answer.content
        return found

    def queue(self, *, mine: bool = False) -> list[str]:
        """Read the codes off the queue."""
        page = self.browser.get("/can-bo/hang-doi" + ("?who=me" if mine else ""))
        demand(page.status == 200, f"hàng đợi: {page.status} {page.said()}")
        return [address.rsplit("/", 1)[-1] for address in page.links_below("/can-bo/ho-so/")]

    def act(self, code: str, action: str, data: Mapping[str, str] | None = None) -> None:
        """Press the action's button, or open its form and fill it in."""
        page = self._case(code)
        address = self._way_to(page, code, action)
        if data:
            page = self.browser.get(page.link(address))
        done = self.browser.submit(page.form(action=address), data)
        demand(done.status == 200, f"{action}: {done.status} {done.said()}")

    def offers(self, code: str, action: str) -> bool:
        """Look for the button or the link on the case page."""
        return bool(self._way_to(self._case(code), code, action))

    def blocked(self, code: str, action: str) -> str:
        """Read on the case page why an action waits."""
        page = self._case(code)
        if self._way_to(page, code, action):
            return ""
        # One open hold is the reason of all that it blocks.
        sentences = [text for text in page.texts_of("govuk-body") if text.startswith("Chưa thể")]
        demand(sentences, f"{code} không có việc {action}: {page.said()}")
        return sentences[0].partition("”: ")[2]

    def results(self, code: str) -> list[str]:
        """Read the numbers off the links to the results."""
        links = self._case(code).links
        names = [words for at, words in links if f"/ho-so/{code}/ket-qua/" in at]
        return [found.group(1) for name in names if (found := _NUMBER.search(name))]

    def go_away(self, own: str, substitute: str, *, first: str, last: str) -> None:
        """Fill in the page of absences."""
        address = "/can-bo/vang-mat"
        form = self.browser.get(address).form(action=address, has="substitute")
        absence = {"staff": own, "substitute": substitute, "starts": first, "ends": last}
        done = self.browser.submit(form, {**absence, "reason": "leave"})
        demand(done.status == 200, f"vắng mặt: {done.status} {done.said()}")

    def take_cash(self, code: str) -> None:
        """Confirm the amount on the cashier's page."""
        self._take_fee(code, {"way": "cash"})

    def take_card(self, code: str, *, reference: str, approval: str) -> None:
        """Confirm it with the numbers of the terminal's slip."""
        self._take_fee(code, {"way": "pos", "reference": reference, "approval": approval})

    def _take_fee(self, code: str, given: dict[str, str]) -> None:
        address = f"/can-bo/ho-so/{code}/thu-tien"
        done = self.browser.submit(self.browser.get(address).form(action=address), given)
        demand(done.status == 200 and done.path != address, f"thu tiền: {done.said()}")

    def figures(self, since: str) -> dict[str, str]:
        """Read the figures of the dashboard by their drill-down links."""
        page = self.browser.get(f"/lanh-dao?start={since}")
        demand(page.status == 200, f"bảng điều hành: {page.status} {page.said()}")
        codes = {words: urlsplit(at).path.rsplit("/", 1)[-1] for at, words in page.links}
        labels, values = page.texts_of("app-tile__label"), page.texts_of("app-tile__value")
        return {
            codes.get(label, label): _digits(value)
            for label, value in zip(labels, values, strict=True)
        }

    def track(self, code: str, secret: str) -> str:
        """Ask on the public page."""
        page = self.browser.get("/tra-cuu")
        form = page.form(has="secret")
        form.fill({"code": code, "secret": secret})
        answer = self.browser.session.post(form.action, data=form.posted(), timeout=30)
        if answer.status_code == NOT_FOUND:
            return ""
        demand(answer.ok, f"tra cứu → {answer.status_code}")
        return "Đã trả kết quả" if "Đã trả kết quả" in answer.text else answer.text[:200]

    def _act_for_organisation(self) -> None:
        """Choose the first organisation that the account represents."""
        form = self.browser.get("/vai-tro").form(has="for")
        mandate = next(one.value for one in form.controls if one.value.isdigit())
        self.browser.submit(form, {"for": mandate})

    def _start(self, sheet: Page, procedure: str, agency: str) -> Page:
        address = f"/thu-tuc/{procedure}/nop"
        page = self.browser.get(sheet.link(address))
        return self.browser.submit(page.form(action=address, has="agency"), {"agency": agency})

    def _answer(self, page: Page, fields: Mapping[str, str]) -> Page:
        """Fill in page after page, from the task list to papers or check."""
        demand(page.path.startswith(DRAFT), f"phải mở được bản nháp: {page.path} {page.said()}")
        page = self.browser.get(page.link(f"{page.path}/"))
        for _ in range(MOST_PAGES):
            if page.path.endswith((PAPERS, CHECK)):
                break
            page = self.browser.submit(page.form(action=page.path), fields)
        return page

    def _hand_in(self, page: Page, papers: Mapping[str, bytes]) -> Page:
        form = page.form(action=page.path)
        files = {
            f"paper.{code}": (f"{code}.pdf", content, "application/pdf")
            for code, content in papers.items()
            if form.has(f"paper.{code}")  # a register may have vouched for it
        }
        return self.browser.submit(form, files=files, button="then")

    def _dossier(self, code: str) -> Page:
        page = self.browser.get(f"/ho-so/{code}")
        demand(page.status == 200, f"/ho-so/{code} → {page.status}")
        return page

    def _way_to(self, page: Page, code: str, action: str) -> str:
        """The path of an action, or of the one of that name about an open thing; "" if none."""
        address = f"/can-bo/ho-so/{code}/{action}"
        paths = [urlsplit(form.action).path for form in page.forms]
        paths += [urlsplit(at).path for at, _ in page.links]
        return next((at for at in paths if at == address or at.startswith(f"{address}.")), "")

    def _case(self, code: str) -> Page:
        page = self.browser.get(f"/can-bo/ho-so/{code}")
        demand(page.status == 200, f"/can-bo/ho-so/{code} → {page.status} {page.said()}")
        return page


class HtmlDriver:
    """The way in for people."""

    name = "html"

    def __init__(self, base: str) -> None:
        self.base = base

    def visitor(self, account: str = "") -> HtmlVisitor:
        """Come in with a browser of one's own."""
        return HtmlVisitor(self.base, account)


def _button_of(form: Any, account: str) -> str:
    """The button that carries the account, where the form has one button each."""
    for one in form.controls:
        if one.kind == "button" and one.name == "account" and one.value == account:
            return str(one.label)
    return ""


def _secret(page: Page, code: str) -> str:
    """The tracking secret on the confirmation page."""
    text = page.text.replace(code, "")
    found = [word for word in _SECRET.findall(text) if not word.isdigit()]
    demand(found, f"trang xác nhận không có mã tra cứu: {page.said()}")
    secret: str = found[0]
    return secret


def _digits(value: str) -> str:
    """A figure as the journey compares it: whole numbers without a sign of percent."""
    return value.removesuffix("%").strip().replace(".", "").split(",")[0]
