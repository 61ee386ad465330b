"""A paper that a register can vouch for is looked up before it is asked for."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.errors import InvalidInput, NotFound
from procedures.dossiers import actions, document_facts, looking_up, selectors
from procedures.dossiers.models import Paper
from procedures.registers.models import LookUp
from tests.factories import dossiers as factory
from tests.factories.dossiers import BIRTH, BUNDLE, EXTRACT, merged

pytestmark = pytest.mark.usefixtures("monday")
KHANH = {
    "notice": {"number": "0405/GCS-2026", "issued_on": "2026-11-13"},
    "child": {"birth_date": "2026-11-11", "gender": "female"},
    "mother": {"full_name": "Đinh Thị Khánh", "personal_number": "031195999007"},
}
UNKNOWN = {"notice": {"number": "9999/GCS-2026"}}


@pytest.fixture
def an():
    """Be Nguyễn Văn An."""
    return factory.who("citizen-an")


def looked(draft, actor):
    (found,) = actions.look_up_papers(draft, actor=actor)
    return found


def change(draft, actor, answers):
    answers = merged(draft.answers, answers)
    return actions.save_answers(draft, answers, actor=actor, seen_version=draft.version)


def test_a_hit_stands_in_the_place_of_an_upload(an):
    draft = factory.a_draft(BIRTH, papers=False)
    found = looked(draft, an)
    assert (found.code, found.outcome, found.found) == ("birth_notice", "hit", True)
    paper = draft.papers.get()
    assert (paper.source, paper.file.name, paper.size) == ("register:birth_notice", "", 0)
    assert paper.sha256 == LookUp.objects.get().answer_hash
    assert actions.submit(draft, actor=an, seen_version=draft.version).code


@pytest.mark.parametrize(
    ("answers", "faults", "outcome", "said"),
    [
        (UNKNOWN, {}, "miss", "Không tìm thấy"),
        (KHANH, {}, "wrong", "không khớp"),
        ({}, {"birth_notice": "slow"}, "slow", "chưa trả lời kịp"),
        ({}, {"birth_notice": "down"}, "down", "chưa kết nối được"),
    ],
)
def test_anything_but_a_hit_asks_for_the_upload_and_says_why(
    an, settings, answers, faults, outcome, said
):
    settings.REGISTER_FAULTS, settings.REGISTER_TIME_LIMIT = faults, 0.2
    draft = factory.a_draft(BIRTH, papers=False, answers=answers)
    found = looked(draft, an)
    assert (found.outcome, found.found) == (outcome, False)
    assert said in found.sentence
    assert "tải lên" in found.sentence
    assert not draft.papers.exists()
    with pytest.raises(InvalidInput) as refused:
        actions.submit(draft, actor=an, seen_version=draft.version)
    assert [error.pointer for error in refused.value.errors] == ["/papers/birth_notice"]
    factory.add_missing_papers(draft, actor=an)
    assert actions.submit(draft, actor=an, seen_version=draft.version).code


def test_a_register_is_not_asked_twice_for_the_same(an):
    draft = factory.a_draft(BIRTH, papers=False, answers=UNKNOWN)
    looked(draft, an)
    looked(draft, an)
    assert LookUp.objects.count() == 1
    with clock.at(clock.now() + looking_up.KEPT + timedelta(minutes=1)):
        looked(draft, an)
    assert LookUp.objects.count() == 2


def test_a_register_that_was_down_is_asked_again(an, settings):
    settings.REGISTER_FAULTS = {"birth_notice": "down"}
    draft = factory.a_draft(BIRTH, papers=False)
    looked(draft, an)
    settings.REGISTER_FAULTS = {}
    assert looked(draft, an).found


def test_what_is_there_already_is_not_looked_up(an):
    draft = factory.a_draft(BIRTH)
    assert actions.look_up_papers(draft, actor=an) == []
    assert draft.papers.get().source == Paper.UPLOAD


def test_a_procedure_without_registers_asks_none(an):
    assert actions.look_up_papers(factory.a_draft(EXTRACT), actor=an) == []


def test_what_was_not_answered_yet_is_not_asked(an):
    draft = actions.start_draft(BIRTH, actor=an, agency_code=factory.HONG_BANG)
    assert actions.look_up_papers(draft, actor=an) == []
    assert not LookUp.objects.exists()


def test_a_changed_answer_takes_its_finding_with_it(an):
    draft = factory.a_draft(BIRTH, papers=False)
    looked(draft, an)
    draft = change(draft, an, {"copies": {"quantity": 2}})
    assert draft.papers.filter(removed_at__isnull=True).exists()
    draft = change(draft, an, UNKNOWN)
    assert not draft.papers.filter(removed_at__isnull=True).exists()
    assert looking_up.paper_look_ups(draft) == []


def test_a_changed_answer_leaves_an_upload(an):
    draft = change(factory.a_draft(BIRTH), an, UNKNOWN)
    assert draft.papers.filter(removed_at__isnull=True).exists()


def test_nobody_looks_up_for_another_persons_draft(an):
    draft = factory.a_draft(BIRTH, papers=False)
    with pytest.raises(NotFound):
        actions.look_up_papers(draft, actor=factory.who("citizen-cuong"))
    assert not LookUp.objects.exists()


def test_what_has_no_file_cannot_be_opened(an):
    draft = factory.a_draft(BIRTH, papers=False)
    looked(draft, an)
    with pytest.raises(NotFound):
        selectors.get_paper(draft, draft.papers.get().public_id)


def test_a_leg_inherits_what_a_register_vouched_for(an):
    draft = factory.a_draft(BUNDLE, papers=False)
    assert looked(draft, an).found
    actions.submit(draft, actor=an, seen_version=draft.version)
    draft.refresh_from_db()
    bundle = factory.take(draft, "accept", "clerk")
    factory.legs.open_ready(bundle.pk, actor=factory.actors.system("portal"))
    assert factory.leg(bundle, "birth").papers.get().source == "register:birth_notice"


@pytest.mark.parametrize(("upload", "received"), [(False, "Tra cứu điện tử"), (True, "01 tệp")])
def test_the_receipt_says_what_was_looked_up(an, upload, received):
    draft = factory.a_draft(BIRTH, papers=upload)
    actions.look_up_papers(draft, actor=an)
    sent = actions.submit(draft, actor=an, seen_version=draft.version)
    slip = factory.take(sent, "accept", "clerk").slips.get(form="mau_01")
    rows = {row["name"]: row["received"] for row in document_facts.of_slip(slip)["papers"]}
    assert received in rows.values()
