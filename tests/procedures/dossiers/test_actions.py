"""Drafting, submitting, supplementing, withdrawing, collecting."""

import uuid
from datetime import timedelta

import pytest

from portal.accounts import actors, memory
from portal.core import clock
from portal.core.errors import InvalidInput, NotAllowed, NotFound, Refused, Stale
from portal.core.jobs.models import JobRow
from portal.core.journal.models import Event
from procedures.catalogue.models import ProcedureVersion
from procedures.definition.lifecycle import Stage
from procedures.dossiers import actions, drafts, jobs, selectors
from procedures.dossiers.models import Dossier, Hold, Paper
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, EXTRACT, HONG_BANG, take

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def an():
    """Be Nguyễn Văn An."""
    return factory.who("citizen-an")


class TestDrafts:
    def test_a_draft_knows_what_the_account_knows(self, an):
        draft = actions.start_draft(EXTRACT, actor=an, agency_code=HONG_BANG)
        assert draft.answers["requester"]["full_name"] == "Nguyễn Văn An"
        assert draft.provenance["/requester/full_name"] == "person.full_name"
        assert (draft.stage, draft.code, draft.national_code) == (Stage.DRAFT, None, None)

    def test_an_answer_that_was_changed_loses_its_source(self, an):
        draft = actions.start_draft(EXTRACT, actor=an, agency_code=HONG_BANG)
        answers = {**draft.answers, "requester": {**draft.answers["requester"], "phone": "1"}}
        saved = actions.save_answers(draft, answers, actor=an, seen_version=0)
        assert "/requester/phone" not in saved.provenance
        assert "/requester/full_name" in saved.provenance

    def test_two_windows_do_not_overwrite_each_other(self, an):
        draft = actions.start_draft(EXTRACT, actor=an, agency_code=HONG_BANG)
        actions.save_answers(draft, draft.answers, actor=an, seen_version=0)
        with pytest.raises(Stale, match="lưu ở nơi khác") as stale:
            actions.save_answers(draft, {}, actor=an, seen_version=0)
        assert stale.value.extra == {"version": 1}

    def test_wrong_answers_are_kept_and_named(self, an):
        draft = actions.start_draft(EXTRACT, actor=an, agency_code=HONG_BANG)
        posted = {"copies.quantity": "21", "delivery.method": "online"}
        saved, errors = actions.save_page(draft, "copies", posted, actor=an, seen_version=0)
        assert saved.answers["copies"]["quantity"] == 21
        assert [(error.pointer, error.message) for error in errors] == [
            ("/copies/quantity", "Mỗi hồ sơ được cấp nhiều nhất 20 bản sao.")
        ]

    @pytest.mark.parametrize("account", ["clerk-hongbang", "inspector"])
    def test_staff_file_nothing(self, account):
        with pytest.raises(NotAllowed):
            actions.start_draft(EXTRACT, actor=factory.who(account), agency_code=HONG_BANG)

    @pytest.mark.parametrize(
        ("agency", "error"), [("H24", InvalidInput), ("H24.99", NotFound), ("\0", NotFound)]
    )
    def test_the_agency_is_one_that_is_competent(self, agency, error, an):
        with pytest.raises(error) as refusal:
            actions.start_draft(EXTRACT, actor=an, agency_code=agency)
        assert [wrong.pointer for wrong in refusal.value.errors] == ["/agency"]

    def test_drafts_are_limited(self, an, monkeypatch):
        monkeypatch.setattr(drafts, "MAX_OPEN_DRAFTS", 1)
        actions.start_draft(EXTRACT, actor=an, agency_code=HONG_BANG)
        with pytest.raises(Refused, match="bản nháp"):
            actions.start_draft(EXTRACT, actor=an, agency_code=HONG_BANG)

    def test_a_draft_is_discarded_with_its_files(self, an):
        draft = factory.a_draft(BERTH)
        paper = draft.papers.first()
        assert paper is not None
        actions.discard(draft, actor=an)
        assert not Dossier.objects.exists()
        wanted = JobRow.objects.get(name="dossiers.delete_papers").kwargs
        for _ in range(2):  # a job may run again
            jobs.delete_papers(**wanted)
            assert not paper.file.storage.exists(paper.file.name)

    def test_what_was_submitted_is_never_discarded(self, an):
        dossier = factory.a_submitted()
        with pytest.raises(Refused, match=dossier.code):
            actions.discard(dossier, actor=an)


