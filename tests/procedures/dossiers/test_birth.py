"""Birth registration: the draft confirmed, the number from the register, the fee by days."""

import pytest

from portal.accounts.models import Person
from portal.core import clock
from portal.core.errors import InvalidInput, Refused
from portal.core.jobs import running
from portal.core.jobs.models import JobRow
from procedures.definition.lifecycle import Outcome
from procedures.dossiers import actions, by_hand, duties, selectors
from procedures.dossiers.document_facts import of_result
from procedures.dossiers.models import Dossier
from procedures.dossiers.previews import result_preview
from tests.factories import dossiers as factory
from tests.factories.dossiers import BIRTH, register_birth, take

pytestmark = pytest.mark.usefixtures("monday")
LATE = {"child": {"birth_date": "2026-09-23"}, "notice": {"issued_on": "2026-09-25"}}


def test_a_birth_in_time_is_free_and_done_the_same_day():
    birth = factory.an_accepted(BIRTH)
    assert (birth.fee_total, birth.answers["registration"]["kind"]) == (0, "on_time")
    assert f"{birth.due_at.astimezone(clock.VIETNAM):%d/%m %H:%M}" == "23/11 17:30"


@pytest.mark.parametrize(
    ("born", "fee", "kind"), [("2026-09-24", 0, "on_time"), ("2026-09-23", 8000, "late")]
)
def test_the_sixty_first_day_is_late_and_costs_eight_thousand(born, fee, kind):
    late = {**LATE, "child": {"birth_date": born}}
    birth = factory.a_submitted(BIRTH, by="citizen-binh", answers=late)
    assert (birth.fee_total, birth.answers["registration"]["kind"]) == (fee, kind)


@pytest.mark.parametrize(("by", "fee"), [("citizen-binh", 24_000), ("citizen-an", 0)])
def test_copies_cost_unless_the_identity_is_of_level_two(by, fee):
    assert factory.a_submitted(BIRTH, by=by, answers={"copies": {"quantity": 3}}).fee_total == fee


@pytest.mark.parametrize("kind", ["witness", "pledge"])
def test_a_birth_that_must_be_verified_has_five_working_days(kind):
    assert factory.a_submitted(BIRTH, answers={"notice": {"kind": kind}}).duration == "5wd"


def test_no_grant_is_proposed_before_the_number_is_there():
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    with pytest.raises(Refused, match="Lấy số định danh"):
        take(birth, "propose_grant", "officer")
    assert take(birth, "propose_refusal", "officer", reason="Không đủ căn cứ.").step == "approve"


def test_the_certificate_states_the_number_that_the_register_gave():
    birth = register_birth(factory.an_accepted(BIRTH))
    number = birth.register_facts["personal_number"]
    details = of_result(birth.results.get())["text"].details
    assert ("Số định danh cá nhân", number) in details
    assert number.startswith("031226")


@pytest.mark.parametrize("fault", ["miss", "wrong"])
def test_a_number_that_the_register_does_not_give_is_written_by_hand(settings, fault):
    settings.REGISTER_FAULTS = {"population.new_number": fault}
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    task = birth.tasks.get()
    duties.ask_register(task=task.pk)
    with pytest.raises(Refused, match="Chưa có kết quả"):
        take(birth, "propose_grant", "officer")
    by_hand = {"outcome": "done", "report": "Đã tra bằng văn bản.", "value": "031226000001"}
    birth = take(birth, f"report_task.{task.pk}", "officer", **by_hand)
    assert take(birth, "propose_grant", "officer").step == "approve"


