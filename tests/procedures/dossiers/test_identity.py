"""Verified facts are not overwritten by whoever files; officers see what differs."""

import pytest

from portal.core.errors import InvalidInput
from procedures.dossiers import actions, selectors
from tests.factories import dossiers as factory
from tests.factories.accounts import tax_code
from tests.factories.dossiers import BERTH

pytestmark = pytest.mark.usefixtures("monday")

OTHERS_NUMBER = "031190000017"
SUBJECT = {"relation": "child", "full_name": "Nguyễn Thị Ba", "birth_date": "2015-01-01"}


def company_draft(**answers):
    """Draft as citizen-cuong for the company that he represents."""
    factory.the_portal()
    about = {"position": "Giám đốc", **answers}
    return factory.a_draft(
        BERTH,
        by="citizen-cuong",
        on_behalf_of=factory.represented_by("citizen-cuong"),
        answers={"applicant": {"kind": "enterprise"}, "organisation": about},
    )


@pytest.mark.parametrize(
    ("said", "label", "known"),
    [
        ({"full_name": "Trần Văn Giả"}, "Họ, chữ đệm và tên", "Nguyễn Văn An"),
        ({"birth_date": "2001-01-01"}, "Ngày sinh", "/"),
        ({"personal_number": OTHERS_NUMBER}, "Số định danh cá nhân", "031085"),
    ],
)
@pytest.mark.parametrize("whose", ["self", "other"])
def test_the_requester_is_whoever_signed_in(said, label, known, whose):
    answers = {"requester": said, "record": {"whose": whose}}
    if whose == "other":
        answers["subject"] = SUBJECT
    draft = factory.a_draft(answers=answers)
    with pytest.raises(InvalidInput) as refusal:
        actions.submit(draft, actor=factory.who("citizen-an"), seen_version=draft.version)
    (wrong,) = refusal.value.errors
    assert (wrong.pointer, wrong.code) == (f"/requester/{next(iter(said))}", "identity")
    assert wrong.message.startswith(f"Mục “{label}” lấy từ VNeID và phải giữ nguyên: ")
    assert known in wrong.message


@pytest.mark.parametrize("name", ["NGUYỄN VĂN AN", " Nguyễn  Văn An", "Nguye\u0302\u0303n Văn An"])
def test_spelling_alone_is_no_other_name(name):
    assert factory.a_submitted(answers={"requester": {"full_name": name}}).code


def test_whose_record_it_is_stays_free():
    dossier = factory.a_submitted(answers={"record": {"whose": "other"}, "subject": SUBJECT})
    assert dossier.answers["subject"]["full_name"] == "Nguyễn Thị Ba"
    assert selectors.identity_differences(dossier, {}) == []


@pytest.mark.parametrize(
    "said", [{"tax_code": tax_code(7)}, {"name": "Công ty TNHH Khác"}], ids=["tax_code", "name"]
)
def test_nobody_files_for_another_company_than_the_one_they_represent(said):
    draft = company_draft(**said)
    actor = factory.who("citizen-cuong")
    with pytest.raises(InvalidInput) as refusal:
        actions.submit(draft, actor=actor, seen_version=draft.version)
    assert [wrong.pointer for wrong in refusal.value.errors] == [
        f"/organisation/{next(iter(said))}"
    ]
    assert "từ tài khoản định danh tổ chức" in refusal.value.errors[0].message


def test_an_address_that_moved_is_accepted_and_shown_to_the_officer():
    draft = company_draft(address="Số 5 đường Mới, phường Hồng Bàng")
    actor = factory.who("citizen-cuong")
    sent = actions.submit(draft, actor=actor, seen_version=draft.version)
    ((question, said, known),) = selectors.identity_differences(sent, {})
    assert (question, said) == ("Địa chỉ trụ sở", "Số 5 đường Mới, phường Hồng Bàng")
    assert known == draft.organisation.address


def test_a_company_that_nobody_proved_is_shown_to_the_officer():
    company = {
        "name": "Công ty TNHH Khác",
        "tax_code": "0299500013",
        "address": "Số 5 đường Mới, phường Hồng Bàng",
        "representative": "Lê Văn Khác",
        "position": "Giám đốc",
    }
    answers = {"applicant": {"kind": "enterprise"}, "organisation": company}
    dossier = factory.a_submitted(BERTH, answers=answers)
    found = {question: known for question, _, known in selectors.identity_differences(dossier, {})}
    assert found["Tên tổ chức"] == found["Mã số thuế"] == ""


def test_who_acts_for_another_person_speaks_for_them():
    factory.the_portal()
    principal = factory.who("citizen-hien").person
    actor = factory.who("citizen-giang")
    draft = factory.a_draft(by="citizen-giang", on_behalf_of=principal)
    asked = draft.answers["requester"]
    assert asked["full_name"] == principal.full_name
    assert asked["personal_number"] == principal.personal_number
    answers = {**draft.answers, "requester": {**asked, "full_name": actor.person.full_name}}
    named = actions.save_answers(draft, answers, actor=actor, seen_version=draft.version)
    with pytest.raises(InvalidInput, match="chưa đủ") as refusal:
        actions.submit(named, actor=actor, seen_version=named.version)
    assert [wrong.pointer for wrong in refusal.value.errors] == ["/requester/full_name"]
    draft.refresh_from_db()
    again = actions.save_answers(
        draft, {**draft.answers, "requester": asked}, actor=actor, seen_version=draft.version
    )
    sent = actions.submit(again, actor=actor, seen_version=again.version)
    assert selectors.identity_differences(sent, {}) == []


@pytest.mark.parametrize("kind", ["individual", "cooperative"])
def test_a_company_files_as_what_it_is(kind):
    draft = company_draft()
    assert draft.answers["applicant"]["kind"] == "enterprise"
    actor = factory.who("citizen-cuong")
    answers = {**draft.answers, "applicant": {**draft.answers["applicant"], "kind": kind}}
    draft = actions.save_answers(draft, answers, actor=actor, seen_version=draft.version)
    with pytest.raises(InvalidInput) as refusal:
        actions.submit(draft, actor=actor, seen_version=draft.version)
    (wrong,) = refusal.value.errors
    assert (wrong.pointer, wrong.code) == ("/applicant/kind", "identity")
    assert wrong.message.endswith("phải giữ nguyên: Doanh nghiệp.")


def test_a_page_says_at_once_what_cannot_be_changed():
    draft = factory.a_draft()
    posted = {
        "requester.full_name": "Trần Văn Giả",
        "requester.personal_number": draft.answers["requester"]["personal_number"],
        "requester.phone": "0912345678",
        "pledge": "true",
    }
    day = draft.answers["requester"]["birth_date"].split("-")
    posted |= {
        f"requester.birth_date.{part}": value
        for part, value in zip(("year", "month", "day"), day, strict=True)
    }
    saved, errors = actions.save_page(
        draft, "requester", posted, actor=factory.who("citizen-an"), seen_version=draft.version
    )
    assert [(wrong.pointer, wrong.code) for wrong in errors] == [
        ("/requester/full_name", "identity")
    ]
    assert saved.answers["requester"]["full_name"] == "Trần Văn Giả"
    _, elsewhere = actions.save_page(
        saved,
        "copies",
        {"copies.quantity": "2", "delivery.method": "online"},
        actor=factory.who("citizen-an"),
        seen_version=saved.version,
    )
    assert elsewhere == []
