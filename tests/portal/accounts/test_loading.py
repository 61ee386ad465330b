import re

import pytest
from django.forms.models import model_to_dict
from stdnum.vn import mst

from portal.accounts import actions, demo, selectors
from portal.accounts.identity import personal_number_warnings
from portal.accounts.loading import load_agencies, load_demo_people
from portal.accounts.models import (
    Agency,
    Desk,
    Mandate,
    Organisation,
    Person,
    Post,
    StaffMember,
    User,
)
from portal.core.errors import NotAllowed

TABLES = (User, Agency, Desk, Person, Organisation, Mandate, StaffMember, Post)
TEAM = {
    ("clerk", "one_stop"),
    ("officer", "specialist"),
    ("leader", "leadership"),
    ("registry", "registry"),
    ("cashier", "cashier"),
}


@pytest.fixture
def loaded(db):
    load_agencies()
    load_demo_people()


def everything():
    return {model: [model_to_dict(row) for row in model.objects.order_by("pk")] for model in TABLES}


def test_city_has_its_114_communes(loaded):
    communes = selectors.commune_agencies()
    words = [re.match("phường|xã|đặc khu", agency.place)[0] for agency in communes]
    assert {word: words.count(word) for word in words} == {"phường": 45, "xã": 67, "đặc khu": 2}
    assert {agency.parent.code for agency in communes.select_related("parent")} == {"H24"}


@pytest.mark.parametrize(
    ("commune_code", "name"),
    [
        ("11311", "Ủy ban nhân dân phường Hồng Bàng"),
        ("11560", "Ủy ban nhân dân phường Thuỷ Nguyên"),
        ("11503", "Ủy ban nhân dân xã Việt Khê"),
        ("10507", "Ủy ban nhân dân phường Thành Đông"),
        ("11948", "Ủy ban nhân dân đặc khu Bạch Long Vĩ"),
    ],
)
def test_commune_is_found_by_its_code(loaded, commune_code, name):
    agency = Agency.objects.get(commune_code=commune_code)
    desks = {desk.kind: desk.name for desk in agency.desks.all()}
    assert agency.name == name
    assert set(desks) == {"one_stop", "specialist", "leadership", "registry", "cashier"}
    assert desks["one_stop"] == f"Trung tâm Phục vụ hành chính công {agency.place}"


def test_every_agency_row_says_where_it_comes_from():
    for row in demo.table("agencies"):
        assert row["source"].startswith("Dữ liệu thử nghiệm")
        assert mst.is_valid(row["tax_code"])
        assert re.fullmatch(r"022[05] \d{7}", row["phone"])
        assert row["address"].endswith("hành phố Hải Phòng")


def test_loading_again_changes_nothing(loaded):
    before = everything()
    load_agencies()
    load_demo_people()
    assert everything() == before


def test_loading_again_mends_a_row(loaded):
    Agency.objects.filter(code="H24").update(name="Tên cũ")
    Person.objects.filter(user__username="citizen-an").update(name_key="cũ")
    load_agencies()
    load_demo_people()
    assert Agency.objects.get(code="H24").name == "Ủy ban nhân dân thành phố Hải Phòng"
    assert Person.objects.get(user__username="citizen-an").name_key == "nguyen van an"


def test_loading_takes_few_round_trips(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        load_agencies()
        load_demo_people()


def test_demo_people_are_believable(loaded):
    people = Person.objects.all()
    for person in people:
        number, born, gender = person.personal_number, person.birth_date, person.gender
        assert personal_number_warnings(number, born, gender) == []
        assert number[6:9] == "999"
        person.full_clean()
    assert {person.identity_level for person in people} == {1, 2}


def test_demo_organisations_have_representatives(loaded):
    organisations = Organisation.objects.all()
    for organisation in organisations:
        organisation.full_clean()
        assert organisation.mandates.get().kind == Mandate.Kind.LEGAL_REPRESENTATIVE
    assert {organisation.kind for organisation in organisations} == {"enterprise", "cooperative"}


@pytest.mark.parametrize("commune_code", ["11311", "11560"])
def test_two_communes_are_fully_staffed(loaded, commune_code):
    agency = Agency.objects.get(commune_code=commune_code)
    assert selectors.holders()[agency.code] >= TEAM


def test_staff_work_at_desks_of_their_own_agency(loaded):
    for post in Post.objects.select_related("desk", "staff"):
        post.clean_fields()
        assert post.desk.agency_id == post.staff.agency_id


def test_made_up_people_stay_out_of_production(db, settings):
    settings.DEMO = False
    with pytest.raises(NotAllowed, match="không nhận dữ liệu thử nghiệm"):
        actions.load_demo_people()
    assert not User.objects.exists()
