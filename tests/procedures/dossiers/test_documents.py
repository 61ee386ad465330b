"""The forms and results on paper: what they say, that they say it again, and when they fail."""

import io
from typing import Any
from urllib.parse import urlencode

import pikepdf
import pypdfium2
import pytest
from django.template import TemplateSyntaxError

from portal.core import clock, pdf
from portal.core.jobs import running
from portal.core.jobs.models import JobRow, State
from portal.core.journal.models import Event
from procedures.dossiers import actions, document_facts, documents
from procedures.dossiers.document_facts import signature_lines
from procedures.dossiers.models import Dossier, Result, Slip
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH
from tests.procedures.dossiers import situations

pytestmark = pytest.mark.usefixtures("monday")

SIDE_ADDRESS = "Số 45 đường Tô Hiệu, phường Lê Chân, thành phố Hải Phòng"


def text_of(file: Any) -> str:
    """Read a PDF as one line of words."""
    with file.open() as stream:
        sheets = pypdfium2.PdfDocument(stream.read())
        return " ".join(" ".join(s.get_textpage().get_text_range() for s in sheets).split())


def slip_of(dossier: Dossier, form: str = "mau_01") -> Slip:
    """Make the PDF of a dossier's form."""
    slip = dossier.slips.get(form=form)
    documents.store_slip(slip.pk)
    return Slip.objects.select_related("dossier__competent_agency").get(pk=slip.pk)


def result_of(dossier: Dossier) -> Result:
    """Make the PDF of a dossier's result."""
    result = dossier.results.get(voided_at__isnull=True)
    documents.store_result(result.pk)
    return Result.objects.get(pk=result.pk)


def test_the_receipt_says_who_what_and_until_when():
    dossier = factory.an_accepted()
    text = text_of(slip_of(dossier).file)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Hồng Bàng, ngày 23 tháng 11 năm 2026",
        f"Số: {dossier.code}/01",
        "Tiếp nhận hồ sơ của: Nguyễn Văn An",
        "Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng",
        "Số điện thoại: 0900000101; Thư điện tử: an.nguyen@example.vn",
        "Số định danh cá nhân: 031085999001",
        "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh (mã thủ tục 2.000635)",
        "Tờ khai đề nghị cấp bản sao Trích lục hộ tịch 1 0 0 Biểu mẫu điện tử",
        "trong ngày làm việc. Cách tính: Trả trong ngày, hết giờ làm việc ngày 23/11/2026.",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 23 tháng 11 năm 2026",
        "kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 23 tháng 11 năm 2026",
        "Trực tuyến, trong tài khoản của người nộp",
        "0 ₫ – Miễn phí cho công dân Việt Nam có tài khoản định danh điện tử mức độ 2",
        f"Mã tra cứu: {dossier.secret}",
        "Bản điện tử, chưa ký số (bản thử nghiệm) Đỗ Thị Mai Hương",
    ):
        assert words in text
    assert "người nộp:" not in text


def test_the_receipt_of_an_organisation_names_it_and_who_filed():
    organisation = factory.represented_by("citizen-cuong")
    dossier = factory.an_accepted(
        factory.BERTH,
        by="citizen-cuong",
        on_behalf_of=organisation,
        agency=factory.THUY_NGUYEN,
        is_paid=False,
        answers={
            "applicant": {"kind": "enterprise"},
            "organisation": {"position": "Giám đốc"},
            "delivery": {"method": "counter"},
        },
    )
    text = text_of(slip_of(dossier).file)
    for words in (
        "Công ty TNHH Vận tải thủy Bạch Đằng Giang; người nộp: Phạm Quốc Cường",
        "Mã số thuế: 0299500013",
        "Giấy tờ về sử dụng đất để xây dựng bến 0 1 0 01 tệp",
        "05 ngày làm việc. Cách tính: 05 ngày làm việc kể từ ngày sau ngày nhận, không tính 24/11",
        "Trung tâm Phục vụ hành chính công phường Thuỷ Nguyên, Trụ sở",
        "100.000 ₫ – 100.000 đồng mỗi lần thẩm định",
        "Bằng chữ: Một trăm nghìn đồng",
        "thời gian chờ nộp không tính vào thời hạn giải quyết",
    ):
        assert words in text


