from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts import actors
from portal.accounts.actors import actor_of
from portal.core import clock
from portal.core.errors import NotAllowed
from tests.factories.accounts import (
    DeskFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    StaffMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_citizen_acts_in_their_own_name():
    person = PersonFactory(signed_in=True, full_name="Nguyễn Văn An")
    actor = actor_of(person.user)
    assert (actor.kind, actor.code, actor.name) == (
        "citizen",
        f"person:{person.pk}",
        "Nguyễn Văn An",
    )


def test_staff_member_acts_at_a_desk():
    member = StaffMemberFactory(signed_in=True)
    desk = DeskFactory(agency=member.agency)
    actor = actor_of(member.user, desk=desk)
    assert (actor.kind, actor.code, actor.name) == (
        "staff",
        f"staff:{member.pk}",
        member.full_name,
    )
    assert actor.desk == desk


@pytest.mark.parametrize(
    ("name", "shown"), [("vnpay", "Cổng thanh toán VNPAY"), ("worker", "Hệ thống")]
)
def test_system_acts_under_its_name(name, shown):
    actor = actors.system(name)
    assert (actor.kind, actor.code, actor.name) == ("system", f"system:{name}", shown)


def test_representative_acts_for_the_organisation():
    mandate = MandateFactory(person=PersonFactory(signed_in=True, full_name="Phạm Quốc Cường"))
    actor = actor_of(mandate.person.user, on_behalf_of=mandate.organisation)
    assert actor.on_behalf_of == mandate.organisation
    assert actor.name == f"Phạm Quốc Cường (thay mặt {mandate.organisation.name})"


def test_stranger_cannot_act_for_an_organisation():
    person = PersonFactory(signed_in=True)
    with pytest.raises(NotAllowed, match="chưa được ghi nhận quyền đại diện"):
        actor_of(person.user, on_behalf_of=OrganisationFactory())


def test_mandate_ends_with_its_last_day():
    mandate = MandateFactory(
        for_a_person=True,
        person=PersonFactory(signed_in=True),
        valid_until=date(2026, 11, 23),
    )
    user = mandate.person.user
    with clock.at(datetime(2026, 11, 23, 23, 59, tzinfo=clock.VIETNAM)):
        assert actor_of(user, on_behalf_of=mandate.principal).on_behalf_of == mandate.principal
    with (
        clock.at(datetime(2026, 11, 24, tzinfo=clock.VIETNAM)),
        pytest.raises(NotAllowed),
    ):
        actor_of(user, on_behalf_of=mandate.principal)


def test_nobody_stands_behind_an_empty_or_closed_sign_in():
    closed = PersonFactory(user=UserFactory(is_active=False)).user
    assert actor_of(AnonymousUser()) is None
    assert actor_of(UserFactory()) is None
    assert actor_of(closed) is None
