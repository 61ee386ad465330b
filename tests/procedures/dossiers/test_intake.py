"""Files that come over a counter or by post: drafted, handed in and accepted by a clerk."""

from __future__ import annotations

import pytest

from portal.accounts.models import Mandate, Organisation, Person
from portal.core.errors import FieldError, InvalidInput, NotAllowed, NotFound, Refused, Stale
from portal.core.journal.models import Event
from portal.core.money import format_vnd
from procedures.dossiers import actions, arrivals, document_facts, intake, mandates, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import EXTRACT, HONG_BANG, THUY_NGUYEN
from tests.procedures.dossiers.walk_in import (
    AN,
    BICH,
    SON,
    arrived,
    clerk,
    drafted,
    known_as_level_2,
    taken,
)

pytestmark = pytest.mark.usefixtures("monday")


class TestWalkIn:
    def test_is_submitted_and_accepted_in_one_go(self):
        known_as_level_2()
        draft = drafted()

        done = taken(draft)

        dossier = done.dossier
        assert (done.is_accepted, dossier.stage, dossier.version) == (True, "accepted", 2)
        assert (dossier.channel, dossier.ticket) == ("counter", "A017")
        assert dossier.submitter.user is None
        assert dossier.answers["requester"]["full_name"] == "Nguyễn Thị Bích"
        assert dossier.slips.get().form == "mau_01"
        events = Event.objects.filter(subject=dossier.subject).order_by("pk")
        assert [(event.name, event.actor, event.data["version"]) for event in events] == [
            ("dossier.submitted", clerk().code, 1),
            ("dossier.accepted", clerk().code, 2),
        ]

    def test_is_only_handed_in_where_the_clerk_says_so(self):
        known_as_level_2()
        done = taken(drafted(), accept=False)
        assert (done.is_accepted, done.dossier.stage) == (False, "submitted")

    def test_fee_comes_before_acceptance(self):
        done = taken(drafted())

        assert (done.is_accepted, done.dossier.stage) == (False, "submitted")
        assert done.waits_for == f"Chưa nộp phí, lệ phí: {format_vnd(16_000)}."
        assert selectors.fee_due(done.dossier).total == 16_000

    def test_second_click_finds_what_the_first_made(self):
        known_as_level_2()
        draft = drafted()
        first = taken(draft)
        again = taken(draft)
        assert (again.dossier.pk, again.is_accepted) == (first.dossier.pk, True)
        assert Dossier.objects.count() == 1

    def test_what_is_missing_is_named_and_the_draft_stays(self):
        draft = drafted(answers={"copies": {}})
        with pytest.raises(InvalidInput) as refused:
            taken(draft)
        assert "/copies/quantity" in {error.pointer for error in refused.value.errors}
        assert Dossier.objects.get(pk=draft.pk).stage == "draft"

    def test_older_look_is_stale(self):
        draft = drafted()
        with pytest.raises(Stale):
            intake.take_in(draft, actor=clerk(), seen_version=draft.version + 1, accept=True)


