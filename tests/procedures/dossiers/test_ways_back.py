"""What comes back, or goes to other hands, keeps what is owed and loses what is void."""

import pytest
from django.template.loader import render_to_string

from portal.accounts import absences, actors
from portal.accounts.models import Absence
from portal.core import clock
from portal.core.errors import InvalidInput
from portal.core.jobs.models import JobRow
from portal.core.journal.models import Event
from procedures.dossiers import actions, document_facts, documents, duties, queues, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.accounts import StaffMemberFactory
from tests.factories.dossiers import BERTH, take
from tests.procedures.dossiers import situations

pytestmark = pytest.mark.usefixtures("monday")


def stopped_and_resumed() -> Dossier:
    """Stop an unpaid dossier, and go on."""
    dossier = take(factory.an_accepted(BERTH, is_paid=False), "hand_over", "clerk")
    dossier = situations.sent(dossier, "stop", "leader", reason="Có tranh chấp.")
    return take(dossier, "resume", "leader", reason="Tranh chấp đã xong.")


def refused_and_recalled() -> Dossier:
    """Refuse an unpaid dossier, and take the refusal back."""
    dossier = take(factory.an_accepted(BERTH, is_paid=False), "hand_over", "clerk")
    dossier = take(dossier, "propose_refusal", "officer", reason="Không đủ điều kiện.")
    dossier = take(take(dossier, "sign", "leader"), "settle", "registry")
    return take(dossier, "recall", "leader", reason="Sai căn cứ.")


@pytest.mark.parametrize("way_back", [stopped_and_resumed, refused_and_recalled])
def test_an_unpaid_fee_is_asked_for_again(way_back):
    dossier = way_back()
    due = selectors.fee_due(dossier)
    assert (due is not None, dossier.fee_total) == (True, 100_000)
    offers = selectors.available_actions(dossier, actor=factory.staff("officer", dossier))
    assert "100.000" in next(row.blocked_by for row in offers if row.id == "propose_grant")


def test_a_paid_fee_is_not_asked_for_again():
    dossier = situations.sent(factory.at_appraisal(BERTH), "stop", "leader", reason="x")
    dossier = take(dossier, "resume", "leader", reason="y")
    assert selectors.fee_due(dossier) is None


def test_a_transfer_voids_what_the_old_agency_drafted():
    dossier = factory.an_accepted(agency=factory.THUY_NGUYEN)
    dossier = take(dossier, "stop", "leader", reason="Có tranh chấp.")
    dossier = situations.sent(
        dossier, "transfer", "clerk", agency=factory.HONG_BANG, reason="Sai nơi"
    )
    assert dossier.requests.get(kind="stop").state == "dropped"
    assert dossier.open_requests == 0


def test_a_transfer_to_where_it_is_cannot_even_be_drafted():
    dossier = factory.an_accepted(agency=factory.THUY_NGUYEN)
    with pytest.raises(InvalidInput, match="cơ quan khác cùng loại"):
        take(dossier, "transfer", "clerk", agency=factory.THUY_NGUYEN, reason="Sai nơi")


def test_a_transfer_keeps_the_owners_wish():
    dossier = factory.an_accepted(agency=factory.THUY_NGUYEN)
    an = factory.who("citizen-an")
    situations.actions.withdraw(dossier, actor=an, seen_version=dossier.version, reason="Nhầm")
    situations.sent(dossier, "transfer", "clerk", agency=factory.HONG_BANG, reason="Sai nơi")
    assert dossier.requests.get(kind="withdraw").state == "drafted"


def test_a_result_overtakes_the_owners_wish():
    dossier = factory.a_signed()
    an = factory.who("citizen-an")
    situations.actions.withdraw(dossier, actor=an, seen_version=dossier.version, reason="Nhầm")
    take(dossier, f"release_request.{dossier.requests.get().pk}", "leader")
    dossier = take(dossier, "settle", "registry")
    assert (dossier.requests.get().state, dossier.open_requests) == ("dropped", 0)
    dropped = Event.objects.get(name="dossier.request_dropped").data
    assert (dropped["kind"], dropped["cause"]) == ("withdraw", "settle")


