"""Who comes to a counter is found or put down, and never overwritten."""

from datetime import date

import pytest

from portal.accounts import enrolling
from portal.accounts.actors import staff
from portal.accounts.identity_card import IdentityCard
from portal.accounts.models import Organisation, Person
from portal.core.errors import InvalidInput, NotFound
from portal.core.journal.models import Event
from tests.factories.accounts import (
    OrganisationFactory,
    PersonFactory,
    StaffMemberFactory,
    tax_code,
)

pytestmark = pytest.mark.django_db
CARD = IdentityCard(
    "031185000777", "Phạm Thị Đào", date(1985, 6, 1), "female", "Số 5 Lạch Tray, Hải Phòng"
)


@pytest.fixture
def clerk():
    return staff(StaffMemberFactory(role="clerk"))


def test_new_person_has_no_sign_in(clerk):
    enrolled = enrolling.enrol(CARD, actor=clerk, phone="+84912345678")

    person = enrolled.person
    assert enrolled.is_new
    assert enrolled.conflicts == ()
    assert (person.user, person.identity_level) == (None, Person.IdentityLevel.ONE)
    assert (person.full_name, person.name_key) == ("Phạm Thị Đào", "pham thi dao")
    event = Event.objects.get(name="person.enrolled")
    assert (event.actor, event.data) == (clerk.code, {})


def test_known_person_keeps_what_is_known_and_conflicts_are_told(clerk):
    known = PersonFactory(personal_number=CARD.personal_number, full_name="Phạm Thị Đào Em")

    enrolled = enrolling.enrol(CARD, actor=clerk)

    known.refresh_from_db()
    assert (enrolled.person, enrolled.is_new) == (known, False)
    assert (known.full_name, known.birth_date) == ("Phạm Thị Đào Em", date(1985, 3, 12))
    assert [(one.label, one.is_identity) for one in enrolled.conflicts] == [
        ("Họ, chữ đệm và tên", True),
        ("Ngày sinh", True),
        ("Giới tính", True),
        ("Nơi cư trú", False),
    ]


def test_only_gaps_are_filled(clerk):
    known = PersonFactory(personal_number=CARD.personal_number, phone="", address="")

    enrolling.enrol(CARD, actor=clerk, phone="+84912345678", email="dao@example.vn")

    known.refresh_from_db()
    assert (known.phone, known.address) == ("+84912345678", CARD.address)
    assert known.email == "dao@example.vn"


def test_organisation_is_looked_up_by_tax_code(clerk):
    known = OrganisationFactory()

    found = enrolling.enrol_organisation(
        known.tax_code, name="Tên khác", kind="enterprise", address="Nơi khác", actor=clerk
    )

    assert found == known
    assert found.name == known.name


def test_organisation_nobody_knows_is_put_down_from_its_paper(clerk):
    code = tax_code(77)
    with pytest.raises(InvalidInput, match="Hãy ghi tên"):
        enrolling.enrol_organisation(code, name="", kind="", address="", actor=clerk)
    with pytest.raises(InvalidInput) as refused:
        enrolling.enrol_organisation(code, name="HTX Vận tải", kind="", address="", actor=clerk)
    assert [error.pointer for error in refused.value.errors] == ["/kind", "/address"]

    made = enrolling.enrol_organisation(
        code, name="HTX Vận tải", kind="cooperative", address="Hải Phòng", actor=clerk
    )
    assert Organisation.objects.get(tax_code=code) == made


def test_tax_code_with_a_wrong_digit_is_refused():
    with pytest.raises(InvalidInput, match="Mã số thuế không đúng"):
        enrolling.find_organisation("0100109107")
    with pytest.raises(NotFound):
        enrolling.find_organisation(tax_code(78))
