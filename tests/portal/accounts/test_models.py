from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.models import Mandate, Person, User
from tests.factories.accounts import (
    AgencyFactory,
    DeskFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    StaffMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

REFUSED_ROWS = [
    (PersonFactory, {"personal_number": "03108599900"}, "đúng 12 chữ số"),
    (PersonFactory, {"personal_number": "03108599900a"}, "đúng 12 chữ số"),
    (PersonFactory, {"gender": "nam"}, "Nam hoặc Nữ"),
    (PersonFactory, {"identity_level": 3}, "phải là 1 hoặc 2"),
    (PersonFactory, {"commune_code": "1131"}, "gồm 5 chữ số"),
    (OrganisationFactory, {"tax_code": "12345"}, "phải gồm 10 chữ số"),
    (OrganisationFactory, {"commune_code": "H24"}, "gồm 5 chữ số"),
    (AgencyFactory, {"code": "000.01.19.H24"}, "phải có dạng H24"),
    (AgencyFactory, {"commune_code": ""}, "phải có mã đơn vị hành chính"),
    (MandateFactory, {"organisation": None}, "đúng một bên"),
    (MandateFactory, {"valid_until": date(2021, 3, 31)}, "không được trước ngày có hiệu lực"),
]


@pytest.mark.parametrize(("factory", "values", "sentence"), REFUSED_ROWS)
def test_database_refuses_and_the_model_says_why(factory, values, sentence):
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**values)

    prepared = {
        name: sub() for name, sub in (("person", PersonFactory),) if factory is MandateFactory
    }
    if factory is MandateFactory and "organisation" not in values:
        prepared["organisation"] = OrganisationFactory()
    with pytest.raises(ValidationError) as refused:
        factory.build(**{**prepared, **values}).validate_constraints()
    assert sentence in " ".join(refused.value.messages)


def test_mandate_serves_one_side_only():
    with pytest.raises(IntegrityError):
        MandateFactory(principal=PersonFactory())


def test_nobody_authorises_themselves():
    person = PersonFactory()
    with pytest.raises(IntegrityError):
        MandateFactory(for_a_person=True, person=person, principal=person)


def test_mandate_knows_whom_it_represents():
    for_company, for_person = MandateFactory(), MandateFactory(for_a_person=True)
    assert for_company.represented == for_company.organisation
    assert for_person.represented == for_person.principal
    assert str(for_company).startswith("Người đại diện theo pháp luật: Công ty")


def test_same_post_is_held_once():
    post = PostFactory(role="director")
    assert post.desk is None
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(staff=post.staff, role="director")
    at_desk = PostFactory(staff=post.staff, role="clerk")
    with pytest.raises(IntegrityError):
        PostFactory(staff=at_desk.staff, role="clerk")


def test_commune_has_one_agency():
    AgencyFactory(commune_code="11311")
    with pytest.raises(IntegrityError):
        AgencyFactory(commune_code="11311")


def test_departments_share_the_lack_of_a_commune():
    assert {AgencyFactory(department=True).commune_code for _ in range(2)} == {""}


def test_name_is_found_without_its_marks():
    person = PersonFactory(full_name="Đỗ Thị Thuỷ")
    assert person.name_key == "do thi thuy"


@pytest.mark.parametrize("update_fields", [None, ["full_name"]])
def test_key_follows_the_name(update_fields):
    person = PersonFactory()
    person.full_name = "Trần Thị Bình"
    person.save(update_fields=update_fields)
    assert Person.objects.get(name_key="tran thi binh") == person


def test_save_of_other_fields_leaves_the_name_alone():
    person = PersonFactory(full_name="Lê Thị Dung")
    person.phone = "+84900000999"
    person.save(update_fields=["phone"])
    person.refresh_from_db()
    assert (person.phone, person.name_key) == ("+84900000999", "le thi dung")


def test_person_outlives_the_sign_in():
    person = PersonFactory(signed_in=True)
    person.user.delete()
    person.refresh_from_db()
    assert person.user is None


def test_sign_in_tells_nothing_of_the_person():
    user = User.objects.create_user()
    assert len(user.username) == 32
    assert not user.has_usable_password()
    assert User.objects.get_by_natural_key(user.username) == user


def test_sign_in_with_a_password_checks_it():
    user = User.objects.create_user("can-bo", password="mật khẩu dài")
    assert user.check_password("mật khẩu dài")
    assert str(user) == "can-bo"


def test_names_on_the_pages():
    agency = AgencyFactory(code="H24.21.22", name="Ủy ban nhân dân phường Hồng Bàng")
    desk = DeskFactory(agency=agency, kind="one_stop")
    member = StaffMemberFactory(agency=agency, full_name="Đỗ Thị Mai Hương")
    assert agency.place == "phường Hồng Bàng"
    assert desk.code == "H24.21.22/one_stop"
    assert (str(agency), str(desk), str(member)) == (agency.name, desk.name, "Đỗ Thị Mai Hương")
    assert str(PostFactory(staff=member, role="director")) == f"Giám đốc Trung tâm – {agency.name}"


def test_mandate_kind_is_labelled():
    assert Mandate.Kind.AUTHORISED.label == "Người được ủy quyền"
    assert UserFactory().is_active