@pytest.mark.parametrize(
    ("outcome", "value"),
    [
        ("done", ""),
        ("done", "chưa có"),
        ("done", "999226000001"),
        ("failed", "031226000001"),
        ("objected", "031226000001"),
    ],
)
def test_a_number_by_hand_is_one_and_comes_with_the_work_done(outcome, value):
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    report, said = f"report_task.{birth.tasks.get().pk}", {"report": "Đã tra.", "value": value}
    with pytest.raises(InvalidInput) as refused:
        take(birth, report, "officer", outcome=outcome, **said)
    assert [error.pointer for error in refused.value.errors] == ["/value"]
    birth.refresh_from_db()
    assert birth.register_facts == {}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("031326123456", "không khớp"),  # a girl's
        ("031026123456", "không khớp"),  # of another century
        ("031225123456", "không khớp"),  # of another year
        ("031226999999", "người khác"),  # of somebody with an account
        ("031226888888", "người khác"),  # of a parent named in the form
        ("031226777777", "người khác"),  # of another child
    ],
)
def test_a_number_by_hand_fits_the_child_and_is_nobody_elses(value, why):
    other = factory.an_accepted(BIRTH)
    Dossier.objects.filter(pk=other.pk).update(register_facts={"personal_number": "031226777777"})
    dung = factory.who("citizen-dung").person
    Person.objects.filter(pk=dung.pk).update(personal_number="031226999999")
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    mother = birth.answers["mother"] | {"personal_number": "031226888888"}
    Dossier.objects.filter(pk=birth.pk).update(answers=birth.answers | {"mother": mother})
    report, said = f"report_task.{birth.tasks.get().pk}", {"report": "Đã tra.", "value": value}
    with pytest.raises(InvalidInput, match="Chưa ghi") as refused:
        take(birth, report, "officer", outcome="done", **said)
    (error,) = refused.value.errors
    assert (error.pointer, why in error.message) == ("/value", True)


def test_a_register_that_is_down_is_told_with_the_next_try(settings):
    settings.REGISTER_FAULTS = {"population.new_number": "down"}
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    assert by_hand.waiting_words(birth, birth.tasks.get()) == ""
    running.drain()
    words = by_hand.waiting_words(birth, birth.tasks.get())
    job = JobRow.objects.get(name="dossiers.ask_register")
    again = f"{job.run_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
    assert "chưa kết nối được với Cơ sở dữ liệu quốc gia về dân cư" in words
    assert words.endswith(f"Cổng sẽ hỏi lại lúc {again}.")


def test_what_is_written_by_hand_is_marked_and_what_a_register_gave_is_not():
    given = register_birth(factory.an_accepted(BIRTH))
    assert by_hand.written(given) == []
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    said = {"outcome": "done", "report": "Công văn số 15.", "value": "031226123456"}
    birth = take(birth, f"report_task.{birth.tasks.get().pk}", "officer", **said)
    (fact,) = by_hand.written(birth)
    assert (fact.value, fact.report) == ("031226123456", "Công văn số 15.")
    assert result_preview(birth, Outcome.GRANT).by_hand == ["Số định danh cá nhân 031226123456"]


def test_the_draft_waits_one_day_for_the_applicant_and_then_goes_on():
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    duties.ask_register(task=birth.tasks.get().pk)
    birth = take(birth, "ask_confirmation", "officer")
    (hold,) = selectors.open_holds(birth)
    assert f"{hold.lapses_at.astimezone(clock.VIETNAM):%d/%m %H:%M}" == "25/11 17:30"
    with pytest.raises(Refused, match="xác nhận"):
        take(birth, "propose_grant", "officer")
    with clock.at(hold.lapses_at):
        duties.lapse_confirmation(dossier=birth.pk, hold=hold.pk)
        assert take(birth, "propose_grant", "officer").step == "approve"


def test_an_objection_is_met_before_the_leader_is_asked_to_sign():
    birth = take(factory.an_accepted(BIRTH), "hand_over", "clerk")
    birth = take(birth, "ask_number", "officer")
    duties.ask_register(task=birth.tasks.get().pk)
    birth = answered(take(birth, "ask_confirmation", "officer"), "objected", "Quê quán khác.")
    with pytest.raises(Refused, match="Quê quán khác"):
        take(birth, "propose_grant", "officer")
    birth = answered(take(birth, "ask_confirmation", "officer"), "agreed")
    assert take(birth, "propose_grant", "officer").step == "approve"


def answered(birth, answer, note=""):
    owner = factory.who("citizen-an")
    return actions.confirm(birth, actor=owner, seen_version=birth.version, answer=answer, note=note)
