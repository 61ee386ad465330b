"""Whose figures somebody may read."""

from __future__ import annotations

import pytest

from portal.core.errors import NotAllowed
from tests.factories import dossiers as make
from tracking.selectors import scope_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal() -> None:
    make.the_portal()


@pytest.mark.parametrize("kind", ["view_dashboard", "view_figures"])
@pytest.mark.parametrize(
    ("account", "scope"),
    [
        ("city-leader", ""),
        ("leader-hongbang", make.HONG_BANG),
        ("leader-thuynguyen", make.THUY_NGUYEN),
    ],
)
def test_leaders_read_their_own_figures(account: str, scope: str, kind: str) -> None:
    assert scope_of(make.who(account), kind=kind) == scope


@pytest.mark.parametrize("account", ["clerk-hongbang", "cashier-hongbang", "citizen-an"])
def test_others_read_no_figures(account: str) -> None:
    with pytest.raises(NotAllowed, match="lãnh đạo"):
        scope_of(make.who(account))
