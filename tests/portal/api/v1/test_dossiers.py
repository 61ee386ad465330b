"""Drafts and dossiers of the caller."""

import pytest

from portal.accounts import memory
from tests.factories import dossiers
from tests.factories.dossiers import BERTH, EXTRACT, THUY_NGUYEN
from tests.procedures.dossiers.situations import wishing


def test_list_holds_my_own_only_newest_first(signed_in):
    dossiers.a_submitted(by="citizen-binh")
    first, second = dossiers.a_submitted(), dossiers.a_draft()
    page = signed_in("citizen-an").ask("dossiers/").json()
    assert [line["id"] for line in page["data"]] == [str(second.public_id), str(first.public_id)]
    assert [line["status"] for line in page["data"]] == ["Bản nháp", "Mới đăng ký"]


def test_list_costs_the_same_however_long(signed_in, django_assert_num_queries):
    an = signed_in("citizen-an")
    for _ in range(3):
        dossiers.a_submitted()
    # Token, mandates, dossiers, open holds.
    with django_assert_num_queries(5):
        an.ask("dossiers/")


def test_second_submission_gives_the_same_dossier(signed_in):
    draft = dossiers.a_draft()
    an = signed_in("citizen-an")
    clicks = [
        an.tell(f"dossiers/{draft.public_id}/submit", {"seen_version": draft.version})
        for _ in range(2)
    ]
    assert [click.status_code for click in clicks] == [200, 200]
    assert clicks[0].json()["code"] == clicks[1].json()["code"]


def test_incomplete_draft_is_not_submitted(signed_in):
    draft = dossiers.a_draft(answers={"pledge": None, "copies": {"quantity": 21}})
    an = signed_in("citizen-an")
    answer = an.tell(f"dossiers/{draft.public_id}/submit", {"seen_version": draft.version})
    assert answer.status_code == 400
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/pledge", "/copies/quantity"}


def test_saved_answers_replace_the_former_ones(signed_in):
    draft = dossiers.a_draft()
    an = signed_in("citizen-an")
    answers = {"copies": {"quantity": 3}}
    body = {"answers": answers, "seen_version": draft.version}
    saved = an.change(f"dossiers/{draft.public_id}/answers", body).json()
    assert (saved["answers"], saved["version"]) == (answers, draft.version + 1)
    assert saved["evaluation"]["valid"] is False


def test_applicant_withdraws_before_acceptance(signed_in):
    dossier = dossiers.a_submitted()
    an = signed_in("citizen-an")
    body = {"seen_version": dossier.version, "reason": "Tôi nộp nhầm."}
    gone = an.tell(f"dossiers/{dossier.code}/withdraw", body).json()
    assert (gone["stage"], gone["national_code"]) == ("withdrawn", 7)


def test_applicant_takes_back_the_wish_to_withdraw(signed_in):
    dossier = wishing()
    an = signed_in("citizen-an")
    offers = an.ask(f"dossiers/{dossier.code}").json()["actions"]
    assert "drop_request" in [offer["kind"] for offer in offers]
    url = f"dossiers/{dossier.code}/withdraw/take-back"
    kept = an.tell(url, {"seen_version": dossier.version}).json()
    assert kept["stage"] == "accepted"
    dossier.refresh_from_db()
    assert (dossier.open_requests, dossier.requests.get().state) == (0, "dropped")
    again = an.tell(url, {"seen_version": dossier.version})
    assert (again.status_code, again.json()["code"]) == (409, "no_wish")


def test_supplement_without_anything_new_is_refused(signed_in):
    dossier = dossiers.request_supplement(dossiers.a_submitted())
    an = signed_in("citizen-an")
    body = {"seen_version": dossier.version}
    answer = an.tell(f"dossiers/{dossier.code}/supplement", body)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/note"]


@pytest.mark.parametrize("act", ["submit", "supplement", "withdraw", "collect"])
def test_applicants_acts_have_one_door_each(signed_in, act):
    draft = dossiers.a_draft()
    an = signed_in("citizen-an")
    body = {"seen_version": draft.version}
    answer = an.tell(f"dossiers/{draft.public_id}/actions/{act}", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_planned")


def test_dossier_of_the_organisation_is_seen_by_its_representative(signed_in):
    organisation = dossiers.represented_by("citizen-cuong")
    draft = dossiers.a_draft(
        BERTH,
        by="citizen-cuong",
        agency=THUY_NGUYEN,
        on_behalf_of=organisation,
        answers={"applicant": {"kind": "enterprise"}, "organisation": {"position": "Giám đốc"}},
    )
    seen = signed_in("citizen-cuong").ask(f"dossiers/{draft.public_id}").json()
    assert seen["owner"] == str(organisation)
    assert seen["evaluation"]["valid"] is True


def test_submission_costs_a_fixed_number_of_round_trips(signed_in, round_trips):
    draft = dossiers.a_draft()
    an = signed_in("citizen-an")
    body = {"seen_version": draft.version}
    # Token, dossier, then the engine with its seal, last the open holds.
    memory.agency(draft.competent_agency_id)
    with round_trips(14):
        an.tell(f"dossiers/{draft.public_id}/submit", body)


def test_dossier_page_costs_a_fixed_number_of_reads(signed_in, django_assert_num_queries):
    dossier = dossiers.a_submitted(EXTRACT)
    an = signed_in("citizen-an")
    # Token, dossier, its holds twice, its owner, papers, remarks, unread messages.
    with django_assert_num_queries(8):
        an.ask(f"dossiers/{dossier.code}")


def test_applicant_hands_nothing_out_to_themselves(signed_in):
    dossier = dossiers.a_settled(answers={"delivery": {"method": "counter"}})
    an = signed_in("citizen-an")
    assert an.ask(f"dossiers/{dossier.code}").json()["actions"] == []
    body = {"seen_version": dossier.version}
    for verb in ("collect", "actions/collect", "actions/deliver"):
        assert an.tell(f"dossiers/{dossier.code}/{verb}", body).status_code == 409


def test_whole_dossier_holds_what_people_wrote(signed_in):
    dossier = dossiers.request_supplement(dossiers.a_submitted())
    an = signed_in("citizen-an")
    note = {"seen_version": dossier.version, "note": "Bản gốc đang ở cơ quan khác"}
    assert an.tell(f"dossiers/{dossier.code}/supplement", note).status_code == 200
    written = {
        account: signed_in(account).ask(f"dossiers/{dossier.code}").json()["remarks"]
        for account in ("citizen-an", "clerk-hongbang", "cashier-hongbang")
    }
    assert [remark["text"] for remark in written["citizen-an"]] == [note["note"]]
    assert note["note"] in [remark["text"] for remark in written["clerk-hongbang"]]
    # What the desk wrote is told to the applicant by its slip, not as its words among desks.
    assert len(written["clerk-hongbang"]) > 1
    assert written["cashier-hongbang"] is None
