"""Callers of the API, each with the token of a demo account."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from tests.factories import dossiers


class Caller(APIClient):
    """A client whose paths begin below /api/v1/."""

    def ask(self, path, query=None):
        """GET."""
        return self.get(f"/api/v1/{path}", query)

    def tell(self, path, body=None):
        """POST as JSON."""
        return self.post(f"/api/v1/{path}", body or {}, format="json")

    def change(self, path, body):
        """PATCH as JSON."""
        return self.patch(f"/api/v1/{path}", body, format="json")

    def remove(self, path):
        """DELETE."""
        return self.delete(f"/api/v1/{path}")

    def upload(self, path, **fields):
        """POST as a form with files."""
        return self.post(f"/api/v1/{path}", fields, format="multipart")


@pytest.fixture
def portal(db, clock_at):
    """Agencies, people and the two shipped packages, on Monday 23 November 2026 at 09:00."""
    clock_at("2026-11-23T09:00")
    cache.clear()
    dossiers.the_portal()


@pytest.fixture
def anybody(portal):
    """A caller without a token."""
    return Caller()


@pytest.fixture
def signed_in(portal):
    """`signed_in("citizen-an")` is a caller with the token of that demo account."""

    def sign_in(account):
        answer = Caller().tell("demo/token", {"account": account})
        assert answer.status_code == 201, answer.content
        caller = Caller()
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['token']}")
        return caller

    return sign_in