class TestPapers:
    def test_the_same_bytes_are_kept_once(self, an):
        draft = factory.a_draft(BERTH, papers=False)
        kept = {
            actions.add_paper(draft, "land_papers", factory.a_pdf(), actor=an).pk for _ in range(2)
        }
        assert len(kept) == draft.papers.count() == 1

    def test_a_file_that_nobody_asked_for_is_refused_and_not_stored(self, an):
        draft = factory.a_draft(EXTRACT)
        storage = Paper._meta.get_field("file").storage
        before = set(storage.listdir("papers")[1]) if storage.exists("papers") else set()
        with pytest.raises(InvalidInput, match="không cần") as refusal:
            actions.add_paper(draft, "land_papers", factory.a_pdf(), actor=an)
        assert [wrong.pointer for wrong in refusal.value.errors] == ["/code"]
        assert set(storage.listdir("papers")[1]) == before

    def test_files_are_limited(self, an, settings):
        settings.UPLOAD_MAX_PER_DOSSIER = 1
        draft = factory.a_draft(BERTH, papers=False)
        actions.add_paper(draft, "land_papers", factory.a_pdf(), actor=an)
        with pytest.raises(Refused, match="tối đa 1"):
            actions.add_paper(draft, "land_papers", factory.a_picture(), actor=an)

    def test_a_file_is_taken_out_of_a_draft_only_by_its_owner(self, an):
        draft = factory.a_draft(BERTH)
        paper = draft.papers.first()
        assert paper is not None
        with pytest.raises(NotFound):
            actions.remove_paper(draft, paper.public_id, actor=factory.who("citizen-cuong"))
        actions.remove_paper(draft, paper.public_id, actor=an)
        with pytest.raises(NotFound):
            actions.remove_paper(draft, paper.public_id, actor=an)
        with pytest.raises(NotFound):
            actions.remove_paper(draft, uuid.uuid4(), actor=an)

    def test_what_the_desk_has_seen_stays(self, an, clock_at):
        dossier = factory.a_submitted(BERTH)
        seen = dossier.papers.first()
        assert seen is not None
        with pytest.raises(Refused):
            actions.add_paper(dossier, "land_papers", factory.a_picture(), actor=an)
        clock_at("2026-11-23T10:00")
        factory.request_supplement(dossier)
        clock_at("2026-11-23T11:00")
        added = actions.add_paper(dossier, "land_papers", factory.a_picture(), actor=an)
        with pytest.raises(NotFound):
            actions.remove_paper(dossier, seen.public_id, actor=an)
        actions.remove_paper(dossier, added.public_id, actor=an)


class TestSubmitting:
    def test_a_double_click_gives_one_dossier(self, an):
        draft = factory.a_draft()
        first, second = (
            actions.submit(draft, actor=an, seen_version=draft.version) for _ in range(2)
        )
        assert (first.pk, first.code) == (second.pk, second.code)
        assert Event.objects.filter(name="dossier.submitted").count() == 1
        assert Dossier.objects.filter(code__isnull=False).count() == 1

    def test_what_is_missing_is_named_by_its_pointer(self, an):
        draft = factory.a_draft(BERTH, papers=False, answers={"port": {"max_dwt": None}})
        with pytest.raises(InvalidInput) as refusal:
            actions.submit(draft, actor=an, seen_version=draft.version)
        pointers = {error.pointer for error in refusal.value.errors}
        assert {"/port/max_dwt", "/papers/land_papers", "/papers/exploitation_plan"} <= pointers
        draft.refresh_from_db()
        assert draft.stage == Stage.DRAFT

    def test_a_changed_draft_is_not_submitted_unseen(self, an):
        draft = factory.a_draft()
        actions.save_answers(draft, draft.answers, actor=an, seen_version=draft.version)
        with pytest.raises(Stale, match="lưu ở nơi khác") as stale:
            actions.submit(draft, actor=an, seen_version=draft.version)
        assert stale.value.extra == {"version": draft.version + 1}

    def test_nobody_submits_somebody_elses_draft(self):
        draft = factory.a_draft()
        with pytest.raises(NotFound):
            actions.submit(draft, actor=factory.who("citizen-cuong"), seen_version=draft.version)

    def test_a_new_version_is_looked_at_before_it_is_signed(self, an):
        draft = factory.a_draft()
        newer = ProcedureVersion.objects.get(pk=draft.procedure_version_id)
        newer.pk, newer.number, newer.plan_hash = None, newer.number + 1, "0" * 64
        newer.save(force_insert=True)
        with pytest.raises(Refused) as refusal:
            actions.submit(draft, actor=an, seen_version=draft.version)
        assert refusal.value.code == "new_version"
        draft.refresh_from_db()
        assert draft.procedure_version_id == newer.pk
        submitted = actions.submit(draft, actor=an, seen_version=draft.version)
        assert submitted.stage == Stage.SUBMITTED

    def test_hidden_answers_are_dropped_and_fees_sealed(self):
        dossier = factory.a_submitted(
            by="citizen-binh",
            answers={"delivery": {"method": "online", "address": "Số 1 phố Không Dùng Đến"}},
        )
        assert "address" not in dossier.answers["delivery"]
        assert dossier.fee_total == 16_000
        assert [(line["code"], line["amount"]) for line in dossier.fee_lines] == [
            ("extract_copy", 16_000)
        ]

    def test_the_fee_waiver_needs_level_two(self):
        waived, owed = factory.a_submitted(), factory.a_submitted(by="citizen-binh")
        assert (waived.fee_total, waived.fee_lines[0]["waiver"]) == (0, "vneid_2")
        assert (owed.fee_total, owed.fee_lines[0]["waiver"]) == (16_000, None)

    def test_the_first_check_waits_for_a_fee_that_is_due_first(self, clock_at):
        dossier = factory.a_submitted(by="citizen-binh")
        assert (dossier.first_check_due_at, dossier.deadline_at) == (None, None)
        clock_at("2026-11-23T14:00")
        factory.pay(dossier)
        assert dossier.deadline_at == clock.parse("2026-11-25T14:00")


