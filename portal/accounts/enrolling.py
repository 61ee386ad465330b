"""People and organisations who come to a counter: found, or put down without a sign-in.

What the portal knows already is never overwritten at a counter: a card that says something else
is shown to the clerk, and only what was empty is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from portal.accounts.identity import is_tax_code, national_phone
from portal.accounts.models import Organisation, Person
from portal.core import journal
from portal.core.errors import FieldError, InvalidInput, NotFound
from portal.core.text import fold

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from portal.accounts.identity_card import IdentityCard

NO_ORGANISATION = "Chưa có tổ chức mang mã số thuế này. Hãy ghi tên, loại và địa chỉ trụ sở."


@dataclass(frozen=True, slots=True)
class Conflict:
    """One fact that the card and the portal tell differently."""

    label: str
    said: str
    known: str
    is_identity: bool  # name, birth or gender: perhaps another person altogether


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who stands at the counter, as the portal knows them."""

    person: Person
    is_new: bool
    conflicts: tuple[Conflict, ...] = ()


def enrol(card: IdentityCard, *, actor: Actor, phone: str = "", email: str = "") -> Enrolled:
    """Find the person of a card, or put them down; the card never overwrites what is known."""
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(
            personal_number=card.personal_number,
            defaults={
                "full_name": card.full_name,
                "name_key": fold(card.full_name),
                "birth_date": card.birth_date,
                "gender": card.gender,
                "phone": phone,
                "email": email,
                "address": card.address,
            },
        )
        if is_new:
            journal.record(f"person:{person.pk}", "person.enrolled", actor=actor.code)
        else:
            _fill_gaps(person, phone=phone, email=email, address=card.address)
    return Enrolled(person, is_new, conflicts_of(person, card, phone=phone))


def conflicts_of(person: Person, card: IdentityCard, *, phone: str = "") -> tuple[Conflict, ...]:
    """What the card says differently from what is known of the person."""
    genders = dict(Person.Gender.choices)
    told = (
        ("Họ, chữ đệm và tên", card.full_name, person.full_name, True),
        ("Ngày sinh", f"{card.birth_date:%d/%m/%Y}", f"{person.birth_date:%d/%m/%Y}", True),
        ("Giới tính", genders[card.gender], genders[person.gender], True),
        ("Nơi cư trú", card.address, person.address, False),
        ("Số điện thoại", national_phone(phone), national_phone(person.phone), False),
    )
    return tuple(
        Conflict(label, said, known, is_identity)
        for label, said, known, is_identity in told
        if said and known and _plain(said) != _plain(known)
    )


def find_person(personal_number: str) -> Person | None:
    """The person who has this number, if the portal knows them."""
    return Person.objects.filter(personal_number=personal_number).first()


def find_organisation(tax_code: str) -> Organisation:
    """The organisation that has this tax code."""
    if not is_tax_code(tax_code):
        reason = "Mã số thuế không đúng, hãy kiểm tra lại từng chữ số."
        raise InvalidInput(reason, errors=[FieldError("/tax_code", "tax_code", reason)])
    found = Organisation.objects.filter(tax_code=tax_code).first()
    if found is None:
        raise NotFound(
            NO_ORGANISATION, errors=[FieldError("/tax_code", "unknown", NO_ORGANISATION)]
        )
    return found


def enrol_organisation(
    tax_code: str, *, name: str, kind: str, address: str, actor: Actor
) -> Organisation:
    """Find the organisation of a tax code, or put down a new one from its paper."""
    known = known_organisation(tax_code, name=name, kind=kind, address=address)
    if known is not None:
        return known
    with transaction.atomic():
        made, is_new = Organisation.objects.get_or_create(
            tax_code=tax_code,
            defaults={
                "name": name[:200],
                "name_key": fold(name[:200]),
                "kind": kind,
                "address": address[:300],
            },
        )
        if is_new:
            journal.record(f"organisation:{made.pk}", "organisation.enrolled", actor=actor.code)
    return made


def known_organisation(tax_code: str, *, name: str, kind: str, address: str) -> Organisation | None:
    """Find the organisation; None where it can be put down, a refusal where facts are missing."""
    try:
        return find_organisation(tax_code)
    except NotFound as missing:
        if not name:
            raise InvalidInput(missing.message, errors=missing.errors) from missing
    errors = []
    if kind not in Organisation.Kind.values:
        errors.append(FieldError("/kind", "required", "Hãy chọn loại tổ chức."))
    if not address:
        errors.append(FieldError("/address", "required", "Hãy ghi địa chỉ trụ sở."))
    if errors:
        raise InvalidInput("Thông tin tổ chức chưa đủ.", errors=errors)
    return None


def check_email(email: str, *, pointer: str) -> None:
    """Refuse what is no address of e-mail; none at all is fine."""
    try:
        if email:
            validate_email(email)
    except ValidationError:
        reason = "Thư điện tử không đúng, ví dụ ten@example.vn."
        raise InvalidInput(reason, errors=[FieldError(pointer, "format", reason)]) from None


def below(wrong: InvalidInput, pointer: str) -> InvalidInput:
    """The same refusal for whoever sent the facts inside a larger form."""
    wrong.errors = [replace(error, pointer=f"{pointer}{error.pointer}") for error in wrong.errors]
    return wrong


def _fill_gaps(person: Person, **facts: str) -> None:
    filled = {name for name, value in facts.items() if value and not getattr(person, name)}
    for name in filled:
        setattr(person, name, facts[name])
    if filled:
        person.save(update_fields=filled)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
