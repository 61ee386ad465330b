"""Bearer tokens: signed, expiring, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core import signing
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from portal.accounts.selectors import user_by_id
from portal.core import clock

if TYPE_CHECKING:
    from rest_framework.request import Request

    from portal.accounts.models import User

LIFETIME = timedelta(hours=8)
MAX_LENGTH = 500
_SCHEME = "Bearer"


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the moment at which it ends."""

    text: str
    expires_at: datetime


def issue(user: User) -> Token:
    """Make a token for a sign-in."""
    expires_at = (clock.now() + LIFETIME).replace(microsecond=0)
    claim = {"user": user.pk, "until": int(expires_at.timestamp())}
    return Token(_signer().sign_object(claim), expires_at)


class BearerToken(BaseAuthentication):
    """Who holds a valid token is its user."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """Find the user of the token; None when there is no token at all."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        user = _user_of(text.strip()) if scheme.lower() == _SCHEME.lower() else None
        if user is None:
            raise AuthenticationFailed
        return user, text

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in a 401."""
        return f'{_SCHEME} realm="api"'


def _user_of(text: str) -> User | None:
    if len(text) > MAX_LENGTH:
        return None
    try:
        claim = _signer().unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    if claim["until"] <= clock.now().timestamp():
        return None
    return user_by_id(claim["user"])


def _signer() -> signing.Signer:
    return signing.Signer(salt="portal.api.token")