class TestAfterwards:
    def test_a_supplement_needs_a_paper_or_a_word(self, an):
        dossier = factory.request_supplement(factory.a_submitted())
        with pytest.raises(InvalidInput):
            actions.answer_supplement(dossier, actor=an, seen_version=dossier.version, note=" ")
        answered = actions.answer_supplement(
            dossier, actor=an, seen_version=dossier.version, note="Xem lại"
        )
        assert [remark.text for remark in selectors.remarks(answered, viewer=an)][-1] == "Xem lại"

    def test_a_paper_alone_answers_a_supplement(self, an):
        dossier = factory.request_supplement(factory.a_submitted(BERTH))
        actions.add_paper(dossier, "land_papers", factory.a_picture(), actor=an)
        answered = actions.answer_supplement(dossier, actor=an, seen_version=dossier.version)
        assert selectors.open_holds(answered) == []

    @pytest.mark.parametrize(
        ("role", "action", "data", "pointer"),
        [
            ("clerk", "refuse_intake", {}, "/reason"),
            ("clerk", "refuse_intake", {"reason": " \u202e\n"}, "/reason"),
            ("clerk", "refuse_intake", {"reason": ["x"]}, "/reason"),
            ("clerk", "refuse_intake", {"reason": "x" * 4001}, "/reason"),
            ("clerk", "request_supplement", {"reason": "x", "guidance": "x"}, "/content"),
            (
                "clerk",
                "request_supplement",
                {"reason": "x", "guidance": "x", "content": " \n "},
                "/content",
            ),
            (
                "clerk",
                "request_supplement",
                {"reason": "x", "guidance": "x", "content": ["x"] * 31},
                "/content",
            ),
        ],
    )
    def test_what_an_action_asks_is_demanded(self, role, action, data, pointer):
        dossier = factory.a_submitted()
        with pytest.raises(InvalidInput) as refusal:
            take(dossier, action, role, **data)
        assert [error.pointer for error in refusal.value.errors] == [pointer]

    def test_a_result_for_the_counter_is_not_collected_online(self, an):
        dossier = factory.a_settled(answers={"delivery": {"method": "counter"}})
        with pytest.raises(Refused, match="tại quầy"):
            actions.collect_result(dossier, actor=an, seen_version=dossier.version)

    def test_a_result_is_collected_once_however_often_the_owner_asks(self, an):
        dossier = factory.a_settled()
        first, second = (
            actions.collect_result(dossier, actor=an, seen_version=dossier.version)
            for _ in range(2)
        )
        assert first.stage == second.stage == Stage.DELIVERED
        assert (first.pk, first.version) == (second.pk, second.version)
        assert Event.objects.filter(name="dossier.delivered").count() == 1

    def test_what_somebody_else_collected_is_told_to_nobody(self):
        dossier = factory.a_delivered()
        with pytest.raises(NotFound):
            actions.collect_result(dossier, actor=factory.who("citizen-cuong"), seen_version=1)
        clerk = factory.staff("clerk", dossier)
        with pytest.raises(Refused):
            actions.collect_result(dossier, actor=clerk, seen_version=dossier.version)

    def test_an_older_look_at_what_is_not_delivered_is_stale(self, an):
        dossier = factory.a_settled()
        with pytest.raises(Stale):
            actions.collect_result(dossier, actor=an, seen_version=dossier.version - 1)

    def test_once_accepted_a_withdrawal_waits_for_the_leader(self, an):
        dossier = factory.an_accepted()
        actions.withdraw(dossier, actor=an, seen_version=dossier.version, reason="Nhầm")
        dossier.refresh_from_db()
        assert (dossier.stage, dossier.open_requests) == ("accepted", 1)