def test_the_receipt_of_a_paid_fee_and_a_result_by_post():
    dossier = factory.an_accepted(
        by="citizen-binh", answers={"delivery": {"method": "post", "address": SIDE_ADDRESS}}
    )
    text = text_of(slip_of(dossier).file)
    assert "16.000 ₫ – 8.000 đồng mỗi bản sao × 2 bản" in text
    assert "Đã thực hiện trước khi tiếp nhận hồ sơ." in text
    assert f"Qua dịch vụ bưu chính, đến địa chỉ: {SIDE_ADDRESS}" in text


def test_the_request_for_a_supplement_lists_every_item():
    dossier = factory.request_supplement(
        factory.a_submitted(), "Trang 2 của sổ hộ khẩu cũ", "Ảnh chụp <rõ> & đủ góc"
    )
    text = text_of(slip_of(dossier, "mau_02").file)
    assert "1 Trang 2 của sổ hộ khẩu cũ 2 Ảnh chụp <rõ> & đủ góc" in text
    assert "Lý do: Bản chụp bị mờ nên không đọc được." in text
    assert "Hướng dẫn: Chụp lại đủ bốn góc" in text
    assert "NGƯỜI HƯỚNG DẪN" in text


def test_the_request_for_a_supplement_says_until_when_and_what_may_follow():
    dossier = factory.request_supplement(factory.a_submitted(factory.BERTH), "Bản vẽ")
    text = text_of(slip_of(dossier, "mau_02").file)
    assert "Thời hạn bổ sung: trước 17 giờ 30 phút, ngày 08 tháng 12 năm 2026." in text
    assert "có thể không tiếp nhận hồ sơ" in text


def test_the_refusal_at_intake_gives_its_reason():
    dossier = factory.take(
        factory.a_submitted(),
        "refuse_intake",
        "clerk",
        reason="Đăng ký tại tỉnh khác.\nXem Điều 9.",
    )
    text = text_of(slip_of(dossier, "mau_03").file)
    assert "không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau" in text
    assert "Đăng ký tại tỉnh khác. Xem Điều 9." in text


def test_the_result_is_filled_from_the_answers_in_words():
    text = text_of(result_of(factory.a_settled(factory.BERTH, agency=factory.THUY_NGUYEN)).file)
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG THUỶ NGUYÊN Số: 01/",
        "QUYẾT ĐỊNH Về việc công bố hoạt động bến thủy nội địa Bến Kiền",
        "Bến Kiền",
        "sông Cấm, phường Thuỷ Nguyên",
        "diện tích bến: 1.500 m²",
        "từ ngày 15/12/2026",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "Đoàn Mạnh Tuấn",
        "Nơi nhận: - Nguyễn Văn An;",
    ):
        assert words in text
    assert "…" not in text


def test_a_result_is_shown_to_others_and_carries_no_secret():
    for procedure in (factory.EXTRACT, factory.BERTH):
        result = result_of(factory.a_settled(procedure))
        dossier = result.dossier
        label = f"Mã QR tra cứu hồ sơ {dossier.code}"
        link = f"http://127.0.0.1:8000/tra-cuu?{urlencode({'code': dossier.code})}"
        facts = document_facts.of_result(result)
        assert facts["qr"] == pdf.qr_svg(link, label=label)
        assert dossier.secret not in text_of(result.file)


def test_the_copy_of_a_birth_certificate_states_the_record():
    text = text_of(result_of(factory.a_settled()).file)
    for words in (
        "GIẤY KHAI SINH (BẢN SAO) Bản mẫu: nội dung ghi theo tờ khai, chưa trích từ Cơ sở dữ liệu",
        "Họ, chữ đệm, tên người có tên trong giấy tờ: Nguyễn Văn An",
        "Ngày, tháng, năm sinh: 12/03/1985",
        "Số định danh cá nhân: 031085999001",
        "Nơi đăng ký: phường Hồng Bàng Số đăng ký: 125/1985 Ngày đăng ký: 20/03/1985",
    ):
        assert words in text


def test_the_copy_of_anothers_record_names_them_and_skips_what_is_unknown():
    subject = {"relation": "child", "full_name": "Nguyễn Thị Ba", "birth_date": "1940-01-01"}
    dossier = factory.a_settled(
        answers={
            "record": {"kind": "death"},
            "subject": subject,
            "registration": {"number": None, "date": None},
        }
    )
    text = text_of(result_of(dossier).file)
    assert "TRÍCH LỤC KHAI TỬ (BẢN SAO)" in text
    assert "giấy tờ: Nguyễn Thị Ba Ngày, tháng, năm sinh: 01/01/1940 Nơi đăng ký:" in text
    assert "Số đăng ký" not in text
    assert "Số định danh" not in text


