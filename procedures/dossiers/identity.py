"""Answers bound to the identity of whoever files: verified facts are not overwritten.

A package binds an answer to a fact by its `x-reuse`. What the identity proves must stay as it is,
be it the filer's, their organisation's, or that of the person for whom they act. What changes
without the identity knowing, such as an address, is free.
Officers see every bound answer that differs.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.accounts.actors import citizen
from portal.accounts.identity import national_phone
from portal.accounts.models import Organisation, Person
from portal.core.errors import FieldError
from procedures.catalogue import selectors as catalogue
from procedures.definition import answers, pointers, schema, texts
from procedures.dossiers import access

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from portal.accounts.actors import Actor
    from procedures.definition.package import Field
    from procedures.dossiers.models import Dossier

# fact -> whether the identity proves it; what is not named here says nothing about who somebody is
_BOUND = {
    "person.full_name": True,
    "person.birth_date": True,
    "person.personal_number": True,
    "person.address": False,
    "organisation.kind": True,
    "organisation.name": True,
    "organisation.tax_code": True,
    "organisation.address": False,
    "organisation.representative": False,
}


CODE = "identity"
_SIGNED_IN = {"person": "từ VNeID", "organisation": "từ tài khoản định danh tổ chức"}
_AT_A_COUNTER = {"person": "từ thẻ căn cước", "organisation": "từ đăng ký của tổ chức"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A visible answer that says something else than the identity."""

    field: Field
    fact: str
    said: Any
    known: Any  # None: nobody has proven anything
    refused: bool


def facts_of(actor: Actor) -> dict[str, Any]:
    """What the account knows and a form may pre-fill, by the names that packages use.

    Who acts for another person speaks for them: the facts are the represented person's.
    """
    represented = actor.on_behalf_of
    person = represented if isinstance(represented, Person) else actor.person
    if person is None:
        return {}
    facts: dict[str, Any] = {
        "person.full_name": person.full_name,
        "person.birth_date": person.birth_date.isoformat(),
        "person.personal_number": person.personal_number,
        "person.phone": national_phone(person.phone),
        "person.email": person.email,
        "person.address": person.address,
        "person.commune": person.commune_code,
    }
    if isinstance(represented, Organisation):
        facts |= {
            "organisation.name": represented.name,
            "organisation.kind": represented.kind,
            "organisation.tax_code": represented.tax_code,
            "organisation.address": represented.address,
            "organisation.representative": person.full_name,
        }
    return {name: value for name, value in facts.items() if value}


def facts_for(dossier: Dossier) -> dict[str, Any]:
    """The facts of those whose matter a dossier is, as whoever files it stands to them."""
    return facts_of(citizen(dossier.submitter, access.whose(dossier)))


def source_words(fact: str, *, channel: str = "online") -> str:
    """Where a prefilled answer comes from, in words; "" for no fact.

    At a counter nobody signed in: a person's facts are those of the card that they showed.
    """
    room = fact.partition(".")[0]
    return (_SIGNED_IN if channel == "online" else _AT_A_COUNTER).get(room, "")


def differences(
    dossier: Dossier, visible: Collection[str], *, given: dict[str, Any] | None = None
) -> Iterator[Difference]:
    """The visible answers, the dossier's own or others, that differ from the identity."""
    facts = facts_for(dossier)
    said_here = dossier.answers if given is None else given
    package = catalogue.package(dossier.procedure_version_id)
    reuse = schema.of(package).reuse
    for _, field in answers.asked_of(package.substance, said_here):
        said, fact = pointers.get(said_here, field.pointer), reuse.get(field.pointer, "")
        if fact not in _BOUND or field.pointer not in visible or said in (None, ""):
            continue
        known = facts.get(fact)
        if _same(said, known):
            continue
        proven = _BOUND[fact] and known is not None
        yield Difference(field, fact, said, known, refused=proven)


def errors_of(
    dossier: Dossier, visible: Collection[str], *, given: dict[str, Any] | None = None
) -> list[FieldError]:
    """The answers that overwrite what the identity proves, each with where the fact comes from."""
    return [
        FieldError(
            one.field.pointer,
            CODE,
            f"Mục “{one.field.label}” lấy "
            f"{source_words(one.fact, channel=dossier.channel)} và phải giữ nguyên: "
            f"{texts.display(one.field, one.known)}.",
        )
        for one in differences(dossier, visible, given=given)
        if one.refused
    ]


def _same(said: Any, known: Any) -> bool:
    """Whether two texts differ in spaces and capitals at most."""
    return _plain(said) == _plain(known)


def _plain(value: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", str(value)).casefold().split())
