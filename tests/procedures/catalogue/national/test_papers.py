"""What must be handed in, cut out of one run of text only where there is one way to cut."""

import pytest

from procedures.catalogue.national import papers
from procedures.catalogue.national.papers import HEADER


def read(text):
    """Read one table without a heading."""
    return papers.read(f"--{HEADER}{text}")


def test_table_is_cut_into_papers():
    found = read(
        "- Đơn đề nghị theo mẫu.Mauon.docx1 bản chính"
        "- Giấy đăng ký (nếu có);0 bản chính,1 bản sao"
        "Quyết định ngày 05/8/20261 bản chính,2 bản sao"
        "Ảnh màu2 bản chính"
    )
    told = [(one.name, one.originals, one.copies, one.if_any, one.template) for one in found.values]
    assert told == [
        ("Đơn đề nghị theo mẫu", 1, 0, False, "Mauon.docx"),
        ("Giấy đăng ký (nếu có)", 0, 1, True, ""),
        ("Quyết định ngày 05/8/2026", 1, 2, False, ""),
        ("Ảnh màu", 2, 0, False, ""),
    ]
    assert found.doubts == ()


def test_headings_are_the_cases():
    found = papers.read(
        f"* Giấy tờ phải nộp:{HEADER}Tờ khai1 bản chính"
        f"* Giấy tờ phải xuất trình:{HEADER}Hộ chiếu1 bản chính"
    )
    assert [(one.group, one.name) for one in found.values] == [
        ("* Giấy tờ phải nộp:", "Tờ khai"),
        ("* Giấy tờ phải xuất trình:", "Hộ chiếu"),
    ]


@pytest.mark.parametrize(
    ("cell", "name", "template"),
    [
        ("Tờ khai của Chính phủ.M03b.pdf", "Tờ khai của Chính phủ", "M03b.pdf"),
        ("Báo cáo thi côngBaocao.docx", "Báo cáo thi công", "Baocao.docx"),
        ("Đơn theo mẫu;Phụ lục V.docx", "Đơn theo mẫu", "Phụ lục V.docx"),
        ("Đơn, Nghị định 1/2026/NĐ-CPMẫu 03.docx", "Đơn, Nghị định 1/2026/NĐ-CP", "Mẫu 03.docx"),
        ("Đơn, Nghị định 1/2026/NĐ-CPmau 3.docx", "Đơn, Nghị định 1/2026/NĐ-CP", "mau 3.docx"),
        ("Đơn đăng ký tài sảnMau 07 - Phu luc II_36.2025.doc", "Đơn đăng ký tài sản", None),
    ],
)
def test_name_and_template_are_parted_at_the_only_seam(cell, name, template):
    (paper,) = read(f"{cell}1 bản chính").values
    assert paper.name == name
    assert paper.template == (template or "Mau 07 - Phu luc II_36.2025.doc")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("Tờ khai theo Mẫu số 181 bản chính", "papers.count_run_together"),
        ("Tờ khai theo Mẫu số 011 bản chính", "papers.count_run_together"),
        ("Tờ khai theo Hiệp định GMSGMS - Gia hạn.docx1 bản chính", "papers.template_run_together"),
        ("Tờ khai theo Mẫu TP-02Mẫu TP-02.docx1 bản chính", "papers.template_run_together"),
        ("Theo mẫu.Mau 1.docxMau 2.docx1 bản chính", "papers.template_run_together"),
        ("Đơn theo mẫu tt11.docx1 bản chính", "papers.template_run_together"),
        ("Trường hợp không khai thác được thông tin thì nộp bản giấy.0 bản chính", "papers.note"),
        ("Số lượng hồ sơ: 01 (một) bộ.0 bản chính", "papers.note"),
        ("Giấy chứng sinh0 bản chính", "papers.zero"),
        ("Trường hợp ủy quyền thì nộp giấy ủy quyền1 bản chính", "papers.condition"),
        (
            "Giấy chứng sinh; trường hợp không có thì nộp cam đoan1 bản chính",
            "papers.condition_within",
        ),
        ("Thành phần hồ sơ gồm:1 bản chính", "papers.heading"),
        ("Bản sao Giấy chứng nhận1 bản chính", "papers.kind_differs"),
        ("Bản gốc Giấy chứng nhận0 bản chính,1 bản sao", "papers.kind_differs"),
        ("Sơ đồ (bản chính hoặc bản sao)1 bản chính,1 bản sao", "papers.either_kind"),
        ("Gồm: a) Đơn; b) Ảnh; c) Sơ đồ1 bản chính", "papers.several_in_one"),
        ("Đơn100 bản chính", "papers.count_run_together"),
        ("Hồ sơ dài " * 80 + "x1 bản chính", "papers.too_long"),
        ("- 1 bản chính.", "papers.no_rows"),
        ("Đơn nộp kèm 1 bản chính hợp đồng", "papers.no_rows"),
    ],
)
def test_doubtful_cell_is_no_paper(cells, code):
    found = read(cells)
    assert found.values == ()
    assert code in {one.code for one in found.doubts}


def test_number_within_a_name_ends_no_cell():
    (paper,) = read("Phiếu yêu cầu theo mẫu (01 bản chính)1 bản chính").values
    assert paper.name == "Phiếu yêu cầu theo mẫu (01 bản chính)"


def test_number_at_the_beginning_of_a_name_ends_no_cell():
    found = read("Đơn1 bản chính01 bản chính danh sách nhân viên1 bản chính")
    assert [one.name for one in found.values] == ["Đơn", "01 bản chính danh sách nhân viên"]


def test_border_that_may_be_within_a_name_is_doubted():
    found = read("Đơn gồm 1 bản chínhẢnh màu1 bản chínhSơ đồ1 bản chính")
    assert [one.name for one in found.values] == ["Ảnh màu", "Sơ đồ"]
    assert [one.code for one in found.doubts] == ["papers.boundary"]


def test_words_after_the_last_number_are_told():
    found = read("Đơn1 bản chínhvà các giấy tờ khác")
    assert [one.code for one in found.doubts] == ["papers.trailing"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", []), ("--", []), ("----", []), ("phải được kê khai", ["papers.no_table"])],
)
def test_no_table(text, codes):
    found = papers.read(text)
    assert found.values == ()
    assert [one.code for one in found.doubts] == codes
