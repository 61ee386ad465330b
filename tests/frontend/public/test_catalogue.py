"""Finding a procedure and reading its sheet."""

import pytest

from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db

EXTRACT_NAME = "Cấp bản sao Trích lục hộ tịch"
BERTH_NAME = "Công bố hoạt động bến thủy nội địa"


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def test_home_leads_to_search_events_fields_and_tracking():
    page = browser().get("/").content.decode()
    for link in ("/thu-tuc?event=family", "/thu-tuc?field=hang_hai_va_duong_thuy", "/tra-cuu"):
        assert f'href="{link}"' in page
    assert 'action="/thu-tuc"' in page


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("q=trich luc", EXTRACT_NAME, BERTH_NAME),
        ("q=BẾN THỦY", BERTH_NAME, EXTRACT_NAME),
        ("q=ben thuỷ", BERTH_NAME, EXTRACT_NAME),
        ("q=2.000635", EXTRACT_NAME, BERTH_NAME),
        ("audience=cooperative", BERTH_NAME, EXTRACT_NAME),
        ("field=hang_hai_va_duong_thuy", BERTH_NAME, EXTRACT_NAME),
        ("event=family", EXTRACT_NAME, BERTH_NAME),
    ],
)
def test_search_needs_no_diacritics_and_filters(query, found, missing):
    page = words(browser().get(f"/thu-tuc?{query}"))
    assert found in page
    assert missing not in page


def test_search_without_result_says_what_to_try():
    page = words(browser().get("/thu-tuc?q=khong co gi nhu the"))
    assert "Không tìm thấy thủ tục nào." in page


def test_search_keeps_what_was_typed_escaped():
    page = browser().get("/thu-tuc", {"q": '"><b>'}).content.decode()
    assert "&quot;&gt;&lt;b&gt;" in page


@pytest.mark.parametrize(
    "part",
    [
        "05 ngày làm việc",
        "trả lời về việc tiếp nhận trong 02 ngày làm việc",
        "Nếu nộp bây giờ và hồ sơ đủ, hợp lệ, hẹn trả kết quả trước 17:30 ngày 01/12/2026",
        "100.000 đồng",
        "Nộp khi hồ sơ được tiếp nhận.",
        "Đơn đề nghị công bố hoạt động bến thủy nội địa (biểu mẫu điện tử)",
        "Giấy tờ về sử dụng đất để xây dựng bến (01 bản sao có chứng thực)",
        "Trình tự thực hiện",
        "Nghị định về quản lý hoạt động đường thủy nội địa (08/2021/NĐ-CP)",
        "Ủy ban nhân dân xã, phường, đặc khu",
        "Toàn trình (mức độ 4)",
        "Trực tuyến, Trực tiếp tại quầy, Qua bưu chính",
        "870/QĐ-BXD",
    ],
)
def test_sheet_shows_every_part(part):
    assert part in words(browser().get("/thu-tuc/1.009454"))


@pytest.mark.parametrize(
    ("day", "shown"), [("2027-02-26T09:00", True), ("2027-03-01T09:00", False)]
)
def test_sheet_names_waivers_only_while_they_hold(clock_at, day, shown):
    client = browser()
    clock_at(day)
    page = words(client.get("/thu-tuc/2.000635"))
    assert ("Miễn phí cho công dân Việt Nam" in page) is shown
    assert "8.000 đồng mỗi bản sao × số bản" in page


def test_unknown_procedure_is_not_found():
    assert browser().get("/thu-tuc/9.999999").status_code == 404


@pytest.mark.parametrize("url", ["/gioi-thieu", "/tro-nang"])
def test_pages_about_the_portal_are_open(url):
    assert browser().get(url).status_code == 200


def test_list_takes_a_fixed_number_of_queries(django_assert_num_queries):
    client = browser()
    with django_assert_num_queries(3):  # how many, one page of them, the fields of law
        client.get("/thu-tuc?q=ban")