class TestWho:
    @pytest.mark.parametrize(
        "account", ["officer-hongbang", "leader-hongbang", "citizen-an", "city-leader"]
    )
    def test_only_clerks_take_in(self, account):
        with pytest.raises(NotAllowed, match="Chỉ cán bộ tiếp nhận"):
            intake.draft(EXTRACT, arrived(), answers={}, actor=factory.who(account))

    @pytest.mark.parametrize(
        ("account", "sees"),
        [
            ("clerk-hongbang", True),
            ("clerk-thuynguyen", False),
            ("officer-hongbang", False),
            ("leader-hongbang", False),
            ("citizen-an", False),
            ("city-leader", False),
        ],
    )
    def test_draft_is_of_the_receiving_clerks_alone(self, account, sees):
        an = factory.who("citizen-an").person
        draft = drafted(
            agency=THUY_NGUYEN,
            submitter={"personal_number": an.personal_number},
        )
        viewer = factory.who(account)
        if sees:
            assert selectors.get_by_public_id(draft.public_id, viewer=viewer) == draft
            return
        with pytest.raises(NotFound):
            selectors.get_by_public_id(draft.public_id, viewer=viewer)
        with pytest.raises(NotFound):
            actions.save_answers(draft, {}, actor=viewer, seen_version=draft.version)
        assert draft not in selectors.my_dossiers(viewer)

    def test_desk_action_is_no_way_around_the_counter(self):
        draft = drafted()
        with pytest.raises(Refused):
            actions.act(draft, "submit", actor=clerk(), data={}, seen_version=draft.version)

    def test_known_person_is_found_and_not_overwritten(self):
        an = factory.who("citizen-an").person
        card = f"{an.personal_number}||Nguyễn Văn Ân|01011990|Nam|Nơi khác hẳn|01072021"
        arrival = arrived(submitter={"card": card})

        assert arrival.submitter == an
        assert Person.objects.get(pk=an.pk).full_name == an.full_name
        assert {(whose, one.said) for whose, one in arrival.conflicts} >= {
            ("submitter", "Nguyễn Văn Ân"),
            ("submitter", "01/01/1990"),
        }
        with pytest.raises(InvalidInput, match="đối chiếu"):
            arrivals.demand_looked_at(arrival, {})
        arrivals.demand_looked_at(arrival, {"compared": True})


class TestOnBehalf:
    def test_owner_and_submitter_differ_with_power_and_paper(self):
        draft = drafted(whose="person", owner=SON, relation="guardian")
        with pytest.raises(InvalidInput) as refused:
            taken(draft)
        assert [error.pointer for error in refused.value.errors] == ["/papers/mandate"]

        actions.add_paper(draft, mandates.CODE, factory.a_pdf(), actor=clerk())
        dossier = taken(draft).dossier

        assert dossier.owner.full_name == "Nguyễn Văn Con"
        assert dossier.submitter.full_name == "Nguyễn Thị Bích"
        assert dossier.answers["requester"]["full_name"] == "Nguyễn Văn Con"
        assert dossier.intake.relation == "guardian"
        # A paper shown for one file opens nothing else.
        assert not Mandate.objects.filter(principal=dossier.owner).exists()

    def test_organisation_by_its_tax_code(self):
        known = Organisation.objects.first()
        draft = drafted(
            whose="organisation",
            organisation={"tax_code": known.tax_code},
            relation="legal_representative",
        )
        assert (draft.organisation, draft.owner) == (known, None)

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"channel": "online"}, "/channel"),
            ({"channel": "post", "ticket": ""}, "/ticket"),
            ({"ticket": "x" * 21}, "/ticket"),
            ({"agency": "H24.99"}, "/agency"),
            ({"agency": "H24"}, "/agency"),
            ({"support_point": "H24.99"}, "/support_point"),
            ({"submitter": {}}, "/submitter/personal_number"),
            ({"submitter": {"card": "xin chào"}}, "/submitter/card"),
            ({"submitter": {"card": BICH, "phone": "12"}}, "/submitter/phone"),
            ({"submitter": {"card": BICH, "email": "a@"}}, "/submitter/email"),
            ({"submitter": {"personal_number": "031210000999"}}, "/submitter/full_name"),
            ({"whose": "nobody"}, "/whose"),
            ({"whose": "person", "owner": SON}, "/relation"),
            ({"whose": "person", "owner": SON, "relation": "delegate"}, "/relation"),
            (
                {"whose": "person", "owner": {"card": BICH}, "relation": "relative"},
                "/owner/personal_number",
            ),
            ({"whose": "organisation", "relation": "delegate"}, "/organisation/tax_code"),
        ],
    )
    def test_wrong_arrival_is_named_and_nobody_put_down(self, changes, pointer):
        with pytest.raises(InvalidInput) as refused:
            arrived(**changes)
        assert pointer in {error.pointer for error in refused.value.errors}
        assert not Person.objects.filter(personal_number=AN).exists()

    def test_everything_wrong_is_said_at_once(self):
        with pytest.raises(InvalidInput) as refused:
            arrived(whose="organisation", organisation={"tax_code": "12"}, relation="", channel="x")
        named = {error.pointer for error in refused.value.errors}
        assert named == {"/channel", "/relation", "/organisation/tax_code"}

    def test_another_person_takes_their_prefilled_answers_along(self):
        draft = drafted()
        arrival = arrived(submitter=SON)
        changed = intake.amend(
            draft, arrival, answers=draft.answers, actor=clerk(), seen_version=draft.version
        )
        assert changed.submitter.full_name == "Nguyễn Văn Con"
        assert changed.answers["requester"]["full_name"] == "Nguyễn Văn Con"
        assert changed.answers["copies"] == {"quantity": 2}

    @pytest.mark.parametrize(
        ("kept", "phone", "full_name"),
        [
            ({}, "0912345678", "Nguyễn Thị Bích"),
            ({"phone": "0987654321", "full_name": "Bích"}, "0987654321", "Bích"),
        ],
    )
    def test_what_is_learnt_of_the_same_person_fills_only_gaps(self, kept, phone, full_name):
        draft = drafted()
        requester = {"personal_number": draft.answers["requester"]["personal_number"], **kept}
        changed = intake.amend(
            draft,
            arrived(submitter={"card": BICH, "phone": "0912 345 678"}),
            answers={**draft.answers, "requester": requester},
            actor=clerk(),
            seen_version=draft.version,
        )
        filled = changed.answers["requester"]
        assert (filled["phone"], filled["full_name"]) == (phone, full_name)


