"""The main job end to end: three dossiers from the form to the figures, told once for each way."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from portal.walkthrough import samples, texts
from portal.walkthrough.driver import demand, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portal.walkthrough.driver import Driver, Filed, Visitor

HONG_BANG = "H24.21.22"
THUY_NGUYEN = "H24.21.38"
THUY_NGUYEN_COMMUNE = "11560"
COMPANY = "0299500013"
COOPERATIVE = "0299500020"
FEE = 100_000
# What the leader must read after the three dossiers; shares in percent.
EXPECTED_FIGURES = {
    "received": "3",
    "in_process": "0",
    "settled": "3",
    "overdue": "0",
    "on_time": "100",
    "online": "100",
    "cashless": "50",
    "first_check": "100",
}
STEPS_OF_ALL = (
    "Đã nộp hồ sơ",
    "Đã tiếp nhận hồ sơ",
    "Đã chuyển hồ sơ đến bộ phận chuyên môn",
    "Đã thẩm định, trình lãnh đạo",
    "Lãnh đạo đã ký",
    "Đã phát hành kết quả",
    "Đã trả kết quả",
)
PDFS_OF_ALL = ("mau_01", "ket_qua")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, and how long it took."""

    name: str
    seconds: float
    detail: str = ""


@dataclass(slots=True)
class Journey:
    """Three dossiers by one driver; `out` keeps every PDF."""

    driver: Driver
    out: Path
    tell: Callable[[Step], None]
    steps: list[Step] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    current: str = ""

    def run(self) -> None:
        """Go through the whole story."""
        self._waived_extract()
        self._paid_port()
        self._port_at_the_counter()
        self._check_figures()

    def report(self) -> dict[str, Any]:
        """What was done, for machines."""
        return {
            "via": self.driver.name,
            "steps": [asdict(step) for step in self.steps],
            "dossiers": self.codes,
            "files": self.files,
            "figures": self.figures,
        }

    def _waived_extract(self) -> None:
        citizen = self.driver.visitor("citizen-an")
        with self._step("A. Công dân nộp 2.000635, được miễn phí") as detail:
            answers = samples.extract_answers(copies=2)
            filed = citizen.file(samples.EXTRACT, agency=HONG_BANG, answers=answers, papers={})
            demand(citizen.owes(filed.code) == 0, "phí của 2.000635 phải được miễn")
            detail.append(filed.code)
        self.codes["waived"] = filed.code
        self._intake("A", filed, "hongbang")
        self._decide("A", filed, "hongbang")
        with self._step("A. Công dân nhận kết quả trực tuyến"):
            citizen.collect(filed.code)
        self._follow("A", filed, citizen)
        self._keep("A", filed, citizen, PDFS_OF_ALL)

    def _paid_port(self) -> None:
        citizen = self.driver.visitor("citizen-cuong")
        with self._step("B. Doanh nghiệp nộp 1.009454 kèm giấy tờ") as detail:
            filed = self._file_port(citizen, "enterprise", COMPANY, name="Bến Rừng")
            detail.append(filed.code)
        self.codes["paid_online"] = filed.code
        clerk = self.driver.visitor("clerk-thuynguyen")
        with self._step("B. Một cửa yêu cầu bổ sung"):
            self._in_queue(clerk, filed)
            clerk.act(filed.code, "request_supplement", texts.SUPPLEMENT[samples.PORT])
        with self._step("B. Doanh nghiệp bổ sung giấy tờ"):
            plan = samples.scanned_paper(texts.PAPERS["exploitation_plan"], "Có sơ đồ vùng nước.")
            citizen.answer_supplement(
                filed.code,
                note=texts.ANSWER[samples.PORT],
                paper="exploitation_plan",
                content=plan,
            )
        self._intake("B", filed, "thuynguyen")
        officer = self.driver.visitor("officer-thuynguyen")
        with self._step("B. Chưa nộp phí thì chưa thẩm định xong được") as detail:
            reason = officer.blocked(filed.code, "propose_grant")
            demand("Chưa nộp phí" in reason, "phí chưa nộp phải chặn bước thẩm định")
            detail.append(reason)
        with self._step("B. Doanh nghiệp nộp phí qua VNPAY"):
            demand(citizen.owes(filed.code) == FEE, f"phải nợ {FEE} đồng sau khi tiếp nhận")
            citizen.pay(filed.code)
        with self._step("B. Cổng thanh toán báo về, khoản phí đóng lại"):
            wait_for(lambda: citizen.owes(filed.code) == 0, "khoản phí được đóng")
        self._decide("B", filed, "thuynguyen")
        with self._step("B. Doanh nghiệp nhận kết quả trực tuyến"):
            citizen.collect(filed.code)
        also = ("Đã yêu cầu bổ sung hồ sơ", "Đã thanh toán phí, lệ phí trực tuyến")
        self._follow("B", filed, citizen, also=also)
        self._keep("B", filed, citizen, ("mau_01", "mau_02", "bien_lai", "ket_qua"))

    def _port_at_the_counter(self) -> None:
        citizen = self.driver.visitor("citizen-dung")
        with self._step("C. Hợp tác xã nộp 1.009454, nhận tại quầy") as detail:
            filed = self._file_port(
                citizen, "cooperative", COOPERATIVE, name="Bến Phục Lễ", delivery="counter"
            )
            detail.append(filed.code)
        self.codes["paid_in_cash"] = filed.code
        self._intake("C", filed, "thuynguyen")
        with self._step("C. Cán bộ thu phí ghi nhận tiền mặt"):
            self.driver.visitor("cashier-thuynguyen").take_cash(filed.code)
            wait_for(lambda: citizen.owes(filed.code) == 0, "khoản phí được đóng")
        self._decide("C", filed, "thuynguyen")
        with self._step("C. Một cửa trả kết quả tại quầy"):
            received = {"receiver": texts.RECEIVER}
            self.driver.visitor("clerk-thuynguyen").act(filed.code, "deliver", received)
        self._follow("C", filed, citizen, also=("Đã thu phí, lệ phí bằng tiền mặt",))
        self._keep("C", filed, citizen, ("mau_01", "bien_lai", "ket_qua"))

    def _file_port(
        self,
        citizen: Visitor,
        applicant: str,
        organisation: str,
        *,
        name: str,
        delivery: str = "online",
    ) -> Filed:
        answers = samples.port_answers(
            kind="cargo",
            name=name,
            waterway="sông Bạch Đằng",
            commune=THUY_NGUYEN_COMMUNE,
            starts_on="2027-01-04",
            delivery=delivery,
            applicant=applicant,
        )
        papers = {code: samples.scanned_paper(title) for code, title in texts.PAPERS.items()}
        return citizen.file(
            samples.PORT,
            agency=THUY_NGUYEN,
            answers=answers,
            papers=papers,
            organisation=organisation,
        )

    def _intake(self, mark: str, filed: Filed, office: str) -> None:
        clerk = self.driver.visitor(f"clerk-{office}")
        with self._step(f"{mark}. Một cửa tiếp nhận và chuyển hồ sơ"):
            self._in_queue(clerk, filed)
            clerk.act(filed.code, "accept")
            clerk.act(filed.code, "hand_over")

    def _decide(self, mark: str, filed: Filed, office: str) -> None:
        for role, action, words in (
            ("officer", "propose_grant", "Chuyên môn thẩm định, đề xuất"),
            ("leader", "sign", "Lãnh đạo ký"),
            ("registry", "settle", "Văn thư phát hành kết quả"),
        ):
            with self._step(f"{mark}. {words}"):
                staff = self.driver.visitor(f"{role}-{office}")
                self._in_queue(staff, filed)
                staff.act(filed.code, action)

    def _in_queue(self, staff: Visitor, filed: Filed) -> None:
        demand(filed.code in staff.queue(), f"{filed.code} phải có trong hàng đợi")

    def _follow(
        self, mark: str, filed: Filed, citizen: Visitor, *, also: tuple[str, ...] = ()
    ) -> None:
        """The applicant, anybody with the secret, and a stranger look at the same dossier."""
        with self._step(f"{mark}. Tiến trình nêu từng bước, thời điểm và đơn vị") as detail:
            entries = citizen.timeline(filed.code)
            titles = [entry.title for entry in entries]
            for title in (*STEPS_OF_ALL, *also):
                demand(title in titles, f"tiến trình thiếu “{title}”: {titles}")
            nameless = [entry.title for entry in entries if not (entry.at and entry.unit)]
            demand(not nameless, f"thiếu thời điểm hoặc đơn vị: {nameless}")
            detail.append(f"{len(entries)} mục")
        with self._step(f"{mark}. Tra cứu công khai; người lạ không thấy"):
            anybody = self.driver.visitor()
            status = anybody.track(filed.code, filed.secret)
            demand(status == "Đã trả kết quả", f"tra cứu công khai nói “{status}”")
            demand(not anybody.track(filed.code, "AAAAAAAA"), "mã tra cứu sai mà vẫn tra được")
            stranger = self.driver.visitor("citizen-binh")
            demand(not stranger.can_see(filed.code), "người lạ phải nhận 404")

    def _keep(self, mark: str, filed: Filed, citizen: Visitor, kinds: tuple[str, ...]) -> None:
        """Wait for the worker and keep every PDF."""

        def ready() -> dict[str, bytes]:
            found = citizen.documents(filed.code)
            here = {name: content for name, content in found.items() if content is not None}
            complete = all(any(kind in name for name in here) for kind in kinds)
            return here if complete and len(here) == len(found) else {}

        with self._step(f"{mark}. Các văn bản PDF đã lập xong") as detail:
            documents = wait_for(ready, f"các văn bản {', '.join(kinds)}")
            for name, content in documents.items():
                demand(content.startswith(b"%PDF-"), f"{name} không phải PDF")
                path = self.out / f"{filed.code}_{name}.pdf"
                path.write_bytes(content)
                self.files.append(path.name)
            detail.append(", ".join(documents))

    def _check_figures(self) -> None:
        with self._step("Số liệu của lãnh đạo khớp với việc đã làm") as detail:
            self.figures = self.driver.visitor("city-leader").figures()
            wrong = {
                code: self.figures.get(code)
                for code, value in EXPECTED_FIGURES.items()
                if self.figures.get(code) != value
            }
            demand(not wrong, f"số liệu khác với việc đã làm: {wrong}")
            detail.append(", ".join(f"{code} {value}" for code, value in self.figures.items()))

    @contextmanager
    def _step(self, name: str) -> Iterator[list[str]]:
        """Time one thing and tell of it when it is done."""
        self.current = name
        started, detail = time.monotonic(), list[str]()
        yield detail
        step = Step(name, round(time.monotonic() - started, 2), " ".join(detail))
        self.steps.append(step)
        self.tell(step)
