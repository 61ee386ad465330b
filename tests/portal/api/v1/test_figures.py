"""Figures for leaders, within what the permission table lets them read."""

import pytest

from tests.factories import dossiers
from tests.factories.dossiers import THUY_NGUYEN


def values(answer):
    """The figures of a dashboard's answer by their codes."""
    return {figure["code"]: figure["value"] for figure in answer.json()["figures"]}


def test_leader_sees_the_figures_of_their_agency(signed_in):
    dossiers.a_settled()
    dossiers.an_accepted(agency=THUY_NGUYEN)
    leader = signed_in("leader-hongbang").ask("dashboard/")
    assert (values(leader)["received"], values(leader)["settled"]) == (1, 1)
    assert leader.json()["by_day"][-1] == {"day": "2026-11-23", "received": 1, "settled": 1}
    city = signed_in("city-leader")
    assert values(city.ask("dashboard/"))["received"] == 2
    assert values(city.ask("dashboard/", {"agency": THUY_NGUYEN}))["received"] == 1


def test_figure_is_made_of_exactly_its_dossiers(signed_in):
    dossier = dossiers.a_settled()
    leader = signed_in("leader-hongbang")
    rows = leader.ask("dashboard/received").json()["data"]
    assert [row["code"] for row in rows] == [dossier.code]
    assert leader.ask("dashboard/nonsense").status_code == 404


@pytest.mark.parametrize(
    ("account", "query", "status"),
    [
        ("citizen-an", {}, 403),
        ("clerk-hongbang", {}, 403),
        ("leader-hongbang", {"agency": THUY_NGUYEN}, 404),
        ("inspector", {"agency": "H99"}, 404),
        ("inspector", {"start": "hôm qua"}, 400),
        ("inspector", {"start": "2026-11-20", "end": "2026-11-01"}, 400),
        ("inspector", {"start": "2026-11-20", "end": "2026-11-20"}, 200),
    ],
)
def test_who_may_see_which_figures(signed_in, account, query, status):
    assert signed_in(account).ask("dashboard/", query).status_code == status


@pytest.mark.parametrize("path", ["dashboard/", "dashboard/received"])
@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ({"start": "hôm qua"}, ["/start"]),
        ({"start": "\0", "end": "\0"}, ["/start", "/end"]),
        ({"start": "2026-11-20", "end": "2026-11-01"}, ["/start", "/end"]),
        ({"start": "2020-01-01", "end": "2026-11-01"}, ["/start", "/end"]),
        ({"agency": "\0"}, ["/agency"]),
        ({"from": "2026-11-01"}, ["/from"]),
    ],
)
def test_wrong_period_is_named(signed_in, path, query, pointers):
    answer = signed_in("inspector").ask(path, query)
    assert answer.status_code == 400, answer.content
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers


def test_component_tells_its_points_and_its_score(signed_in):
    dossiers.a_settled()
    components = signed_in("leader-hongbang").ask("dashboard/").json()["components"]
    assert all(component["points"] > 0 for component in components)
    scored = [component for component in components if component["value"] is not None]
    assert scored
    assert all(0 <= component["score"] <= component["points"] for component in scored)
    unknown = [component["score"] for component in components if component["value"] is None]
    assert set(unknown) <= {None}
