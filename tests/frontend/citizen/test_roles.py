"""Acting for an organisation or for somebody who authorised it."""

import pytest

from portal.accounts.models import Mandate
from procedures.dossiers.models import Dossier
from tests.factories.dossiers import BERTH, THUY_NGUYEN
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def mandate_of(account):
    return Mandate.objects.get(person__user__username=account)


def test_switching_names_whom_one_acts_for():
    client = browser("citizen-cuong")
    answer = client.post("/vai-tro", {"for": mandate_of("citizen-cuong").pk, "next": "/thu-tuc"})
    assert answer.headers["Location"] == "/thu-tuc"
    page = words(client.get("/ho-so"))
    assert "Phạm Quốc Cường (thay mặt Công ty TNHH Vận tải thủy Bạch Đằng Giang)" in page


def test_dossier_belongs_to_whom_one_acts_for():
    client = browser("citizen-cuong")
    mandate = mandate_of("citizen-cuong")
    client.post("/vai-tro", {"for": mandate.pk})
    client.post(f"/thu-tuc/{BERTH}/nop", {"agency": THUY_NGUYEN})
    assert Dossier.objects.get().organisation == mandate.organisation


def test_switching_back_makes_it_ones_own():
    client = browser("citizen-cuong")
    client.post("/vai-tro", {"for": mandate_of("citizen-cuong").pk})
    client.post("/vai-tro", {"for": "self"})
    client.post(f"/thu-tuc/{BERTH}/nop", {"agency": THUY_NGUYEN})
    assert Dossier.objects.get().owner.user.username == "citizen-cuong"


def test_mandate_of_somebody_else_is_not_found():
    client = browser("citizen-an")
    answer = client.post("/vai-tro", {"for": mandate_of("citizen-cuong").pk})
    assert answer.status_code == 404


@pytest.mark.parametrize("given", ["", "x", "-1", "9" * 30])
def test_nonsense_choice_is_refused(given):
    assert browser("citizen-cuong").post("/vai-tro", {"for": given}).status_code == 400


def test_staff_have_nobody_to_act_for():
    assert browser("clerk-hongbang").get("/vai-tro").status_code == 403


def test_lapsed_mandate_is_told_once_then_forgotten(clock_at):
    client = browser("citizen-giang")
    client.post("/vai-tro", {"for": mandate_of("citizen-giang").pk})
    clock_at("2028-01-03T09:00")
    refused = client.get("/ho-so")
    assert refused.status_code == 403
    assert "không còn hiệu lực" in words(refused)
    assert client.get("/ho-so").status_code == 200


def test_unsafe_next_is_not_followed():
    client = browser("citizen-cuong")
    answer = client.post("/vai-tro", {"for": "self", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/ho-so"