class TestFees:
    def close(self, hold: Hold, **at: object) -> str:
        """Tell the dossiers that the money came."""
        return actions.close_fee_hold(
            hold.pk, paid_at=at.get("paid_at", clock.now()), actor=actors.system("payments")
        )

    def test_a_fee_is_closed_once_at_the_time_it_was_paid(self, clock_at):
        hold = factory.an_accepted(BERTH, is_paid=False).holds.get()
        paid_at = clock_at("2026-11-23T10:00")
        clock_at("2026-11-23T10:07")
        assert self.close(hold, paid_at=paid_at) == "closed"
        assert self.close(hold, paid_at=paid_at) == "already"
        hold.refresh_from_db()
        assert hold.closed_at == paid_at
        assert Event.objects.get(name="dossier.fee_closed").occurred_at == paid_at

    @pytest.mark.parametrize("shift", [timedelta(days=-30), timedelta(days=30)])
    def test_a_strange_time_of_payment_bends_no_clock(self, shift):
        dossier = factory.an_accepted(BERTH, is_paid=False)
        promised = dossier.due_at
        hold = dossier.holds.get()
        assert self.close(hold, paid_at=clock.now() + shift) == "closed"
        dossier.refresh_from_db()
        assert dossier.due_at == promised

    @pytest.mark.parametrize("end", ["refuse", "withdraw"])
    def test_money_for_an_ended_dossier_is_not_owed(self, end):
        dossier = factory.a_submitted(by="citizen-binh")
        hold = dossier.holds.get()
        if end == "refuse":
            take(dossier, "refuse_intake", "clerk", reason="Sai nơi")
        else:
            binh = factory.who("citizen-binh")
            actions.withdraw(dossier, actor=binh, seen_version=dossier.version, reason="Thôi")
        assert self.close(hold) == "not_owed"

    def test_an_unknown_hold_is_not_found(self):
        with pytest.raises(NotFound):
            actions.close_fee_hold(10**9, paid_at=clock.now(), actor=actors.system("payments"))


class TestSize:
    """Round trips are counted, the transaction's two ends among them."""

    @pytest.mark.parametrize(
        ("action", "start", "expected"),
        [
            # BEGIN, lock, form, all writes, COMMIT
            ("accept", factory.a_submitted, 5),
            # BEGIN, lock, who works on it, all writes, COMMIT
            ("hand_over", factory.an_accepted, 5),
            # BEGIN, lock, all writes, COMMIT
            ("propose_grant", factory.at_appraisal, 4),
        ],
    )
    def test_an_action(self, action, start, expected, round_trips):
        dossier = start()
        role = "officer" if action == "propose_grant" else "clerk"
        actor = factory.staff(role, dossier)
        # The page that offers the action has read the actor's posts.
        selectors.available_actions(dossier, actor=actor)
        with round_trips(expected):
            actions.act(dossier, action, actor=actor, data={}, seen_version=dossier.version)

    @pytest.mark.parametrize("papers", [1, 3])
    def test_a_submission_costs_the_same_however_big(self, papers, an, round_trips):
        draft = factory.a_draft(BERTH)
        for size in range(papers):
            actions.add_paper(draft, "land_papers", factory.a_picture(size=9 + size), actor=an)
        memory.agency(draft.competent_agency_id)
        with round_trips(10):
            actions.submit(draft, actor=an, seen_version=draft.version)

    def test_documents_are_asked_for_in_the_same_transaction(self):
        factory.an_accepted()
        names = JobRow.objects.order_by("name").values_list("name", flat=True)
        assert list(names) == ["dossiers.foresee", "dossiers.slip_pdf"]
