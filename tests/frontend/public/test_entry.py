"""The sheet of an entry of the national catalogue: information with its source."""

import pytest

from portal.accounts.actors import system
from procedures.catalogue.importing import import_entries
from procedures.catalogue.national import rows
from tests.factories.national import row
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(clock_at):
    """`sheet(**changes)` imports one row and reads its page."""
    clock_at("2026-11-23T09:00")

    def read(**changes):
        import_entries([row(**changes)], source_hash="a" * 64, actor=system("import"))
        return browser().get("/thu-tuc/9.000001")

    return read


@pytest.mark.parametrize(
    "part",
    [
        "Đây là thông tin từ danh mục thủ tục hành chính quốc gia, nhập ngày 23/11/2026",
        "Cổng này chưa nhận hồ sơ của thủ tục này.",
        "Trực tuyến, Trực tiếp tại quầy: 03 ngày làm việc",
        "8.000\xa0₫/bản (phí)",
        "Tờ khai (01 bản chính)",
        "Hộ chiếu (01 bản sao)",
        "Giấy xác nhận thử",
        "Luật Hộ tịch (60/2014/QH13)",
        "Ủy ban nhân dân cấp xã",
        "12/QĐ-BTP",
        "Bước 2: Nhận kết quả.",
    ],
)
def test_sheet_shows_what_was_read(sheet, part):
    assert " ".join(part.split()) in words(sheet())


def test_sheet_links_to_its_source_and_offers_no_filing(sheet):
    page = sheet().content.decode()
    assert 'href="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/thu"' in page
    assert "/thu-tuc/9.000001/nop" not in page
    assert "&lt;p" not in page


def test_doubtful_is_counted_not_shown(sheet):
    page = words(
        sheet(
            cach_thuc_thuc_hien=f"{rows.HEADER}Trực tuyến5700 VNĐ",
            so_quyet_dinh="QĐ/7777-BCA",
        )
    )
    assert "Còn 1 chỗ trong danh mục không đọc được chắc chắn" in page
    assert "700" not in page
    assert "7777" not in page


def test_hostile_words_stay_words(sheet):
    page = sheet(ten_thu_tuc='Xin <script>alert("1")</script>', detail_url="javascript:alert(1)")
    assert "<script>alert" not in page.content.decode()
    assert "javascript:" not in page.content.decode()


def test_vanished_entry_says_so(sheet):
    sheet()
    import_entries([row("9.000002")], source_hash="b" * 64, actor=system("import"))
    page = words(browser().get("/thu-tuc/9.000001"))
    assert "Danh mục quốc gia nhập gần nhất không còn thủ tục này." in page


def test_page_of_another_procedure_is_not_shown(sheet):
    assert sheet(raw_text="Mã thủ tục9.000002Số quyết định1/QĐ-BTP").status_code == 404


def test_old_code_leads_on(sheet):
    answer = browser().get("/thu-tuc/1.009994")
    assert (answer.status_code, answer["Location"]) == (302, "/thu-tuc/1.013225")


def test_list_tells_entries_apart_and_goes_on_by_pages(clock_at):
    many = [
        row(f"9.{number:06}", ten_thu_tuc=f"Khảo sát bướm {number:03}") for number in range(1, 46)
    ]
    import_entries(many, source_hash="a" * 64, actor=system("import"))
    client = browser()
    page = client.get("/thu-tuc?q=khao+sat+buom&agency_level=commune&page=2")
    assert "45 thủ tục, trang 2 trên 3" in words(page)
    assert "Thông tin từ danh mục quốc gia" in words(page)
    links = page.content.decode()
    assert "?q=khao+sat+buom&amp;agency_level=commune&amp;page=3" in links
    assert "?q=khao+sat+buom&amp;agency_level=commune&amp;page=1" in links
    assert client.get("/thu-tuc?page=abc").status_code == 200


def test_sheet_takes_two_queries(sheet, django_assert_num_queries):
    sheet()
    client = browser()
    with django_assert_num_queries(2):
        client.get("/thu-tuc/9.000001")