def test_a_receipt_by_night_names_the_receipt_of_the_law_alone(clock_at):
    dossier = factory.a_submitted(factory.BERTH)
    clock_at("2026-11-23T22:08")
    text = text_of(slip_of(factory.take(dossier, "accept", "clerk")).file)
    assert "Thời gian nộp hồ sơ: 09 giờ 00 phút, ngày 23 tháng 11 năm 2026" in text
    assert "Thời gian nhận hồ sơ: 07 giờ 30 phút, ngày 25 tháng 11 năm 2026" in text
    assert "22 giờ 08" not in text


def test_the_receipt_names_no_second_time_when_there_is_none():
    text = text_of(slip_of(factory.an_accepted()).file)
    assert "Thời gian nhận hồ sơ: 09 giờ 00 phút" in text
    assert "Thời gian nộp hồ sơ" not in text


@pytest.mark.parametrize("is_floating", [False, True])
@pytest.mark.parametrize("has_project", [False, True])
def test_no_page_holds_a_signature_alone(has_project, is_floating):
    port = {"has_project": has_project, "uses_floating_structure": is_floating}
    dossier = factory.an_accepted(factory.BERTH, answers={"port": port}, is_paid=False)
    with slip_of(dossier).file.open() as stream:
        sheets = pypdfium2.PdfDocument(stream.read())
        *_, last = (sheet.get_textpage().get_text_range() for sheet in sheets)
    assert last.index("thời gian chờ nộp") < last.index("NGƯỜI TIẾP NHẬN HỒ SƠ")


def test_the_refusal_on_the_merits_is_a_result_with_its_reason():
    dossier = factory.a_settled(factory.BERTH, refused="Luồng hẹp dưới 30 m.")
    text = text_of(result_of(dossier).file)
    assert "THÔNG BÁO Về việc từ chối" in text
    assert f"hồ sơ mã số {dossier.code} của Nguyễn Văn An" in text
    assert "tiếp nhận ngày 23/11/2026" in text
    assert "Lý do: Luồng hẹp dưới 30 m." in text


