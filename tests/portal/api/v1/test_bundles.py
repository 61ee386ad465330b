"""Bundles by program: legs on the parent, the parent on each leg, one line in my list."""

from tests.factories import dossiers


def test_bundle_tells_its_legs_and_a_leg_its_bundle(signed_in):
    bundle = dossiers.a_bundle()
    birth = dossiers.leg(bundle, "birth")
    an = signed_in("citizen-an")
    seen = an.ask(f"dossiers/{bundle.code}").json()
    told = {leg["id"]: leg for leg in seen["legs"]}
    assert told["birth"]["code"] == birth.code
    assert told["birth"]["agency"]["code"] == birth.competent_agency.code
    assert [leg["code"] for name, leg in told.items() if name != "birth"] == [None, None]
    assert an.ask(f"dossiers/{birth.code}").json()["parent"] == bundle.code
    story = an.ask(f"dossiers/{bundle.code}/timeline").json()["data"]
    assert {entry["leg"] for entry in story} == {"", told["birth"]["name"]}
    assert [row["code"] for row in an.ask("dossiers/").json()["data"]] == [bundle.code]
