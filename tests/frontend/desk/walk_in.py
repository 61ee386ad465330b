"""A walk-in as the counter's one screen posts it."""

import re

from portal.accounts.models import Person
from tests.factories.dossiers import EXTRACT, HONG_BANG

PLACE = "/can-bo/tai-quay"
FORM = f"{PLACE}/thu-tuc/{EXTRACT}"
CARD = (
    "031185000999|031234567|Nguyễn Thị Bích|12031985|Nữ|"
    "Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng|01072021"
)
ARRIVAL = {
    "arrival.channel": "counter",
    "arrival.agency": HONG_BANG,
    "arrival.ticket": "A017",
    "arrival.whose": "self",
    "arrival.submitter.card": CARD,
    "arrival.submitter.phone": "0912 345 678",
}
ANSWERS = {
    "record.kind": "birth",
    "record.whose": "self",
    "registration.place": "11311",
    "copies.quantity": "2",
    "delivery.method": "counter",
    "requester.full_name": "Nguyễn Thị Bích",
    "requester.birth_date.day": "12",
    "requester.birth_date.month": "3",
    "requester.birth_date.year": "1985",
    "requester.personal_number": "031185000999",
    "requester.phone": "0912345678",
    "pledge": "true",
}


def hidden(response):
    """The draft and its version, as the page carries them on."""
    source = response.content.decode()
    found = re.search(r'name="draft" value="([^"]+)"><input[^>]+value="(\d+)"', source)
    return {"draft": found[1], "version": found[2]} if found else {}


def known_as_level_2():
    return Person.objects.create(
        personal_number="031185000999",
        full_name="Nguyễn Thị Bích",
        birth_date="1985-03-12",
        gender="female",
        phone="+84912345678",
        address="Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng",
        identity_level=Person.IdentityLevel.TWO,
    )