def test_the_qr_code_leads_to_public_tracking():
    slip = slip_of(factory.an_accepted())
    query = urlencode({"code": slip.dossier.code, "secret": slip.dossier.secret})
    link = f"http://127.0.0.1:8000/tra-cuu?{query}"
    label = f"Mã QR tra cứu hồ sơ {slip.dossier.code}"
    assert document_facts.of_slip(slip)["qr"] == pdf.qr_svg(link, label=label)
    with slip.file.open() as stream, pikepdf.open(io.BytesIO(stream.read())) as document:
        alternatives = [
            str(item["/Alt"])
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert alternatives == [label]


def test_a_document_made_later_reads_the_same(clock_at):
    dossier = factory.an_accepted(factory.BERTH, is_paid=False)
    first = text_of(slip_of(dossier).file)
    clock_at("2026-11-27T10:00")
    factory.pay(dossier)
    factory.take(dossier, "hand_over", "clerk")
    Slip.objects.update(ready_at=None)
    assert text_of(slip_of(dossier).file) == first


def test_a_receipt_lists_the_papers_of_its_day(clock_at):
    draft = factory.a_draft(factory.BERTH)
    actor = factory.who("citizen-an")
    actions.submit(draft, actor=actor, seen_version=draft.version)
    dossier = factory.take(Dossier.objects.get(pk=draft.pk), "accept", "clerk")
    clock_at("2026-11-23T10:00")
    dossier.papers.update(removed_at=clock.now())
    assert text_of(slip_of(dossier).file).count("01 tệp") == 2


@pytest.mark.parametrize("model", [Slip, Result])
def test_a_second_run_overwrites_nothing(model):
    dossier = factory.a_settled()
    running.drain()
    row = model.objects.filter(dossier=dossier).earliest("pk")
    store = documents.store_slip if model is Slip else documents.store_result
    events = Event.objects.count()
    before = (row.file.name, row.ready_at)
    store(row.pk)
    row.refresh_from_db()
    assert (row.file.name, row.ready_at) == before
    assert Event.objects.count() == events


def test_two_workers_at_once_keep_one_file(monkeypatch):
    slip = factory.an_accepted().slips.get(form="mau_01")
    render = pdf.render

    def render_while_another_does(html, *, title):
        monkeypatch.setattr(pdf, "render", render)
        documents.store_slip(slip.pk)
        return render(html, title=title)

    monkeypatch.setattr(pdf, "render", render_while_another_does)
    storage = slip.file.storage
    before = set(storage.listdir("slips")[1]) if storage.exists("slips") else set()
    documents.store_slip(slip.pk)
    slip.refresh_from_db()
    after = {f"slips/{name}" for name in set(storage.listdir("slips")[1]) - before}
    assert after == {slip.file.name}
    assert Event.objects.filter(name="dossier.slip_ready").count() == 1


def test_the_journal_tells_that_a_document_is_ready():
    dossier = factory.a_settled()
    running.drain()
    events = Event.objects.filter(name__endswith="_ready").order_by("recorded_at", "id")
    told = [(event.name, event.data.get("form", "")) for event in events]
    assert sorted(told) == [
        ("dossier.result_ready", ""),
        ("dossier.slip_ready", "mau_01"),
        ("dossier.slip_ready", "mau_06"),
        ("dossier.slip_ready", "mau_06"),
    ]
    by = {(event.subject, event.actor, event.agency) for event in events}
    assert by == {(dossier.subject, "system:worker", factory.HONG_BANG)}
    assert events.get(data__form="mau_01").data == {
        "dossier": dossier.pk,
        "slip": dossier.slips.get(form="mau_01").pk,
        "form": "mau_01",
    }


def test_a_broken_template_leaves_the_row_waiting(monkeypatch):
    slip = factory.an_accepted().slips.get(form="mau_01")

    def broken(*args):
        raise TemplateSyntaxError("unclosed block")

    monkeypatch.setattr(documents, "render_to_string", broken)
    running.run_due(worker="test")
    slip.refresh_from_db()
    assert (slip.ready_at, slip.file.name) == (None, "")
    assert "unclosed block" in JobRow.objects.get(name="dossiers.slip_pdf").error
    assert JobRow.objects.get(name="dossiers.slip_pdf").state == State.READY


def test_a_journal_that_fails_leaves_neither_row_nor_file(monkeypatch):
    slip = factory.an_accepted().slips.get(form="mau_01")
    storage = slip.file.storage
    before = set(storage.listdir("slips")[1]) if storage.exists("slips") else set()

    def broken(*args, **kwargs):
        raise RuntimeError("no journal")

    monkeypatch.setattr(documents.journal, "record", broken)
    with pytest.raises(RuntimeError):
        documents.store_slip(slip.pk)
    slip.refresh_from_db()
    assert slip.ready_at is None
    assert set(storage.listdir("slips")[1]) == before


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "Phó Chủ tịch Ủy ban nhân dân phường Hồng Bàng",
            ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"],
        ),
        ("Chủ tịch Ủy ban nhân dân phường Hồng Bàng", ["TM. Ủy ban nhân dân", "Chủ tịch"]),
        ("Giám đốc", ["Giám đốc"]),
    ],
)
def test_who_signs_for_whom(title, lines):
    assert signature_lines(title, "Ủy ban nhân dân phường Hồng Bàng") == lines


def test_the_notice_of_a_stop_is_signed_by_who_released_it_not_by_who_sent_it():
    dossier = situations.sent(factory.at_appraisal(), "stop", "officer", reason="Có tranh chấp.")
    facts = document_facts.of_slip(dossier.slips.get(form="mau_05"))
    leader = factory.who("leader-hongbang").staff
    assert leader is not None
    assert facts["clerk"] == leader.full_name
    assert facts["signature"] == ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]


def test_a_transfer_has_its_control_slip_from_agency_to_agency():
    wanted = {"agency": factory.THUY_NGUYEN, "reason": "Nhầm nơi nộp."}
    dossier = situations.sent(factory.at_appraisal(), "transfer", "officer", **wanted)
    documents.draw_up_control_slip(dossier.pk, version=dossier.version)
    slip = dossier.slips.filter(form="mau_06").order_by("-pk").first()
    (line,) = [
        row for row in document_facts.of_slip(slip)["lines"] if "Thuỷ Nguyên" in row["taker"]
    ]
    assert "Hồng Bàng" in line["giver"]


def test_the_request_to_supplement_names_the_questions_that_were_ticked():
    asked = {
        "content": ["Tên bến"],
        "reason": "Sai.",
        "guidance": "Ghi lại.",
        "fields": ["/port/name"],
    }
    dossier = factory.take(factory.a_submitted(BERTH), "request_supplement", "clerk", **asked)
    facts = document_facts.of_slip(dossier.slips.get(form="mau_02"))
    assert (facts["asked"], facts["is_last"]) == (["Tên bến"], False)
