"""What is done to dossiers: drafting, submitting, acting. Every write names its actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction

from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotFound, Refused
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import access, drafts, sealing
from procedures.dossiers.common import COMMON
from procedures.dossiers.discarding import discard
from procedures.dossiers.drafts import (
    add_paper,
    remove_paper,
    save_answers,
    save_page,
)
from procedures.dossiers.drafts import start as start_draft
from procedures.dossiers.engine import fire
from procedures.dossiers.looking_up import look_up_papers
from procedures.dossiers.models import Dossier, Hold, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portal.accounts.actors import Actor

__all__ = [
    "act",
    "add_paper",
    "answer_supplement",
    "close_fee_hold",
    "collect_result",
    "confirm",
    "discard",
    "look_up_papers",
    "remove_paper",
    "save_answers",
    "save_page",
    "start_draft",
    "submit",
    "take_back_withdrawal",
    "withdraw",
]

Closing = Literal["closed", "already", "not_owed"]


def submit(dossier: Dossier, *, actor: Actor, seen_version: int) -> Dossier:
    """Submit a complete draft; submitting it again gives the same dossier, not a second one."""
    try:
        _demand_version_in_force(dossier, actor=actor)
        return fire(dossier.pk, "submit", actor=actor, data={}, seen_version=seen_version)
    except Refused:
        # The second of two clicks finds the dossier that the first one made.
        current = Dossier.objects.get(pk=dossier.pk)
        if current.stage == Stage.DRAFT:
            raise
        return current


def act(
    dossier: Dossier, action_id: str, *, actor: Actor, data: Mapping[str, Any], seen_version: int
) -> Dossier:
    """Take an action of the desk; the applicant's and the portal's own have functions of theirs."""
    common = COMMON.get(action_id)
    # A counter's draft is handed in through `intake`, with what that looks at first.
    if common is not None and ("staff" not in common.hands or action_id == "submit"):
        raise Refused("Việc này không thuộc quy trình của cơ quan giải quyết.", code="not_planned")
    if action_id == "confirm_at_counter":
        _demand_objection(data.get("answer"), data.get("note"))
    return fire(dossier.pk, action_id, actor=actor, data=data, seen_version=seen_version)


def answer_supplement(
    dossier: Dossier,
    *,
    actor: Actor,
    seen_version: int,
    note: str = "",
    answers: Mapping[str, Any] | None = None,
) -> Dossier:
    """Send what the desk asked for: new answers by pointer, a new paper, or at least a note.

    The fee and the time limit stay as they were sealed, whatever the new answers say.
    """
    hold = dossier.holds.filter(kind=HoldKind.SUPPLEMENT, closed_at__isnull=True).first()
    if hold is not None and not note.strip() and not answers:
        added = dossier.papers.filter(uploaded_at__gte=hold.opened_at, removed_at__isnull=True)
        if not added.exists():
            raise InvalidInput(
                "Hãy sửa mục được yêu cầu, tải lên giấy tờ bổ sung hoặc viết nội dung trả lời.",
                errors=[
                    FieldError("/note", "required", "Hãy tải giấy tờ hoặc viết nội dung trả lời.")
                ],
            )
    data = {"note": note, "answers": dict(answers or {})}
    return fire(dossier.pk, "supplement", actor=actor, data=data, seen_version=seen_version)


def confirm(
    dossier: Dossier, *, actor: Actor, seen_version: int, answer: str, note: str = ""
) -> Dossier:
    """Say whether the draft that the desk shows is right; whoever objects says what is not."""
    _demand_objection(answer, note)
    data = {"answer": answer, "note": note}
    return fire(dossier.pk, "confirm", actor=actor, data=data, seen_version=seen_version)


def withdraw(dossier: Dossier, *, actor: Actor, seen_version: int, reason: str) -> Dossier:
    """Withdraw a dossier; once it is accepted, its leader releases the wish first."""
    return fire(
        dossier.pk, "withdraw", actor=actor, data={"reason": reason}, seen_version=seen_version
    )


def take_back_withdrawal(dossier: Dossier, *, actor: Actor, seen_version: int) -> Dossier:
    """Give up the wish to withdraw while it has not taken effect: the dossier goes on."""
    wish = dossier.requests.filter(kind="withdraw", state__in=Request.OPEN).first()
    if wish is None:
        raise Refused("Hồ sơ không có đề nghị rút nào đang chờ.", code="no_wish")
    return fire(
        dossier.pk, f"drop_request.{wish.pk}", actor=actor, data={}, seen_version=seen_version
    )


def collect_result(dossier: Dossier, *, actor: Actor, seen_version: int) -> Dossier:
    """Receive the result online: the owner's own act is the proof of delivery.

    Receiving it again changes nothing: whoever lost the first answer gets the same dossier.
    """
    if dossier.delivery != "online":
        raise Refused("Hồ sơ đăng ký nhận kết quả tại quầy hoặc qua bưu chính.")
    try:
        return fire(dossier.pk, "collect", actor=actor, data={}, seen_version=seen_version)
    except Refused:
        current = Dossier.objects.get(pk=dossier.pk)
        if current.stage != Stage.DELIVERED or not access.is_owner(current, actor):
            raise
        return current


def close_fee_hold(hold_id: int, *, paid_at: datetime, actor: Actor) -> Closing:
    """Close a fee hold at the signed time of payment; say when the money is not owed any more."""
    hold = Hold.objects.filter(pk=hold_id, kind=HoldKind.FEE).first()
    if hold is None:
        raise NotFound("Không có khoản phí này.")
    if hold.closed_at is not None:
        # An ended dossier closed its holds itself: the money came for nothing.
        return "already" if hold.data.get("paid") else "not_owed"
    # The lock and the second look are fire's: a hold that closed meanwhile is refused there.
    try:
        fire(
            hold.dossier_id,
            "close_fee",
            actor=actor,
            data={},
            seen_version=None,
            occurred_at=min(paid_at, clock.now()),
        )
    except Refused:
        hold.refresh_from_db()
        if hold.closed_at is None:
            # Still owed, only not now: whoever asked comes again.
            raise
        return "already" if hold.data.get("paid") else "not_owed"
    return "closed"


def _demand_objection(answer: object, note: object) -> None:
    """Refuse an objection without words."""
    if answer == "objected" and not (isinstance(note, str) and note.strip()):
        message = "Hãy viết nội dung cần sửa."
        raise InvalidInput(message, errors=[FieldError("/note", "required", message)])


def _demand_version_in_force(dossier: Dossier, *, actor: Actor) -> None:
    """Move a draft to the version in force and, where that changed it, ask to look again."""
    with transaction.atomic():
        moved = sealing.repin(drafts.lock_draft(dossier.pk, actor=actor))
    if moved is not None:
        raise Refused(
            "Thủ tục vừa có phiên bản mới. Bản nháp đã chuyển sang phiên bản mới; hãy xem lại các "
            "câu trả lời rồi nộp.",
            code="new_version",
            extra={"changes": [], "differences": moved},
        )
