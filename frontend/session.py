"""Who asks: the actor behind a request, with whom they chose to act for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts import actors
from portal.accounts.selectors import mandates_of
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.accounts.actors import Actor
    from portal.accounts.models import Mandate, Person

MANDATE = "mandate"
_REMEMBERED = "_portal_actor"


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a signed-in request; refuses a sign-in that nobody stands behind."""
    actor = visitor_of(request)
    if actor is None:
        raise NotAllowed("Tài khoản này chưa gắn với công dân hoặc cán bộ nào.")
    return actor


def visitor_of(request: HttpRequest) -> Actor | None:
    """The actor of any request, None for an anonymous one; looked up once per request."""
    if not hasattr(request, _REMEMBERED):
        setattr(request, _REMEMBERED, _find(request))
    actor: Actor | None = getattr(request, _REMEMBERED)
    return actor


def act_for(request: HttpRequest, mandate_id: int | None) -> Actor:
    """Act from now on under one of the person's mandates, or for oneself with None."""
    person = actor_of(request).person
    if person is None:
        raise NotAllowed("Chỉ công dân mới nộp hồ sơ thay cho người khác.")
    if mandate_id is None:
        request.session.pop(MANDATE, None)
    elif _mandate(person, mandate_id) is None:
        raise NotFound("Bạn chưa được ghi nhận quyền đại diện này.")
    else:
        request.session[MANDATE] = mandate_id
    delattr(request, _REMEMBERED)
    return actor_of(request)


def _find(request: HttpRequest) -> Actor | None:
    actor = actors.actor_of(request.user)
    chosen = request.session.get(MANDATE)
    if actor is None or actor.person is None or chosen is None:
        return actor
    mandate = _mandate(actor.person, chosen)
    if mandate is None:
        # The mandate lapsed: say so once, then the person acts for themselves.
        del request.session[MANDATE]
        raise NotAllowed("Quyền đại diện mà bạn đã chọn không còn hiệu lực.")
    return actors.citizen(actor.person, mandate.organisation or mandate.principal)


def _mandate(person: Person, pk: int) -> Mandate | None:
    return mandates_of(person, on=clock.today()).filter(pk=pk).first()
