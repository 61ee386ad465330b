"""Supplements field by field: what the guide finds, what may be answered, what stays frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.core.errors import InvalidInput
from portal.core.journal.models import Event
from procedures.definition.lifecycle import HoldKind
from procedures.dossiers import actions, choices, guides, selectors, supplements
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from datetime import datetime

    from procedures.dossiers.models import Dossier, Hold

pytestmark = pytest.mark.usefixtures("monday")


def asked(dossier: Dossier, *fields: str) -> Dossier:
    return make.take(
        dossier,
        "request_supplement",
        "clerk",
        content=["Sửa lại"],
        reason="Thiếu căn cứ.",
        guidance="Đối chiếu giấy tờ gốc.",
        fields=list(fields),
    )


def answered(dossier: Dossier, answers: dict[str, Any], **more: str) -> Hold:
    applicant = make.who("citizen-an")
    seen = selectors.get_dossier(dossier.code or "", viewer=applicant)
    actions.answer_supplement(
        seen, actor=applicant, seen_version=seen.version, answers=answers, **more
    )
    return dossier.holds.get(kind=HoldKind.SUPPLEMENT)


def test_asked_answer_is_replaced_and_both_are_kept() -> None:
    dossier = asked(make.a_submitted(), "/registration/number")
    hold = answered(dossier, {"/registration/number": "126/1985"})
    dossier.refresh_from_db()
    assert dossier.answers["registration"]["number"] == "126/1985"
    (change,) = supplements.changes(hold, selectors.package_of(dossier), {})
    assert (change.before, change.after) == ("125/1985", "126/1985")
    assert hold.closed_at is not None


def test_journal_never_says_what_was_answered() -> None:
    dossier = asked(make.a_submitted(), "/registration/number")
    answered(dossier, {"/registration/number": "126/1985"})
    facts = Event.objects.filter(subject=dossier.subject)
    assert not [fact for fact in facts if "126/1985" in str(fact.data)]


@pytest.mark.parametrize(
    ("fields", "answers", "pointer", "code"),
    [
        (["/registration/number"], {"/copies/quantity": 5}, "/copies/quantity", "frozen"),
        ([], {"/copies/quantity": 5}, "/copies/quantity", "frozen"),
        (["/copies/quantity"], {"/copies/quantity": 0}, "/copies/quantity", "minimum"),
        (["/copies/quantity"], {"/copies/quantity": None}, "/copies/quantity", "required"),
        (
            ["/requester/full_name"],
            {"/requester/full_name": "Trần Văn Khác"},
            "/requester/full_name",
            "identity",
        ),
    ],
)
def test_wrong_answer_is_refused_by_its_pointer(
    fields: list[str], answers: dict[str, Any], pointer: str, code: str
) -> None:
    dossier = asked(make.a_submitted(), *fields)
    before = dict(dossier.answers)
    with pytest.raises(InvalidInput) as refused:
        answered(dossier, answers)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    dossier.refresh_from_db()
    assert dossier.answers == before
    assert dossier.holds.get().closed_at is None


def test_questions_that_new_answers_call_for_are_open_too() -> None:
    dossier = asked(make.a_submitted(), "/record/whose")
    with pytest.raises(InvalidInput) as refused:
        answered(dossier, {"/record/whose": "other"})
    missing = {error.pointer for error in refused.value.errors}
    assert missing
    assert all(pointer.startswith("/subject/") for pointer in missing)


def test_fee_never_changes_by_a_supplement() -> None:
    dossier = make.a_submitted()
    sealed = dossier.fee_total
    dossier = asked(dossier, "/copies/quantity")
    answered(dossier, {"/copies/quantity": 7})
    dossier.refresh_from_db()
    assert dossier.fee_total == sealed


def test_request_names_only_what_the_form_has() -> None:
    dossier = make.a_submitted()
    with pytest.raises(InvalidInput) as refused:
        asked(dossier, "/port/name")
    assert [error.pointer for error in refused.value.errors] == ["/fields"]
    assert not dossier.holds.exists()


def test_choices_are_the_questions_and_papers_of_the_form() -> None:
    dossier = make.a_submitted(make.BERTH)
    offered = {option.value for option in choices.supplement_fields(dossier)}
    assert "/port/name" in offered
    assert {value for value in offered if value.startswith("/papers/")}
    assert offered <= choices.askable(selectors.package_of(dossier)).keys()


def test_complete_file_gives_the_guide_nothing() -> None:
    assert guides.findings(make.a_submitted(make.BERTH)) == []


def test_guide_finds_everything_at_once(monday: datetime) -> None:
    dossier = make.a_submitted(make.BERTH)
    paper = dossier.papers.filter(removed_at__isnull=True).first()
    assert paper is not None
    dossier.papers.filter(pk=paper.pk).update(removed_at=monday)
    dossier.answers["port"]["area_m2"] = -1
    del dossier.answers["port"]["position"]
    found = guides.findings(dossier)
    places = [finding.place for finding in found]
    assert places == ["/port/position", "/port/area_m2", f"/papers/{paper.code}"]
    wanted = guides.suggested(found)
    assert wanted["fields"] == places
    assert len(wanted["content"]) == len(places)
