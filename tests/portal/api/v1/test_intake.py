"""A clerk's program takes files in through the door of the counter's page."""

import pytest

from portal.core.errors import Refused
from procedures.dossiers import actions, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as make
from tests.factories.dossiers import EXTRACT, EXTRACT_ANSWERS, HONG_BANG

CARD = "031185000999||Nguyễn Thị Bích|12031985|Nữ|Số 12 phố Minh Khai, Hồng Bàng|01072021"
WALK_IN = {
    "procedure": EXTRACT,
    "channel": "counter",
    "agency": HONG_BANG,
    "ticket": "A017",
    "submitter": {"card": CARD, "phone": "0912345678"},
    "answers": {**EXTRACT_ANSWERS, "delivery": {"method": "counter"}},
    "accept": True,
}


@pytest.fixture
def clerk(signed_in):
    return signed_in("clerk-hongbang")


def test_walk_in_with_a_waived_fee_is_accepted(clerk):
    an = make.who("citizen-an").person
    answer = clerk.tell(
        "intake/", {**WALK_IN, "submitter": {"personal_number": an.personal_number}}
    )

    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert (said["is_accepted"], said["waits_for"], said["missing"]) == (True, "", [])
    assert (said["dossier"]["stage"], said["dossier"]["channel"]) == ("accepted", "counter")


def test_same_key_is_the_same_file(clerk):
    an = make.who("citizen-an").person
    key = "019ab000-0000-7000-8000-000000000001"
    body = {**WALK_IN, "submitter": {"personal_number": an.personal_number}, "key": key}
    first, again = (clerk.tell("intake/", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), again.content
    assert first.json()["dossier"]["id"] == again.json()["dossier"]["id"] == key
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("start", [make.a_draft, make.a_submitted])
def test_key_of_somebody_elses_file_opens_nothing(clerk, start):
    key = str(start().public_id)
    assert clerk.tell("intake/", {**WALK_IN, "key": key}).status_code == 404
    assert Dossier.objects.count() == 1


def test_unpaid_fee_keeps_it_from_acceptance(clerk):
    said = clerk.tell("intake/", WALK_IN).json()
    assert (said["is_accepted"], said["dossier"]["stage"]) == (False, "submitted")
    assert said["waits_for"].startswith("Chưa nộp phí")


def test_missing_paper_is_uploaded_to_the_draft(clerk):
    son = {
        "personal_number": "031210000321",
        "full_name": "Nguyễn Văn Con",
        "birth_date": "2010-05-06",
        "gender": "male",
        "address": "Số 12 phố Minh Khai",
        "phone": "0912345679",
    }
    body = {**WALK_IN, "whose": "person", "owner": son, "relation": "guardian"}
    said = clerk.tell("intake/", body).json()
    assert [error["pointer"] for error in said["missing"]] == ["/papers/mandate"]
    draft = said["dossier"]

    early = clerk.tell(f"intake/{draft['id']}", {"seen_version": draft["version"]})
    assert (early.status_code, early.json()["errors"]) == (400, said["missing"])
    upload = clerk.upload(f"dossiers/{draft['id']}/papers", code="mandate", file=make.a_pdf())
    assert upload.status_code == 201, upload.content
    done = clerk.tell(f"intake/{draft['id']}", {"seen_version": draft["version"]})

    assert (done.status_code, done.json()["dossier"]["owner"]) == (200, "Nguyễn Văn Con")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"submitter": {"card": "abc"}}, "/submitter/card"),
        ({"submitter": {}}, "/submitter/personal_number"),
        ({"channel": "online"}, "/channel"),
        ({"channel": "post", "ticket": ""}, "/ticket"),
        ({"whose": "person"}, "/relation"),
        ({"whose": "organisation", "relation": "delegate"}, "/organisation/tax_code"),
    ],
)
def test_errors_are_those_of_the_page(clerk, changes, pointer):
    answer = clerk.tell("intake/", {**WALK_IN, **changes})

    assert answer.status_code == 400
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("account", ["citizen-an", "officer-hongbang", "city-leader"])
def test_only_clerks_have_a_counter(signed_in, account):
    assert signed_in(account).tell("intake/", WALK_IN).status_code == 403


def test_draft_of_another_counter_does_not_exist(clerk, signed_in):
    draft = clerk.tell("intake/", {**WALK_IN, "answers": {}}).json()["dossier"]
    body = {"seen_version": draft["version"]}
    assert signed_in("clerk-thuynguyen").tell(f"intake/{draft['id']}", body).status_code == 404
    assert clerk.tell(f"intake/{draft['id']}", {"seen_version": 9}).status_code == 409


def refuse_submission(patch):
    def refused(*args, **kwargs):
        raise Refused("Thủ tục vừa có phiên bản mới.", code="new_version")

    patch.setattr(actions, "submit", refused)


def offer_nothing(patch):
    patch.setattr(selectors, "available_actions", lambda *args, **kwargs: [])


@pytest.mark.parametrize(
    ("refuse", "code", "stage"),
    [(refuse_submission, "new_version", "draft"), (offer_nothing, "refused", "submitted")],
)
def test_refused_file_is_named_so_that_nothing_is_typed_or_made_twice(
    clerk, monkeypatch, refuse, code, stage
):
    an = make.who("citizen-an").person
    body = {**WALK_IN, "submitter": {"personal_number": an.personal_number}}
    with monkeypatch.context() as patch:
        refuse(patch)
        answer = clerk.tell("intake/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    kept = answer.json()["dossier"]
    assert kept["id"] == str(Dossier.objects.get().public_id)
    assert kept["stage"] == stage
    if stage == "draft":
        said = {"seen_version": kept["version"], "accept": True}
        done = clerk.tell(f"intake/{kept['id']}", said)
        assert (done.status_code, done.json()["is_accepted"]) == (200, True), done.content
    assert Dossier.objects.count() == 1
