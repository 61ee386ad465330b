"""Tokens: whose they are, when they end, who may have one."""

from datetime import timedelta

import pytest
from django.core import signing

from portal.accounts.models import User
from portal.api import authentication
from portal.core import clock


def test_token_tells_whose_it_is_and_when_it_ends(anybody):
    answer = anybody.tell("demo/token", {"account": "citizen-an"})
    token = answer.json()
    assert answer.status_code == 201
    assert (token["account"], token["name"]) == ("citizen-an", "Nguyễn Văn An")
    assert token["roles"] == ["applicant"]
    ends = clock.parse(token["expires_at"])
    assert ends - clock.now() == authentication.LIFETIME


def test_staff_token_names_the_roles(anybody):
    token = anybody.tell("demo/token", {"account": "leader-hongbang"}).json()
    assert token["roles"] == ["leader"]


@pytest.mark.parametrize(
    ("body", "status"),
    [({"account": "citizen-nobody"}, 404), ({}, 400), ({"account": "a", "password": "b"}, 400)],
)
def test_unknown_account_gets_no_token(anybody, body, status):
    assert anybody.tell("demo/token", body).status_code == status


def test_production_has_no_demo_sign_in(anybody, settings):
    settings.DEMO = False
    assert anybody.tell("demo/token", {"account": "citizen-an"}).status_code == 404


def test_locked_account_loses_its_token(signed_in):
    an = signed_in("citizen-an")
    User.objects.filter(username="citizen-an").update(is_active=False)
    assert an.ask("me").status_code == 401


def test_token_signed_for_another_purpose_is_refused(anybody):
    user = User.objects.get(username="citizen-an")
    until = int((clock.now() + timedelta(hours=1)).timestamp())
    forged = signing.Signer(salt="elsewhere").sign_object({"user": user.pk, "until": until})
    anybody.credentials(HTTP_AUTHORIZATION=f"Bearer {forged}")
    assert anybody.ask("me").status_code == 401


def test_private_answers_stay_out_of_caches(signed_in, anybody):
    assert signed_in("citizen-an").ask("me").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in anybody.ask("procedures/").headers
