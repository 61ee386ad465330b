"""Signing in and out, and the theme."""

import pytest

from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def test_sign_in_page_names_vneid_and_offers_demo_people_apart():
    page = words(browser().get("/dang-nhap"))
    assert "VNeID" in page
    assert page.index("Công dân, đại diện tổ chức") < page.index("Nguyễn Văn An")
    assert page.index("Nguyễn Văn An") < page.index("Cán bộ, lãnh đạo")
    assert "Thu phí bằng tiền mặt hoặc thẻ tại quầy." in page


def test_without_demonstration_nobody_can_be_chosen(settings):
    client = browser()
    settings.DEMO = False
    page = words(client.get("/dang-nhap"))
    assert "kết nối với VNeID đang được hoàn thiện" in page
    assert "Nguyễn Văn An" not in page
    assert client.post("/dang-nhap", {"account": "citizen-an"}).status_code == 403


@pytest.mark.parametrize(
    ("account", "home"),
    [
        ("citizen-an", "/ho-so"),
        ("clerk-hongbang", "/can-bo/hang-doi"),
        ("city-leader", "/lanh-dao"),
        ("inspector", "/lanh-dao"),
    ],
)
def test_signing_in_leads_to_ones_own_work(account, home):
    client = browser()
    answer = client.post("/dang-nhap", {"account": account})
    assert answer.headers["Location"] == home
    assert client.get(home).status_code == 200


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/thu-tuc/2.000635/nop", "/thu-tuc/2.000635/nop"),
        ("https://evil.example/", "/ho-so"),
        ("//evil.example/", "/ho-so"),
        ("javascript:alert(1)", "/ho-so"),
    ],
)
def test_only_a_page_of_the_portal_is_followed(asked, led):
    answer = browser().post("/dang-nhap", {"account": "citizen-an", "next": asked})
    assert answer.headers["Location"] == led


def test_unknown_account_is_not_found():
    assert browser().post("/dang-nhap", {"account": "admin"}).status_code == 404


def test_signing_out_ends_the_session():
    client = browser("citizen-an")
    assert client.get("/dang-xuat").status_code == 405
    client.post("/dang-xuat")
    assert client.get("/ho-so").headers["Location"] == "/dang-nhap?next=/ho-so"


@pytest.mark.parametrize(("theme", "shown"), [("dark", True), ("auto", False)])
def test_theme_is_kept_in_the_browser(theme, shown):
    client = browser()
    answer = client.post("/giao-dien", {"theme": theme, "next": "/tro-nang"})
    assert answer.headers["Location"] == "/tro-nang"
    assert (f'data-theme="{theme}"' in client.get("/").content.decode()) is shown


def test_unknown_theme_is_refused():
    assert browser().post("/giao-dien", {"theme": "pink"}).status_code == 400


@pytest.mark.parametrize(
    ("account", "sections"),
    [
        ("", ["Thủ tục", "Tra cứu hồ sơ"]),
        ("citizen-an", ["Thủ tục", "Tra cứu hồ sơ", "Hồ sơ của tôi"]),
        ("clerk-hongbang", ["Hàng đợi", "Tiếp nhận tại quầy", "Thủ tục", "Tra cứu hồ sơ"]),
        (
            "leader-hongbang",
            ["Hôm nay", "Khối lượng", "Hàng đợi", "Điều hành", "Thủ tục", "Tra cứu hồ sơ"],
        ),
        ("city-leader", ["Điều hành", "Thủ tục", "Tra cứu hồ sơ"]),
    ],
)
def test_navigation_offers_what_one_may_enter(account, sections):
    answer = browser(account).get("/thu-tuc")
    shown = answer.context["navigation"]
    assert [item["text"] for item in shown] == sections
    assert [item["text"] for item in shown if item["current"]] == ["Thủ tục"]
