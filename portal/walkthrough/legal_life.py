"""Five dossiers that live on for days: a bundle, a silence, a recall, a delay, an absence.

Side by side, so that the portal is moved to a later day only twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.walkthrough import samples, texts
from portal.walkthrough.driver import demand, wait_for
from portal.walkthrough.scenes import (
    COMPANY,
    COOPERATIVE,
    HONG_BANG,
    HONG_BANG_COMMUNE,
    PDFS_OF_ALL,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.walkthrough.driver import Filed, Visitor
    from portal.walkthrough.scenes import Scenes

AWAY = ("2026-11-25", "2026-12-04")
SLIP = {"reference": "632709000417", "approval": "042317"}
SATURDAY = 5
SILENCE = "coi như đồng ý"


@dataclass(slots=True)
class LegalLife:
    """The five stories, day by day."""

    scenes: Scenes
    travel: Callable[[str], None]
    filed: dict[str, Filed] = field(default_factory=dict)
    due: str = ""
    new_due: str = ""

    def run(self) -> None:
        """The first day, two working days before the appointment, and the days after it."""
        self._file_bundle()
        self._register_birth()
        self._consult()
        self._recall()
        self._leave_lying()
        self._go_on_leave()
        # Those who pay within the minute are promised the day before those who take longer.
        self._move_to(_working_days_before(self.due, 2))
        self._silence_consents()
        self._apologise()
        self._stand_in()
        self._move_to(self.new_due)
        self._deliver_bundle()
        self._keep_the_new_date()

    def _move_to(self, day: str) -> None:
        with self.scenes.step("Thời gian trôi đến 8 giờ sáng ngày") as detail:
            self.travel(f"{day}T08:00+07:00")
            detail.append(day)

    def _visitor(self, account: str) -> Visitor:
        return self.scenes.driver.visitor(account)

    def _remember(self, mark: str, name: str, filed: Filed) -> None:
        self.filed[mark] = filed
        self.scenes.codes[name] = filed.code

    # D. A bundle: one file, three procedures, three agencies.

    def _file_bundle(self) -> None:
        scenes, mother = self.scenes, self._visitor("citizen-binh")
        with scenes.step("D. Người mẹ nộp 2.000986: khai sinh, thường trú, bảo hiểm") as detail:
            notice = {"birth_notice": samples.scanned_paper(texts.PAPERS["birth_notice"])}
            answers = samples.bundle_answers()
            filed = mother.file(samples.BUNDLE, agency=HONG_BANG, answers=answers, papers=notice)
            self._remember("D", "bundle", filed)
            detail.append(filed.code)
        clerk = self._visitor("clerk-hongbang")
        with scenes.step("D. Một cửa tiếp nhận một lần, khai sinh được mở") as detail:
            scenes.in_queue(clerk, filed.code)
            clerk.act(filed.code, "accept")
            legs = wait_for(lambda: mother.legs(filed.code), "thủ tục khai sinh được mở")
            demand(len(legs) == 1, f"thường trú và bảo hiểm phải chờ khai sinh: {legs}")
            wait_for(lambda: legs[0] in clerk.queue(), "hồ sơ khai sinh đến một cửa")
            clerk.act(legs[0], "hand_over")
            detail.append(legs[0])

    def _register_birth(self) -> None:
        scenes, mother = self.scenes, self._visitor("citizen-binh")
        code = mother.legs(self.filed["D"].code)[0]
        officer = self._visitor("officer-hongbang")
        with scenes.step("D. Công chức hộ tịch gửi dự thảo, người mẹ xác nhận"):
            scenes.in_queue(officer, code)
            officer.act(code, "ask_confirmation", {"note": texts.CONFIRM})
            mother.confirm(code, "agreed")
        with scenes.step("D. Cơ sở dữ liệu dân cư cấp số định danh cá nhân"):
            officer.act(code, "ask_number")
            wait_for(lambda: not officer.blocked(code, "propose_grant"), "số định danh cá nhân")
        scenes.decide("D", code, "hongbang")

    def _deliver_bundle(self) -> None:
        scenes, mother = self.scenes, self._visitor("citizen-binh")
        filed = self.filed["D"]
        with scenes.step("D. Công an và bảo hiểm xã hội đã trả lời phần của mình") as detail:
            legs = wait_for(lambda: _all_of(mother.legs(filed.code), 3), "ba thủ tục được mở")
            done = "Cơ quan chuyên ngành đã trả kết quả"
            for code in legs[1:]:
                scenes.await_entry(mother, code, done)
            detail.append(", ".join(legs))
        with scenes.step("D. Người mẹ nhận cả ba kết quả một lần"):
            scenes.await_entry(mother, filed.code, "Các phần việc đã kết thúc")
            mother.collect(filed.code)
            for code in legs:
                scenes.await_entry(mother, code, "Đã trả kết quả")
        scenes.keep("D", filed.code, mother, ("mau_01",))
        for code in legs:
            scenes.keep("D", code, mother, ("ket_qua",))

    # E. A consultation that nobody answers.

    def _consult(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-cuong")
        with scenes.step("E. Doanh nghiệp nộp 1.009454") as detail:
            filed = scenes.file_port(citizen, "enterprise", COMPANY, name="Bến Kiền Bái")
            self._remember("E", "consulted", filed)
            detail.append(filed.code)
        scenes.intake("E", filed, "thuynguyen")
        scenes.pay("E", filed, citizen)
        officer = self._visitor("officer-thuynguyen")
        with scenes.step("E. Chuyên môn lấy ý kiến Sở Xây dựng, phải chờ trả lời") as detail:
            question = {"agency": texts.ASKED_AGENCY, "question": texts.QUESTION}
            officer.act(filed.code, "consult", question)
            detail.append(wait_for(lambda: _awaits_answer(officer, filed.code), "ý kiến phải chờ"))

    def _silence_consents(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-cuong")
        filed, title = self.filed["E"], "Hết hạn trả lời"
        with scenes.step("E. Hết hạn mà Sở Xây dựng im lặng: coi như đồng ý") as detail:
            words = scenes.await_entry(citizen, filed.code, title)
            demand(SILENCE in words, f"tiến trình phải nói im lặng là đồng ý: {words}")
            detail.append(words)
        scenes.decide("E", filed.code, "thuynguyen")
        scenes.collect("E", filed, citizen)
        scenes.follow("E", filed, citizen, also=("Đã gửi lấy ý kiến cơ quan phối hợp", title))
        scenes.keep("E", filed.code, citizen, (*PDFS_OF_ALL, "bien_lai"))

    # F. A result taken back before anybody has it.

    def _recall(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-an")
        with scenes.step("F. Công dân nộp 2.000635") as detail:
            filed = scenes.file_extract(citizen, copies=1)
            self._remember("F", "recalled", filed)
            detail.append(filed.code)
        scenes.intake("F", filed, "hongbang")
        scenes.decide("F", filed.code, "hongbang")
        leader = self._visitor("leader-hongbang")
        with scenes.step("F. Lãnh đạo thu hồi kết quả chưa trả, số đã cấp bị hủy") as detail:
            old = wait_for(lambda: leader.results(filed.code), "kết quả đầu tiên")
            leader.act(filed.code, "recall", {"reason": texts.RECALL})
            demand(not leader.results(filed.code), "kết quả bị thu hồi phải hết hiệu lực")
            words = scenes.await_entry(citizen, filed.code, "Đã thu hồi kết quả để xử lý lại")
            demand("bị hủy" in words, f"tiến trình phải nói số bị hủy: {words}")
            detail.append(f"{old[0]}: {words}")
        scenes.decide("F", filed.code, "hongbang")
        with scenes.step("F. Kết quả mới mang số mới") as detail:
            new = wait_for(lambda: leader.results(filed.code), "kết quả mới")
            demand(len(new) == 1 and new != old, f"số mới phải khác số cũ: {old} {new}")
            detail.append(new[0])
        scenes.collect("F", filed, citizen)
        scenes.follow("F", filed, citizen)
        scenes.keep("F", filed.code, citizen, PDFS_OF_ALL)

    # G. A dossier that will be late, and the apology that comes before its date.

    def _leave_lying(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-dung")
        with scenes.step("G. Hợp tác xã nộp 1.009454") as detail:
            filed = scenes.file_port(citizen, "cooperative", COOPERATIVE, name="Bến Tam Hưng")
            self._remember("G", "extended", filed)
            detail.append(filed.code)
        clerk = self._visitor("clerk-thuynguyen")
        with scenes.step("G. Một cửa tiếp nhận rồi để hồ sơ nằm lại"):
            scenes.in_queue(clerk, filed.code)
            clerk.act(filed.code, "accept")
        scenes.pay("G", filed, citizen)
        with scenes.step("G. Người nộp thấy ngày hẹn trả") as detail:
            self.due = citizen.due(filed.code)
            demand(self.due, "phải có ngày hẹn trả")
            detail.append(self.due)

    def _apologise(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-dung")
        filed, leader = self.filed["G"], self._visitor("leader-thuynguyen")
        with scenes.step("G. Cổng tự dự thảo Mẫu 04 trước hạn hai ngày, lãnh đạo ghi lý do"):
            wait_for(lambda: leader.offers(filed.code, "release_request"), "dự thảo Mẫu 04")
            leader.act(filed.code, "release_request", texts.APOLOGY)
            demand(citizen.due(filed.code) == self.due, "chưa gửi thì chưa có ngày hẹn mới")
        with scenes.step("G. Một cửa gửi, người nộp thấy lời xin lỗi và ngày hẹn mới") as detail:
            clerk = self._visitor("clerk-thuynguyen")
            clerk.act(filed.code, "send_request")
            self.new_due = new = citizen.due(filed.code)
            demand(new > self.due, f"ngày hẹn mới phải sau ngày hẹn cũ {self.due}: {new}")
            words = scenes.await_entry(citizen, filed.code, "Đã xin lỗi và hẹn lại ngày trả")
            demand("Hẹn mới" in words, f"tiến trình phải nêu ngày hẹn mới: {words}")
            detail.append(words)
        with scenes.step("G. Một cửa chuyển hồ sơ"):
            clerk.act(filed.code, "hand_over")

    def _keep_the_new_date(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-dung")
        filed = self.filed["G"]
        scenes.decide("G", filed.code, "thuynguyen")
        scenes.collect("G", filed, citizen)
        scenes.follow("G", filed, citizen, also=("Đã xin lỗi và hẹn lại ngày trả",))
        scenes.keep("G", filed.code, citizen, (*PDFS_OF_ALL, "mau_04", "bien_lai"))

    # H. An officer who is away, and a clerk too: others finish their work.

    def _go_on_leave(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-giang")
        with scenes.step("H. Cá nhân nộp 1.009454, nhận tại quầy") as detail:
            filed = scenes.file_port(
                citizen,
                "individual",
                name="Bến Bính Hạ",
                agency=HONG_BANG,
                commune=HONG_BANG_COMMUNE,
                delivery="counter",
            )
            self._remember("H", "substituted", filed)
            detail.append(filed.code)
        scenes.intake("H", filed, "hongbang")
        with scenes.step("H. Cán bộ thu phí ghi nhận thẻ qua máy POS"):
            self._visitor("cashier-hongbang").take_card(filed.code, **SLIP)
            scenes.paid(filed, citizen)
        with scenes.step("H. Chuyên môn và một cửa ghi vắng mặt từ hôm sau, có người làm thay"):
            first, last = AWAY
            for account, own, substitute in (
                ("officer-hongbang", "hp-hongbang-02", "hp-hongbang-06"),
                ("clerk-hongbang", "hp-hongbang-01", "hp-hongbang-04"),
            ):
                self._visitor(account).go_away(own, substitute, first=first, last=last)

    def _stand_in(self) -> None:
        scenes, citizen = self.scenes, self._visitor("citizen-giang")
        filed, head = self.filed["H"], self._visitor("head-hongbang")
        with scenes.step("H. Hồ sơ đã chuyển sang người làm thay"):
            wait_for(lambda: filed.code in head.queue(mine=True), "hồ sơ giao cho người làm thay")
        scenes.decide("H", filed.code, "hongbang", officer="head")
        with scenes.step("H. Người làm thay một cửa trả kết quả tại quầy"):
            stand_in = self._visitor("registry-hongbang")
            scenes.in_queue(stand_in, filed.code)
            stand_in.act(filed.code, "deliver", {"receiver": "Vũ Hoàng Giang"})
        scenes.follow("H", filed, citizen, also=("Đã thu phí, lệ phí bằng thẻ qua máy POS",))
        scenes.keep("H", filed.code, citizen, (*PDFS_OF_ALL, "bien_lai"))


def _working_days_before(day: str, count: int) -> str:
    """A day earlier, not counting weekends; no holiday lies in these weeks' ends."""
    moment = date.fromisoformat(day)
    while count:
        moment -= timedelta(days=1)
        count -= moment.weekday() < SATURDAY
    return moment.isoformat()


def _awaits_answer(officer: Visitor, code: str) -> str:
    """Why the proposal waits, once it no longer waits for the money to be booked."""
    reason = officer.blocked(code, "propose_grant")
    return reason if "Chưa có kết quả" in reason else ""


def _all_of(legs: list[str], count: int) -> list[str]:
    return legs if len(legs) == count else []
