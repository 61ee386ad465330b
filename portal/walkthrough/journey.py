"""The main job end to end, told once for each way in: from the form to the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.walkthrough import samples, texts
from portal.walkthrough.driver import demand
from portal.walkthrough.legal_life import LegalLife
from portal.walkthrough.place import STARTS_AT
from portal.walkthrough.scenes import COMPANY, COOPERATIVE, PDFS_OF_ALL, Scenes

if TYPE_CHECKING:
    from collections.abc import Callable

SINCE = STARTS_AT.partition("T")[0]
# What the leader must read after the first three dossiers; shares in percent.
FIRST_FIGURES = {
    "received": "3",
    "in_process": "0",
    "settled": "3",
    "overdue": "0",
    "on_time": "100",
    "online": "100",
    "cashless": "50",
    "first_check": "100",
}
# And after the five of the legal life: a bundle counts once; of five fees, two were paid at a desk.
EXPECTED_FIGURES = FIRST_FIGURES | {"received": "8", "settled": "8", "cashless": "60"}


class Journey(Scenes):
    """Three dossiers of one morning, then five that live on for days."""

    __slots__ = ()

    def run(self, travel: Callable[[str], None]) -> None:
        """Go through the whole story; `travel` moves the portal on to a later moment."""
        self._waived_extract()
        self._paid_port()
        self._port_at_the_counter()
        self.check_figures(FIRST_FIGURES, since=SINCE)
        LegalLife(self, travel).run()
        self.check_figures(EXPECTED_FIGURES, since=SINCE)

    def _waived_extract(self) -> None:
        citizen = self.driver.visitor("citizen-an")
        with self.step("A. Công dân nộp 2.000635, được miễn phí") as detail:
            filed = self.file_extract(citizen, copies=2)
            demand(citizen.owes(filed.code) == 0, "phí của 2.000635 phải được miễn")
            detail.append(filed.code)
        self.codes["waived"] = filed.code
        self.intake("A", filed, "hongbang")
        self.decide("A", filed.code, "hongbang")
        self.collect("A", filed, citizen)
        self.follow("A", filed, citizen)
        self.keep("A", filed.code, citizen, PDFS_OF_ALL)

    def _paid_port(self) -> None:
        citizen = self.driver.visitor("citizen-cuong")
        with self.step("B. Doanh nghiệp nộp 1.009454 kèm giấy tờ") as detail:
            filed = self.file_port(citizen, "enterprise", COMPANY, name="Bến Rừng")
            detail.append(filed.code)
        self.codes["paid_online"] = filed.code
        clerk = self.driver.visitor("clerk-thuynguyen")
        with self.step("B. Một cửa yêu cầu bổ sung"):
            self.in_queue(clerk, filed.code)
            clerk.act(filed.code, "request_supplement", texts.SUPPLEMENT[samples.PORT])
        with self.step("B. Doanh nghiệp bổ sung giấy tờ"):
            plan = samples.scanned_paper(texts.PAPERS["exploitation_plan"], "Có sơ đồ vùng nước.")
            citizen.answer_supplement(
                filed.code,
                note=texts.ANSWER[samples.PORT],
                paper="exploitation_plan",
                content=plan,
            )
        self.intake("B", filed, "thuynguyen")
        officer = self.driver.visitor("officer-thuynguyen")
        with self.step("B. Chưa nộp phí thì chưa thẩm định xong được") as detail:
            reason = officer.blocked(filed.code, "propose_grant")
            demand("Chưa nộp phí" in reason, "phí chưa nộp phải chặn bước thẩm định")
            detail.append(reason)
        self.pay("B", filed, citizen)
        self.decide("B", filed.code, "thuynguyen")
        self.collect("B", filed, citizen)
        also = ("Đã yêu cầu bổ sung hồ sơ", "Đã thanh toán phí, lệ phí trực tuyến")
        self.follow("B", filed, citizen, also=also)
        self.keep("B", filed.code, citizen, (*PDFS_OF_ALL, "mau_02", "bien_lai"))

    def _port_at_the_counter(self) -> None:
        citizen = self.driver.visitor("citizen-dung")
        with self.step("C. Hợp tác xã nộp 1.009454, nhận tại quầy") as detail:
            filed = self.file_port(
                citizen, "cooperative", COOPERATIVE, name="Bến Phục Lễ", delivery="counter"
            )
            detail.append(filed.code)
        self.codes["paid_in_cash"] = filed.code
        self.intake("C", filed, "thuynguyen")
        with self.step("C. Cán bộ thu phí ghi nhận tiền mặt"):
            self.driver.visitor("cashier-thuynguyen").take_cash(filed.code)
            self.paid(filed, citizen)
        self.decide("C", filed.code, "thuynguyen")
        with self.step("C. Một cửa trả kết quả tại quầy"):
            received = {"receiver": texts.RECEIVER}
            self.driver.visitor("clerk-thuynguyen").act(filed.code, "deliver", received)
        self.follow("C", filed, citizen, also=("Đã thu phí, lệ phí bằng tiền mặt",))
        self.keep("C", filed.code, citizen, (*PDFS_OF_ALL, "bien_lai"))
