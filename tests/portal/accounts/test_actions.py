import pytest

from portal.accounts import actions, selectors
from portal.accounts.actors import actor_of
from portal.accounts.models import User
from portal.core.errors import NotAllowed, NotFound

PROMISED = {
    "citizen-an",
    "city-leader",
    *(
        f"{role}-{commune}"
        for role in ("clerk", "officer", "leader", "registry", "cashier")
        for commune in ("hongbang", "thuynguyen")
    ),
}


@pytest.fixture
def loaded(db):
    actions.load_agencies()
    actions.load_demo_people()


def test_every_listed_account_signs_in(loaded):
    accounts = selectors.demo_accounts()
    assert {account.code for account in accounts} >= PROMISED
    for account in accounts:
        actor = actor_of(actions.sign_in_demo(account.code))
        assert (actor.kind, actor.name) == (account.kind, account.name)
        assert account.title
        assert account.description.endswith(".")


def test_demo_sign_in_has_no_password(loaded):
    assert not actions.sign_in_demo("citizen-an").has_usable_password()


def test_production_refuses_demo_sign_in(loaded, settings):
    settings.DEMO = False
    with pytest.raises(NotAllowed, match="tài khoản thử nghiệm"):
        actions.sign_in_demo("citizen-an")


def test_real_account_is_not_reached_by_its_name(loaded):
    User.objects.create_user("director")
    with pytest.raises(NotFound, match="Không có tài khoản thử nghiệm"):
        actions.sign_in_demo("director")


def test_closed_demo_account_stays_out(loaded):
    User.objects.filter(username="citizen-an").update(is_active=False)
    with pytest.raises(NotFound, match="bị khóa"):
        actions.sign_in_demo("citizen-an")


def test_account_is_unknown_before_the_seed(db):
    with pytest.raises(NotFound, match="chưa được nạp"):
        actions.sign_in_demo("citizen-an")
