"""What the stories have in common: the way through the desks, and how each thing is told."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from portal.walkthrough import samples, texts
from portal.walkthrough.driver import demand, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from portal.walkthrough.driver import Driver, Filed, Visitor

HONG_BANG = "H24.21.22"
THUY_NGUYEN = "H24.21.38"
HONG_BANG_COMMUNE = "11311"
THUY_NGUYEN_COMMUNE = "11560"
COMPANY = "0299500013"
COOPERATIVE = "0299500020"
FEE = 100_000
STEPS_OF_ALL = (
    "Đã nộp hồ sơ",
    "Đã tiếp nhận hồ sơ",
    "Đã chuyển hồ sơ đến bộ phận chuyên môn",
    "Đã thẩm định, trình lãnh đạo",
    "Lãnh đạo đã ký",
    "Đã phát hành kết quả",
    "Đã trả kết quả",
)
FEE_CLOSED = "Đã hoàn thành nghĩa vụ phí, lệ phí"
PDFS_OF_ALL = ("mau_01", "ket_qua")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, and how long it took."""

    name: str
    seconds: float
    detail: str = ""


@dataclass(slots=True)
class Scenes:
    """Scenes by one driver; `out` keeps every PDF."""

    driver: Driver
    out: Path
    tell: Callable[[Step], None]
    steps: list[Step] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    current: str = ""

    def report(self) -> dict[str, Any]:
        """What was done, for machines."""
        return {
            "via": self.driver.name,
            "steps": [asdict(step) for step in self.steps],
            "dossiers": self.codes,
            "files": self.files,
            "figures": self.figures,
        }

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time one thing and tell of it when it is done."""
        self.current = name
        started, detail = time.monotonic(), list[str]()
        yield detail
        step = Step(name, round(time.monotonic() - started, 2), " ".join(detail))
        self.steps.append(step)
        self.tell(step)

    def file_extract(self, citizen: Visitor, *, copies: int) -> Filed:
        """Ask for copies of one's own civil-status extract."""
        answers = samples.extract_answers(copies=copies)
        return citizen.file(samples.EXTRACT, agency=HONG_BANG, answers=answers, papers={})

    def file_port(
        self,
        citizen: Visitor,
        applicant: str,
        organisation: str = "",
        *,
        name: str,
        agency: str = THUY_NGUYEN,
        commune: str = THUY_NGUYEN_COMMUNE,
        delivery: str = "online",
    ) -> Filed:
        """Ask for the announcement of a port, for an organisation or for oneself."""
        answers = samples.port_answers(
            kind="cargo",
            name=name,
            waterway="sông Bạch Đằng",
            commune=commune,
            starts_on="2027-01-04",
            delivery=delivery,
            applicant=applicant,
        )
        papers = {code: samples.scanned_paper(texts.PAPERS[code]) for code in samples.PORT_PAPERS}
        return citizen.file(
            samples.PORT,
            agency=agency,
            answers=answers,
            papers=papers,
            organisation=organisation,
        )

    def intake(self, mark: str, filed: Filed, office: str) -> None:
        """The one-stop desk accepts and hands over."""
        clerk = self.driver.visitor(f"clerk-{office}")
        with self.step(f"{mark}. Một cửa tiếp nhận và chuyển hồ sơ"):
            self.in_queue(clerk, filed.code)
            clerk.act(filed.code, "accept")
            clerk.act(filed.code, "hand_over")

    def decide(self, mark: str, code: str, office: str, *, officer: str = "officer") -> None:
        """Officer, leader and registry bring it to a result."""
        for role, action, words in (
            (officer, "propose_grant", "Chuyên môn thẩm định, đề xuất"),
            ("leader", "sign", "Lãnh đạo ký"),
            ("registry", "settle", "Văn thư phát hành kết quả"),
        ):
            with self.step(f"{mark}. {words}"):
                staff = self.driver.visitor(f"{role}-{office}")
                self.in_queue(staff, code)
                self._unblocked(staff, code, action)
                staff.act(code, action)

    def _unblocked(self, staff: Visitor, code: str, action: str) -> None:
        """Wait until nothing stands before an action, such as money that is being booked."""
        wait_for(lambda: not staff.blocked(code, action), f"{code}: {action} không còn phải chờ")

    def in_queue(self, staff: Visitor, code: str) -> None:
        """Demand that the dossier waits at their desks."""
        demand(code in staff.queue(), f"{code} phải có trong hàng đợi")

    def pay(self, mark: str, filed: Filed, citizen: Visitor) -> None:
        """Pay the fee of the port through the gateway; the worker closes it."""
        with self.step(f"{mark}. Người nộp trả phí qua VNPAY"):
            demand(citizen.owes(filed.code) == FEE, f"phải nợ {FEE} đồng sau khi tiếp nhận")
            citizen.pay(filed.code)
        with self.step(f"{mark}. Cổng thanh toán báo về, khoản phí đóng lại"):
            self.paid(filed, citizen)

    def paid(self, filed: Filed, citizen: Visitor) -> None:
        """Wait until the dossier knows of its money: only then does its time run again."""
        wait_for(lambda: citizen.owes(filed.code) == 0, "khoản phí được đóng")
        self.await_entry(citizen, filed.code, FEE_CLOSED)

    def await_entry(self, visitor: Visitor, code: str, title: str) -> str:
        """Wait for an entry of the timeline; what it says beside its title."""

        def found() -> list[str]:
            return [entry.text for entry in visitor.timeline(code) if entry.title == title]

        return wait_for(found, f"{code}: “{title}”")[-1]

    def collect(self, mark: str, filed: Filed, citizen: Visitor) -> None:
        """Receive the result online."""
        with self.step(f"{mark}. Người nộp nhận kết quả trực tuyến"):
            citizen.collect(filed.code)

    def follow(
        self, mark: str, filed: Filed, citizen: Visitor, *, also: tuple[str, ...] = ()
    ) -> None:
        """The applicant, anybody with the secret, and a stranger look at the same dossier."""
        with self.step(f"{mark}. Tiến trình nêu từng bước, thời điểm và đơn vị") as detail:
            entries = citizen.timeline(filed.code)
            titles = [entry.title for entry in entries]
            for title in (*STEPS_OF_ALL, *also):
                demand(title in titles, f"tiến trình thiếu “{title}”: {titles}")
            nameless = [entry.title for entry in entries if not (entry.at and entry.unit)]
            demand(not nameless, f"thiếu thời điểm hoặc đơn vị: {nameless}")
            detail.append(f"{len(entries)} mục")
        with self.step(f"{mark}. Tra cứu công khai; người lạ không thấy"):
            anybody = self.driver.visitor()
            status = anybody.track(filed.code, filed.secret)
            demand(status == "Đã trả kết quả", f"tra cứu công khai nói “{status}”")
            demand(not anybody.track(filed.code, "AAAAAAAA"), "mã tra cứu sai mà vẫn tra được")
            stranger = self.driver.visitor("citizen-binh")
            demand(not stranger.can_see(filed.code), "người lạ phải nhận 404")

    def keep(self, mark: str, code: str, citizen: Visitor, kinds: tuple[str, ...]) -> None:
        """Wait for the worker and keep every PDF."""

        def ready() -> Mapping[str, bytes]:
            found = citizen.documents(code)
            here = {name: content for name, content in found.items() if content is not None}
            complete = all(any(kind in name for name in here) for kind in kinds)
            return here if complete and len(here) == len(found) else {}

        with self.step(f"{mark}. Các văn bản PDF đã lập xong") as detail:
            documents = wait_for(ready, f"các văn bản {', '.join(kinds)}")
            for name, content in documents.items():
                demand(content.startswith(b"%PDF-"), f"{name} không phải PDF")
                path = self.out / f"{code}_{name}.pdf"
                path.write_bytes(content)
                self.files.append(path.name)
            detail.append(", ".join(documents))

    def check_figures(self, expected: Mapping[str, str], *, since: str) -> None:
        """The city's leader reads what was done, no more and no less."""
        with self.step("Số liệu của lãnh đạo khớp với việc đã làm") as detail:
            self.figures = self.driver.visitor("city-leader").figures(since)
            wrong = {
                code: self.figures.get(code)
                for code, value in expected.items()
                if self.figures.get(code) != value
            }
            demand(not wrong, f"số liệu khác với việc đã làm: {wrong}")
            detail.append(", ".join(f"{code} {value}" for code, value in self.figures.items()))
