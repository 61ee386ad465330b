"""People, organisations, agencies and staff for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory
from stdnum.vn import mst

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

ROLE_DESKS = {
    "clerk": Desk.Kind.ONE_STOP,
    "officer": Desk.Kind.SPECIALIST,
    "head": Desk.Kind.SPECIALIST,
    "leader": Desk.Kind.LEADERSHIP,
    "registry": Desk.Kind.REGISTRY,
    "cashier": Desk.Kind.CASHIER,
    "inspector": Desk.Kind.CONTROL,
}


def tax_code(number: int) -> str:
    """Make the `number`-th tax code that has a check digit."""
    # One base in eleven gives the check "10" and is never issued: two neighbours never both do.
    for base in (f"02{2 * number:07d}", f"02{2 * number + 1:07d}"):
        digit = mst.calc_check_digit(base)
        if len(digit) == 1:
            return base + digit
    raise ValueError(number)


class UserFactory(DjangoModelFactory):
    """A sign-in."""

    class Meta:
        model = User

    username = factory.Sequence("user-{}".format)
    password = "!"


class AgencyFactory(DjangoModelFactory):
    """The people's committee of a commune."""

    class Meta:
        model = Agency
        django_get_or_create = ("code",)

    class Params:
        city = factory.Trait(
            code="H24",
            name="Ủy ban nhân dân thành phố Hải Phòng",
            kind=Agency.Kind.CITY,
            commune_code="",
        )
        department = factory.Trait(
            code=factory.Sequence(lambda n: f"H24.{n % 90 + 10}"),
            name="Sở Xây dựng thành phố Hải Phòng",
            kind=Agency.Kind.DEPARTMENT,
            commune_code="",
        )

    code = factory.Sequence(lambda n: f"H24.{n // 90 % 90 + 10}.{n % 90 + 10}")
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân phường Số {n}")
    kind = Agency.Kind.COMMUNE
    commune_code = factory.Sequence(lambda n: f"{n % 90_000 + 10_000}")
    address = "Thành phố Hải Phòng"


class DeskFactory(DjangoModelFactory):
    """A one-stop desk."""

    class Meta:
        model = Desk
        django_get_or_create = ("agency", "kind")

    agency = factory.SubFactory(AgencyFactory)
    kind = Desk.Kind.ONE_STOP
    name = factory.LazyAttribute(lambda desk: f"{Desk.Kind(desk.kind).label} {desk.agency.name}")


class PersonFactory(DjangoModelFactory):
    """A citizen of the city, without a sign-in."""

    class Meta:
        model = Person

    class Params:
        signed_in = factory.Trait(user=factory.SubFactory(UserFactory))
        vneid_2 = factory.Trait(identity_level=Person.IdentityLevel.TWO)

    personal_number = factory.Sequence(lambda n: f"031085{n:06d}")
    full_name = factory.Sequence("Nguyễn Văn An {}".format)
    birth_date = date(1985, 3, 12)
    gender = Person.Gender.MALE
    phone = "+84900000101"
    address = "Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng"
    commune_code = "11311"


class OrganisationFactory(DjangoModelFactory):
    """An enterprise."""

    class Meta:
        model = Organisation

    class Params:
        cooperative = factory.Trait(kind=Organisation.Kind.COOPERATIVE)

    tax_code = factory.Sequence(lambda n: tax_code(n + 1))
    kind = Organisation.Kind.ENTERPRISE
    name = factory.Sequence("Công ty TNHH Vận tải thủy Số {}".format)
    address = "Số 102 đường Bạch Đằng, phường Thuỷ Nguyên, thành phố Hải Phòng"
    commune_code = "11560"


class MandateFactory(DjangoModelFactory):
    """A legal representative of an organisation, in force from 2021 on."""

    class Meta:
        model = Mandate

    class Params:
        for_a_person = factory.Trait(
            organisation=None,
            principal=factory.SubFactory(PersonFactory),
            kind=Mandate.Kind.AUTHORISED,
        )

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = Mandate.Kind.LEGAL_REPRESENTATIVE
    valid_from = date(2021, 4, 1)


class StaffMemberFactory(DjangoModelFactory):
    """Somebody who works for a commune and holds no post yet; `role` gives them one."""

    class Meta:
        model = StaffMember
        skip_postgeneration_save = True

    class Params:
        signed_in = factory.Trait(user=factory.SubFactory(UserFactory))

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence("hp-test-{}".format)
    full_name = factory.Sequence("Đỗ Thị Mai Hương {}".format)
    title = "Chuyên viên"

    @factory.post_generation
    def role(self, create, role, **kwargs):
        """Give the staff member this role at the desk where such work is done."""
        if create and role:
            PostFactory(staff=self, role=role)


class PostFactory(DjangoModelFactory):
    """A role at the desk where it usually works."""

    class Meta:
        model = Post

    staff = factory.SubFactory(StaffMemberFactory)
    role = "clerk"

    @factory.lazy_attribute
    def desk(self):
        """Find or make the desk in the agency of the staff member."""
        kind = ROLE_DESKS.get(self.role)
        return DeskFactory(agency=self.staff.agency, kind=kind) if kind else None