def test_a_transfer_calls_back_what_the_old_agency_ordered_from_its_own():
    dossier = factory.at_appraisal(BERTH, agency=factory.THUY_NGUYEN)
    colleague = factory.staff("officer", dossier).staff
    dossier = take(dossier, "inspect", "officer", staff=colleague.code, question="Còn bến?")
    dossier = situations.sent(
        dossier, "transfer", "officer", agency=factory.HONG_BANG, reason="Sai nơi"
    )
    assert (dossier.tasks.get().outcome, dossier.open_tasks) == ("cancelled", 0)
    assert not queues.tasks(factory.who("officer-thuynguyen"))


def test_what_is_resumed_goes_to_somebody_who_is_there():
    dossier = factory.at_appraisal(BERTH)
    away = dossier.assignee
    dossier = situations.sent(dossier, "stop", "leader", reason="Có tranh chấp.")
    leader = factory.who("leader-hongbang")
    absences.record_absence(
        away,
        substitute=factory.who("registry-hongbang").staff,
        starts=clock.today(),
        ends=clock.today(),
        reason=Absence.Reason.values[0],
        actor=leader,
    )
    dossier = take(dossier, "resume", "leader", reason="Tranh chấp đã xong.")
    assert dossier.assignee not in {None, away}


def test_a_recalled_dossier_is_looked_at_again_before_its_date():
    dossier = factory.a_settled(BERTH)
    foresight = JobRow.objects.filter(name="dossiers.foresee")
    foresight.update(state="done")
    take(dossier, "recall", "leader", reason="Sai số.")
    assert foresight.filter(state="ready").count() == 1


def test_a_correction_is_signed_by_whoever_released_it():
    dossier = factory.a_delivered()
    agency = factory.who("leader-hongbang").staff.agency
    deputy = actors.staff(StaffMemberFactory(agency=agency, role="leader"))
    dossier = take(dossier, "correct", "officer", correction="Ngày sinh.", reason="Ghi nhầm.")
    request = dossier.requests.get()
    actions.act(
        dossier,
        f"release_request.{request.pk}",
        actor=deputy,
        data={},
        seen_version=dossier.version,
    )
    dossier = take(dossier, f"send_request.{request.pk}", "clerk")
    request.refresh_from_db()
    result = dossier.results.get(voided_at__isnull=True)
    assert (result.signed_by, result.signer_name) == (request.released_by, deputy.staff.full_name)


def test_a_corrected_result_says_what_it_corrects_and_what_it_replaces():
    dossier = factory.a_delivered()
    for words in ("Ngày sinh là 02/5/1985.", "Nơi sinh là Hải Dương."):
        asked = {"correction": words, "reason": "Ghi nhầm."}
        dossier = situations.sent(dossier, "correct", "officer", **asked)
    result = dossier.results.get(voided_at__isnull=True)
    text = render_to_string("dossiers/pdf/result.html", document_facts.of_result(result))
    replaced = result.supersedes
    assert replaced is not None
    assert f"thay thế {replaced.name} số {replaced.number} ngày 23/11/2026" in text
    for words in ("Ngày sinh là 02/5/1985.", "Nơi sinh là Hải Dương."):
        assert f"<strong>Đính chính:</strong> {words}" in text


def test_a_control_slip_that_is_tried_again_is_one_slip(monkeypatch):
    dossier = factory.at_appraisal()

    def fail(pk: int) -> None:
        raise RuntimeError(pk)

    with monkeypatch.context() as broken:
        broken.setattr(documents, "store_slip", fail)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                duties.control_slip(dossier=dossier.pk, version=dossier.version)
    duties.control_slip(dossier=dossier.pk, version=dossier.version)
    assert [bool(slip.file) for slip in dossier.slips.filter(form="mau_06")] == [True]


@pytest.mark.parametrize("written", ["Gửi bà Nguyễn Thị An", "031190000012", "EB1"])
def test_the_journal_takes_nothing_but_a_code_of_the_post(written):
    dossier = factory.a_settled()
    Dossier.objects.filter(pk=dossier.pk).update(delivery="post")
    with pytest.raises(InvalidInput):
        take(dossier, "deliver", "clerk", postal_code=written)
    assert not Event.objects.filter(name="dossier.delivered").exists()
