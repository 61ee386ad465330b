"""What page tests share: a signed-in browser, the words of a page, the fields of its forms."""

import html
import re
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.test import Client

from portal.accounts.models import User
from tests.factories.dossiers import the_portal


def browser(account: str = "") -> Client:
    """Open a browser, signed in as a demo account when one is named."""
    the_portal()
    client = Client()
    if account:
        client.force_login(User.objects.get(username=account))
        assert BACKEND_SESSION_KEY in client.session
    return client


def words(response: Any) -> str:
    """The visible words of a page, in one line."""
    source = re.sub(r"(?s)<(script|svg|style)\b.*?</\1>", "", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", source)))


def version_on(response: Any) -> str:
    """The version token of the page's form."""
    found = re.search(r'name="version" value="(\d+)"', response.content.decode())
    assert found is not None
    return found[1]
