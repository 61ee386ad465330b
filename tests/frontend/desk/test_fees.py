"""Cash at the counter: shown, confirmed, refused to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from payments.models import PaymentIntent
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from procedures.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing() -> Dossier:
    """A dossier with a fee of 16,000 đồng."""
    return make.a_submitted(by="citizen-binh")


def address(dossier: Dossier) -> str:
    return f"/can-bo/ho-so/{dossier.code}/thu-tien"


def test_amount_is_shown_in_figures_and_words(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    text = signed_in("cashier-hongbang").get(address(owing)).content.decode()
    assert "16.000\xa0₫" in text
    assert "Mười sáu nghìn đồng" in text


@pytest.mark.parametrize("account", ["cashier-hongbang", "clerk-hongbang"])
def test_counter_takes_cash(
    signed_in: Callable[[str], Client], owing: Dossier, account: str
) -> None:
    client = signed_in(account)
    answer = client.post(address(owing), {"seen_amount": "16000"}, follow=True)
    assert answer.redirect_chain == [(f"/can-bo/ho-so/{owing.code}", 302)]
    assert "Đã thu 16.000\xa0₫" in answer.content.decode()
    assert PaymentIntent.objects.get(dossier_id=owing.pk).method == "cash"


@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("officer-hongbang", 403),
        ("cashier-thuynguyen", 404),
        ("citizen-binh", 403),
    ],
)
def test_others_take_no_cash(
    signed_in: Callable[[str], Client], owing: Dossier, account: str, status: int
) -> None:
    client = signed_in(account)
    assert client.get(address(owing)).status_code == status
    assert client.post(address(owing), {"seen_amount": "16000"}).status_code == status
    assert not PaymentIntent.objects.exists()


def test_other_amount_than_shown_is_outdated(
    signed_in: Callable[[str], Client], owing: Dossier
) -> None:
    answer = signed_in("cashier-hongbang").post(address(owing), {"seen_amount": "8000"})
    assert answer.status_code == 409
    assert "Số tiền phải nộp là 16.000\xa0₫" in answer.content.decode()
    assert not PaymentIntent.objects.exists()


@pytest.mark.parametrize("amount", ["", "mười", "16000.5"])
def test_unreadable_amount_is_refused(
    signed_in: Callable[[str], Client], owing: Dossier, amount: str
) -> None:
    answer = signed_in("cashier-hongbang").post(address(owing), {"seen_amount": amount})
    assert answer.status_code == 400


def test_nothing_owed_is_said(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    answer = signed_in("cashier-hongbang").get(address(dossier))
    assert answer.status_code == 409
    assert "không có phí, lệ phí nào phải nộp" in answer.content.decode()
