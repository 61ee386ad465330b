"""Applicants of the seeded dossiers: made-up people without a sign-in, beside the demo accounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portal.accounts import actions, actors
from portal.accounts.models import Mandate, Organisation, Person

if TYPE_CHECKING:
    from random import Random

    from portal.accounts.actors import Actor

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Đào", "Mai")
GIVEN = {
    "male": ("Văn Hùng", "Đức Long", "Quang Huy", "Minh Tuấn", "Xuân Trường", "Hữu Phước"),
    "female": ("Thị Thu Hà", "Thị Lan", "Ngọc Diệp", "Thùy Dương", "Thị Kim Oanh", "Bích Phượng"),
}
STREETS = {
    "11311": ("phố Minh Khai, phường Hồng Bàng", "phố Tam Bạc, phường Hồng Bàng"),
    "11560": ("đường Bạch Đằng, phường Thuỷ Nguyên", "đường Máng Nước, phường Thuỷ Nguyên"),
}
COMPANIES = (
    ("0299500038", "Công ty Cổ phần Cảng Bến Bính"),
    ("0299500045", "Công ty TNHH Thương mại và Vận tải Sông Cấm"),
)
# Demo personal numbers end in 999…; the demo accounts use 999001 and up.
FIRST_NUMBER = 999101


def load(rng: Random, *, count: int) -> list[Actor]:
    """Write the applicants and give their actors: citizens first, companies at the end."""
    people = [_person(rng, number) for number in range(count)]
    citizens = [actors.citizen(person) for person in people]
    companies = [
        actors.citizen(person, _company(tax_code, name, person))
        for (tax_code, name), person in zip(COMPANIES, people, strict=False)
    ]
    return citizens + companies


def account(code: str) -> Actor:
    """The actor behind a demo account; the head of an organisation acts for it."""
    user = actions.sign_in_demo(code)
    actor = actors.actor_of(user)
    if actor is None:
        raise RuntimeError(f"nobody stands behind the demo account {code}")
    return actor


def head_of(code: str) -> Actor:
    """The actor behind a demo account, for the organisation that they represent."""
    person = account(code).person
    mandate = Mandate.objects.filter(person=person, organisation__isnull=False).first()
    if person is None or mandate is None:
        raise RuntimeError(f"{code} represents no organisation")
    return actors.citizen(person, mandate.organisation)


def _person(rng: Random, number: int) -> Person:
    gender = ("male", "female")[number % 2]
    born = date(rng.randint(1962, 1999), rng.randint(1, 12), rng.randint(1, 28))
    commune = tuple(STREETS)[number % len(STREETS)]
    personal_number = f"031{int(gender == 'female')}{born.year % 100:02d}{FIRST_NUMBER + number}"
    facts = {
        "full_name": f"{FAMILY[number % len(FAMILY)]} {rng.choice(GIVEN[gender])}",
        "birth_date": born,
        "gender": gender,
        "phone": f"+84900000{301 + number}",
        "email": "",
        "address": f"Số {rng.randint(2, 180)} {rng.choice(STREETS[commune])}, thành phố Hải Phòng",
        "commune_code": commune,
        "identity_level": 1 if number % 3 == 0 else 2,
    }
    person, _ = Person.objects.get_or_create(personal_number=personal_number, defaults=facts)
    return person


def _company(tax_code: str, name: str, head: Person) -> Organisation:
    facts = {
        "kind": "enterprise",
        "name": name,
        "address": head.address,
        "commune_code": head.commune_code,
        "phone": head.phone,
    }
    company, _ = Organisation.objects.get_or_create(tax_code=tax_code, defaults=facts)
    Mandate.objects.get_or_create(
        person=head,
        organisation=company,
        valid_from=date(2024, 3, 1),
        defaults={"kind": Mandate.Kind.LEGAL_REPRESENTATIVE},
    )
    return company
