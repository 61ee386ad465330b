"""Who am I, and what was I told."""

from datetime import timedelta
from uuid import uuid4

from portal.core import clock
from tests.factories import dossiers


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


def test_messages_are_listed_then_marked_as_read(signed_in):
    person = dossiers.who("citizen-an").person
    for at, title in enumerate(("Đã tiếp nhận hồ sơ", "Đã có kết quả")):
        person.notices.create(
            event_id=uuid4(),
            dossier_code="H24.21.22-261123-0001",
            title=title,
            text="Hẹn trả 17:30.",
            created_at=clock.now() + timedelta(minutes=at),
        )
    an = signed_in("citizen-an")
    listed = an.ask("me/notices").json()["data"]
    assert [(one["title"], one["read_at"]) for one in listed] == [
        ("Đã có kết quả", None),
        ("Đã tiếp nhận hồ sơ", None),
    ]
    assert signed_in("citizen-binh").ask("me/notices").json()["data"] == []
    assert signed_in("citizen-binh").tell("me/notices/read").json() == {"marked": 0}
    assert an.tell("me/notices/read").json() == {"marked": 2}
    assert all(one["read_at"] for one in an.ask("me/notices").json()["data"])


def test_staff_have_no_messages(signed_in):
    assert signed_in("clerk-hongbang").ask("me/notices").status_code == 403
