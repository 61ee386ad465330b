"""The pages that say who is away, and where work goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.accounts.models import Absence
from procedures.dossiers.models import RoutingRule
from tests.factories import dossiers as make
from tests.frontend.browsing import browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
AWAY, ROUTING = "/can-bo/vang-mat", "/can-bo/phan-cong"
SAID = {
    "staff": "hp-hongbang-01",
    "substitute": "hp-hongbang-04",
    "starts": "2026-11-23",
    "ends": "2026-11-24",
    "reason": "leave",
}


@pytest.fixture
def signed_in() -> Callable[[str], Client]:
    """Give each account a browser of its own: these stories have several people."""
    return browser


@pytest.fixture(autouse=True)
def _monday(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    make.the_portal()


def test_an_absent_clerks_work_is_in_the_hands_of_the_substitute(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.a_submitted()
    registry = signed_in("registry-hongbang")
    assert str(dossier.code) not in registry.get("/can-bo/hang-doi").content.decode()
    assert signed_in("clerk-hongbang").post(AWAY, SAID).status_code == 302
    assert str(dossier.code) in registry.get("/can-bo/hang-doi").content.decode()
    page = registry.get(AWAY).content.decode()
    assert "Đỗ Thị Mai Hương" in page
    assert "Đang vắng" in page
    pk = Absence.objects.get().pk
    assert registry.post(f"{AWAY}/{pk}/ket-thuc").status_code == 403
    assert signed_in("clerk-hongbang").post(f"{AWAY}/{pk}/ket-thuc").status_code == 302
    assert str(dossier.code) not in registry.get("/can-bo/hang-doi").content.decode()


@pytest.mark.parametrize(
    ("account", "changed", "status"),
    [
        ("head-hongbang", {}, 302),
        ("registry-hongbang", {}, 403),
        ("leader-thuynguyen", {}, 400),
        ("citizen-an", {}, 403),
        ("clerk-hongbang", {"starts": "mai"}, 400),
        ("clerk-hongbang", {"substitute": ""}, 400),
        ("clerk-hongbang", {"reason": ""}, 400),
        ("clerk-hongbang", {"staff": "x"}, 400),
    ],
)
def test_who_may_record_what(
    signed_in: Callable[[str], Client], account: str, changed: dict[str, str], status: int
) -> None:
    answer = signed_in(account).post(AWAY, SAID | changed)
    assert answer.status_code == status
    assert Absence.objects.exists() is (status == 302)


def test_a_head_makes_and_drops_a_rule(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("head-hongbang")
    said = {"matter": f"procedure:{make.EXTRACT}", "commune": "", "staff": "hp-hongbang-07"}
    for _ in range(2):
        assert client.post(ROUTING, said).status_code == 302
    assert "Phạm Ngọc Diệp" in client.get(ROUTING).content.decode()
    assert str(make.at_appraisal().assignee) == "Phạm Ngọc Diệp"
    pk = RoutingRule.objects.get().pk
    assert signed_in("leader-thuynguyen").post(f"{ROUTING}/{pk}/bo").status_code == 404
    assert client.post(f"{ROUTING}/{pk}/bo").status_code == 302
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"matter": "", "commune": "", "staff": "hp-hongbang-07"},
        {"matter": "procedure:9.999999", "commune": "", "staff": "hp-hongbang-07"},
        {"matter": "secret:x", "commune": "", "staff": "hp-hongbang-07"},
        {"matter": "field:ho_tich", "commune": "99999", "staff": "hp-hongbang-07"},
        {"matter": "field:ho_tich", "commune": "", "staff": "hp-hongbang-01"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    signed_in: Callable[[str], Client], said: dict[str, str]
) -> None:
    assert signed_in("head-hongbang").post(ROUTING, said).status_code == 400
    assert signed_in("clerk-hongbang").post(ROUTING, said).status_code == 403
