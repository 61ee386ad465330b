"""Who am I."""


def test_representative_sees_for_whom_they_may_act(signed_in):
    me = signed_in("citizen-cuong").ask("me").json()
    assert (me["kind"], me["name"], me["staff"]) == ("citizen", "Phạm Quốc Cường", None)
    assert me["person"]["identity_level"] == 2
    assert [(mandate["number"], mandate["kind"]) for mandate in me["mandates"]] == [
        ("0299500013", "legal_representative")
    ]


def test_clerk_sees_their_desk(signed_in):
    me = signed_in("clerk-hongbang").ask("me").json()
    assert (me["kind"], me["roles"], me["person"]) == ("staff", ["clerk"], None)
    assert me["staff"]["agency"]["code"] == "H24.21.22"
    assert [desk["code"] for desk in me["desks"]] == ["H24.21.22/one_stop"]


def test_authorised_person_acts_for_their_principal(signed_in):
    giang = signed_in("citizen-giang")
    number = giang.ask("me").json()["mandates"][0]["number"]
    giang.credentials(**giang._credentials, HTTP_X_ON_BEHALF_OF=number)
    draft = giang.tell("dossiers/", {"procedure": "2.000635", "agency": "H24.21.22"})
    assert draft.json()["owner"] == "Hoàng Thị Hiền"
