"""Requests before any view sees them."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/thu-tuc/%00", "/ho-so/%00", "/api/v1/procedures/2%00/"])
def test_an_address_with_a_nul_leads_nowhere(client, path):
    assert client.get(path).status_code == 404