class TestPapers:
    def test_counts_stand_on_the_receipt(self):
        known_as_level_2()
        draft = drafted(whose="person", owner=SON, relation="guardian")
        actions.add_paper(draft, mandates.CODE, factory.a_pdf(), actor=clerk())
        intake.count_papers(draft, {"mandate": {"originals": 0, "copies": 3}}, actor=clerk())
        dossier = taken(draft).dossier
        factory.pay(dossier)
        dossier = factory.take(dossier, "accept", "clerk")

        rows = document_facts.of_slip(dossier.slips.get())["papers"]
        shown = {row["name"]: (row["originals"], row["copies"]) for row in rows}
        assert shown["Giấy tờ chứng minh quyền nộp thay"] == (0, 3)

    @pytest.mark.parametrize("number", [-1, 100, "2", True])
    def test_no_number_is_refused(self, number):
        with pytest.raises(InvalidInput) as refused:
            intake.count_papers(drafted(), {"mandate": {"copies": number}}, actor=clerk())
        assert refused.value.errors == [
            FieldError("/counts/mandate/copies", "number", "Hãy ghi một số từ 0 đến 99.")
        ]


class TestElsewhere:
    """Taken in at Hồng Bàng for Thuỷ Nguyên."""

    @pytest.mark.parametrize(
        ("moment", "received", "due"),
        [
            ("2026-11-23T09:00", "09:00 ngày 23/11/2026", "2026-11-23T17:30:00+07:00"),
            ("2026-11-23T15:20", "07:30 ngày 25/11/2026", "2026-11-25T17:30:00+07:00"),
        ],
        ids=["same-day", "after-15:00-before-24-November"],
    )
    def test_receipt_counts_from_the_latest_lawful_hand_over(self, clock_at, moment, received, due):
        known_as_level_2()
        clock_at(moment)
        dossier = taken(drafted(agency=THUY_NGUYEN)).dossier

        assert (dossier.receiving_agency.code, dossier.competent_agency.code) == (
            HONG_BANG,
            THUY_NGUYEN,
        )
        facts = document_facts.of_slip(dossier.slips.get())
        assert dossier.due_at.isoformat() == due
        assert f"chậm nhất lúc {received}" in facts["derivation"]
        assert "Hồng Bàng" in facts["desk"]
        assert facts["agency"].code == HONG_BANG
        assert "Thuỷ Nguyên" in facts["settled_by"]

    def test_support_point_is_kept(self):
        draft = drafted(support_point=THUY_NGUYEN)
        assert draft.support_point.code == THUY_NGUYEN


