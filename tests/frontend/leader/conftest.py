"""What the leader tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.accounts.models import User
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@pytest.fixture
def signed_in(client: Client) -> Callable[[str], Client]:
    """`signed_in("clerk-hongbang")` is the browser of that demo account."""

    def sign_in(account: str) -> Client:
        make.the_portal()
        client.force_login(User.objects.get(username=account))
        return client

    return sign_in
