"""Requests: drafted, released or returned, and sent; only what is sent takes effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.permissions import Role
from portal.core.errors import Refused
from procedures.dossiers.effects import dues, holding, steps
from procedures.dossiers.models import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from procedures.dossiers.effects.move import Move

# What can be refused of an act already when it is drafted.
CHECKS: dict[str, Callable[[Move], object]] = {
    "extend": dues.check_extension,
    "request_supplement": holding.check_supplement,
    "transfer": steps.check_transfer,
}


def draft(move: Move, *, releases: bool) -> None:
    """Draft an act for its approver; who may release it has released it by drafting it."""
    if check := CHECKS.get(move.action.kind):
        check(move)
    state = Request.State.RELEASED if releases else Request.State.DRAFTED
    request = Request.objects.create(
        dossier=move.dossier,
        kind=move.action.kind,
        action=move.action.id,
        label=move.action.label,
        step=move.dossier.step,
        data=move.data,
        state=state,
        approver=move.approver or Role.LEADER,
        drafted_by=move.actor.code,
        drafted_at=move.moment,
        released_by=move.actor.code if releases else "",
        released_at=move.moment if releases else None,
    )
    move.waits.requests.append(request)
    move.dossier.open_requests += 1
    move.fact |= {"request": request.pk, "kind": request.kind, "state": state.value}


def release_request(move: Move) -> None:
    """Approve a draft, in the words of whoever approves it; it takes effect when it is sent."""
    request = of(move)
    if move.data and (check := CHECKS.get(request.kind)):
        check(move)
    # Only what was changed is said anew.
    move.data = {
        name: value for name, value in move.data.items() if request.data.get(name) != value
    }
    request.data = request.data | move.data
    request.state = Request.State.RELEASED
    request.released_by, request.released_at = move.actor.code, move.moment
    request.save(update_fields=["state", "data", "released_by", "released_at"])
    move.fact |= {"request": request.pk, "kind": request.kind}


def return_request(move: Move) -> None:
    """Refuse a draft with the reason."""
    request = of(move)
    request.returned_reason = move.data["reason"]
    _close(move, request, Request.State.RETURNED)


def drop_request(move: Move) -> None:
    """Give up a draft that was not sent."""
    _close(move, of(move), Request.State.DROPPED)


def send(move: Move) -> None:
    """Mark the request as sent; its own effect follows in the same move."""
    request = move.request
    if request is None:
        raise AssertionError("only a request is sent")
    move.fact |= {
        "request": request.pk,
        "drafted_by": request.drafted_by,
        "released_by": request.released_by,
    }
    _close(move, request, Request.State.SENT)


def of(move: Move) -> Request:
    """The open request that the action is about."""
    request = move.waits.request(move.action)
    if request is None:
        raise Refused("Đề nghị này đã được xử lý.", code="wrong_moment")
    return request


def _close(move: Move, request: Request, state: Request.State) -> None:
    move.close_request(request, state)
    move.fact |= {"request": request.pk, "kind": request.kind}
