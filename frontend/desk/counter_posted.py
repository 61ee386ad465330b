"""What the counter's screen posted, as the plain values that the door of intake takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontend.desk.counter_fields import COUNT, PREFIX
from portal.accounts.identity import national_phone
from portal.core import clock
from procedures.definition import forms
from procedures.dossiers import access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.accounts.models import Person
    from procedures.definition.package import Package
    from procedures.dossiers.models import Dossier

MAX_COUNT_DIGITS = 4


def arrival_given(posted: Mapping[str, str]) -> dict[str, Any]:
    """Who, for whom and how, nested as the API has it."""
    given: dict[str, Any] = {}
    for name, value in posted.items():
        if not name.startswith(PREFIX):
            continue
        first, _, second = name.removeprefix(PREFIX).partition(".")
        if second:
            inner = given.setdefault(first, {})
            if isinstance(inner, dict):
                inner[second] = value
        else:
            given[first] = value
    whose = given.get("whose")
    given["relation"] = given.get(f"relation_{whose}", "") if isinstance(whose, str) else ""
    given["compared"] = given.get("compared") == "true"
    return given


def given_of(draft: Dossier) -> dict[str, Any]:
    """What a kept draft knows of the arrival, as it would be typed again."""
    owner, relation = draft.owner, draft.intake.relation
    given: dict[str, Any] = {
        "channel": draft.channel,
        "agency": draft.competent_agency.code if draft.competent_agency else "",
        "ticket": draft.ticket,
        "support_point": draft.support_point.code if draft.support_point else "",
        "submitter": _person(draft.submitter),
        "whose": "self",
    }
    if draft.organisation is not None:
        organisation = {"tax_code": draft.organisation.tax_code}
        return given | {
            "whose": "organisation",
            "organisation": organisation,
            "relation_organisation": relation,
        }
    if owner is not None and owner != draft.submitter:
        given |= {"whose": "person", "owner": _person(owner), "relation_person": relation}
    return given


def _person(person: Person) -> dict[str, str]:
    """The number, by which everything else is known, and how to reach them."""
    return {
        "personal_number": person.personal_number,
        "phone": national_phone(person.phone),
        "email": person.email,
    }


def counts_given(posted: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """How many papers of each kind, as numbers where they are some."""
    counts: dict[str, dict[str, Any]] = {}
    for name, value in posted.items():
        code, dot, kind = name.removeprefix(COUNT).rpartition(".")
        if name.startswith(COUNT) and dot:
            text = value.strip()
            is_number = text.isascii() and text.isdigit() and len(text) <= MAX_COUNT_DIGITS
            counts.setdefault(code, {})[kind] = int(text) if is_number else text
    return counts


def answers_given(
    posted: Mapping[str, str], package: Package, draft: Dossier | None, *, channel: str
) -> dict[str, Any]:
    """The answers of all pages, each read after the one before."""
    answers: dict[str, Any] = draft.answers if draft else {}
    groups = access.groups_of(draft) if draft else frozenset[str]()
    for page in package.substance.pages:
        answers, _ = forms.parse_page(
            package, page.id, posted, answers, groups=groups, at=clock.now(), channel=channel
        )
    return answers