class TestPost:
    def test_envelope_keeps_its_number(self):
        draft = drafted(channel="post", ticket="EB123456789VN")
        actions.add_paper(draft, "identity_copy", factory.a_pdf(), actor=clerk())
        dossier = taken(draft).dossier
        assert (dossier.channel, dossier.ticket) == ("post", "EB123456789VN")

    @pytest.mark.parametrize(
        ("method", "data", "label"),
        [
            ("post", {"postal_code": "EB987654321VN"}, "Số hiệu bưu gửi"),
            ("counter", {"receiver": "Nguyễn Văn An"}, "Họ, chữ đệm và tên người nhận"),
        ],
    )
    def test_hand_out_on_paper_leaves_its_proof(self, method, data, label):
        address = {"address": "Số 12 phố Minh Khai, Hồng Bàng"} if method == "post" else {}
        settled = factory.a_settled(answers={"delivery": {"method": method, **address}})
        with pytest.raises(InvalidInput) as refused:
            factory.take(settled, "deliver", "clerk")
        assert [error.pointer for error in refused.value.errors] == [f"/{next(iter(data))}"]

        done = actions.act(
            settled, "deliver", actor=clerk(), data=data, seen_version=settled.version
        )
        assert (done.stage, done.remarks.last().label) == ("delivered", label)
        fact = Event.objects.get(subject=done.subject, name="dossier.delivered").data
        assert fact.get("postal_code") == data.get("postal_code")


class TestDelivery:
    def test_online_is_refused_where_nobody_can_sign_in(self):
        draft = drafted(answers={"delivery": {"method": "online"}})
        with pytest.raises(InvalidInput) as refused:
            taken(draft)
        assert [(error.pointer, error.code) for error in refused.value.errors] == [
            ("/delivery/method", "no_sign_in")
        ]

    def test_online_is_for_whoever_has_an_account(self):
        known_as_level_2()
        done = taken(drafted(answers={"delivery": {"method": "online"}}))
        assert done.dossier.delivery == "online"

    def test_guardians_account_is_none_of_the_owner(self):
        known_as_level_2()
        draft = drafted(
            whose="person",
            owner=SON,
            relation="guardian",
            answers={"delivery": {"method": "online"}},
        )
        actions.add_paper(draft, mandates.CODE, factory.a_pdf(), actor=clerk())
        with pytest.raises(InvalidInput, match="chưa đủ"):
            taken(draft)


class TestDraftsLeft:
    def test_counter_lists_its_own_drafts_the_latest_first(self, clock_at):
        first = drafted()
        clock_at("2026-11-23T09:30")
        second = drafted(submitter=SON)
        factory.a_draft()
        drafted(by="clerk-thuynguyen")
        known_as_level_2()
        assert intake.drafts_at(clerk().staff.agency) == [second, first]
        taken(first)
        assert intake.drafts_at(clerk().staff.agency) == [second]


def test_facts_put_down_at_a_counter_come_from_the_card():
    draft = drafted()
    wrong = {**draft.answers["requester"], "full_name": "Nguyễn Văn Khác"}
    answers = {**draft.answers, "requester": wrong}
    draft = actions.save_answers(draft, answers, actor=clerk(), seen_version=draft.version)
    with pytest.raises(InvalidInput) as refused:
        taken(draft)
    said = " ".join(error.message for error in refused.value.errors)
    assert "từ thẻ căn cước" in said
    assert "VNeID" not in said
