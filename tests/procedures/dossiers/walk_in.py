"""Somebody who walks in with a card, and the clerk who takes the file in."""

from __future__ import annotations

import copy
from typing import Any

from portal.accounts.models import Person
from portal.core import clock
from procedures.catalogue import selectors as catalogue
from procedures.dossiers import arrivals, intake
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import EXTRACT, EXTRACT_ANSWERS, HONG_BANG

BICH = (
    "031185000999|031234567|Nguyễn Thị Bích|12031985|Nữ|"
    "Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng|01072021"
)
WALK_IN: dict[str, Any] = {
    "channel": "counter",
    "agency": HONG_BANG,
    "ticket": "A017",
    "submitter": {"card": BICH, "phone": "0912 345 678"},
}
SON = {
    "personal_number": "031210000321",
    "full_name": "Nguyễn Văn Con",
    "birth_date": "2010-05-06",
    "gender": "male",
    "address": "Số 12 phố Minh Khai, phường Hồng Bàng",
    "phone": "0912345679",
}
AN = "031185000999"


def clerk(account: str = "clerk-hongbang"):
    return factory.who(account)


def package():
    return catalogue.package(catalogue.in_force(EXTRACT, on=clock.today()).pk)


def arrived(*, by: str = "clerk-hongbang", **changes: Any) -> arrivals.Arrival:
    return arrivals.arrival_of({**WALK_IN, **changes}, package(), actor=clerk(by))


def drafted(*, by: str = "clerk-hongbang", answers: Any = None, **changes: Any) -> Dossier:
    at_counter = {"delivery": {"method": "counter"}}
    filled = copy.deepcopy({**EXTRACT_ANSWERS, **at_counter, **(answers or {})})
    return intake.draft(EXTRACT, arrived(by=by, **changes), answers=filled, actor=clerk(by))


def taken(draft: Dossier, *, by: str = "clerk-hongbang", accept: bool = True) -> intake.Taken:
    return intake.take_in(draft, actor=clerk(by), seen_version=draft.version, accept=accept)


def known_as_level_2() -> Person:
    """Let the person of the card hold an identity account, so that no fee is owed."""
    person = arrived().submitter
    person.identity_level = Person.IdentityLevel.TWO
    person.save()
    return person
