"""Whose address a request came from, and how often it may come."""

import pytest

from portal.core.http import address_of

HOPS = "198.51.100.9, 203.0.113.5"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "socket", "address"),
    [
        (0, HOPS, "10.0.0.1", "10.0.0.1"),
        (1, HOPS, "10.0.0.1", "203.0.113.5"),
        (2, HOPS, "10.0.0.1", "198.51.100.9"),
        (3, HOPS, "10.0.0.1", "198.51.100.9"),
        (1, "2001:db8::7", "10.0.0.1", "2001:db8::7"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "unknown", "10.0.0.1", "10.0.0.1"),
        (0, "", "", "127.0.0.1"),
    ],
)
def test_address_is_the_one_that_our_proxies_vouch_for(
    rf, settings, proxies, forwarded, socket, address
):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR=socket)) == address
