"""A bundle on the pages: one file for its applicant, a case for each agency."""

import pytest

from portal.accounts.actors import system
from procedures.dossiers import legs
from tests.factories.dossiers import a_bundle, leg, register_birth, take
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def test_applicant_sees_the_bundle_with_its_legs_and_lists_it_once():
    bundle = a_bundle()
    birth = leg(bundle, "birth")
    client = browser("citizen-an")
    page = words(client.get(f"/ho-so/{bundle.code}"))
    assert "Các thủ tục trong hồ sơ liên thông" in page
    assert birth.code in page
    assert birth.competent_agency.name in page
    assert "Chờ kết quả của thủ tục trước" in page
    mine = words(client.get("/ho-so"))
    assert bundle.code in mine
    assert birth.code not in mine


def test_what_a_leg_asks_stands_in_the_list_beside_its_bundle():
    birth = take(leg(a_bundle(), "birth"), "hand_over", "clerk")
    assert "Xác nhận dự thảo" not in words(browser("citizen-an").get("/ho-so"))
    take(birth, "ask_confirmation", "officer")
    assert "Xác nhận dự thảo kết quả" in words(browser("citizen-an").get("/ho-so"))


def test_leg_leads_back_to_its_bundle():
    bundle = a_bundle()
    birth = leg(bundle, "birth")
    page = browser("citizen-an").get(f"/ho-so/{birth.code}").content.decode()
    assert f'href="/ho-so/{bundle.code}"' in page
    case = browser("officer-hongbang").get(f"/can-bo/ho-so/{birth.code}").content.decode()
    assert f'href="/can-bo/ho-so/{bundle.code}"' in case


def test_legs_that_waited_are_shown_once_they_are_open():
    bundle = a_bundle()
    register_birth(leg(bundle, "birth"))
    legs.open_ready(bundle.pk, actor=system("portal"))
    page = words(browser("citizen-an").get(f"/ho-so/{bundle.code}"))
    assert "Chờ kết quả của thủ tục trước" not in page
    story = page[page.index("Quá trình giải quyết") :]
    assert "Đăng ký khai sinh Đã phát hành kết quả" in story
    case = words(browser("clerk-hongbang").get(f"/can-bo/ho-so/{bundle.code}"))
    assert "Các thủ tục liên thông" in case
