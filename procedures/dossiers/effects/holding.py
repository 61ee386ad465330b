"""Holds: supplement, fee, confirmation; each opened by one act and closed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.core import worktime
from portal.core.errors import Refused
from procedures.definition.lifecycle import HoldKind
from procedures.dossiers import legal_clock, supplements
from procedures.dossiers.effects import dues

if TYPE_CHECKING:
    from datetime import datetime

    from procedures.dossiers.effects.move import Move


def open_fee(move: Move, *, due: str) -> bool:
    """Open the fee hold if the package collects now and something is owed."""
    fees, dossier = move.package.substance.fees, move.dossier
    if fees.due != due or dossier.fee_total == 0:
        return False
    data = {"amount": dossier.fee_total, "lines": dossier.fee_lines}
    hold = move.open_hold(HoldKind.FEE, blocks=fees.blocks, data=data)
    move.entailed.append(("fee_requested", {"hold": hold.pk, "amount": dossier.fee_total}))
    return True


def reopen_fee(move: Move) -> None:
    """Ask again for a fee that was dropped unpaid when the handling seemed to be over."""
    fees = [hold for hold in move.waits.holds if hold.kind == HoldKind.FEE]
    if fees and all(hold.closed_at and not hold.data.get("paid") for hold in fees):
        open_fee(move, due=move.package.substance.fees.due)


def close_fee(move: Move) -> None:
    """Close the fee hold at the time of payment."""
    hold = move.waits.hold(HoldKind.FEE)
    if hold is None:
        raise Refused("Hồ sơ không còn khoản phí nào phải nộp.", code="not_owed")
    hold.data["paid"] = True
    # The gateway's clock counts whole seconds: no fee is paid before it was asked for.
    move.moment = max(move.moment, hold.opened_at)
    move.close_hold(hold)
    move.fact |= {"hold": hold.pk, "amount": hold.data["amount"]}
    dues.resume_clock(move)


def check_supplement(move: Move) -> None:
    """Refuse a request for questions or papers that the form does not have."""
    supplements.demand_askable(move.data.get("fields", []), move.package)


def request_supplement(move: Move) -> None:
    """Ask in full for what is missing; the clock stops (Mẫu 02)."""
    check_supplement(move)
    nth = sum(hold.kind == HoldKind.SUPPLEMENT for hold in move.waits.holds) + 1
    limit = move.package.substance.supplement_limit
    hold = move.open_hold(
        HoldKind.SUPPLEMENT,
        blocks=["*"],
        data=dict(move.data),
        lapses_at=_limit_of(limit, move.moment),
    )
    move.fact |= {"hold": hold.pk, "round": nth}
    if "again_reason" in move.data:
        move.fact["again_reason"] = move.data["again_reason"]
    move.slip("mau_02", {"hold": hold.pk}, nth=nth)


def supplement(move: Move) -> None:
    """Take the applicant's answer; the clock runs on, or anew, as the package says."""
    hold = move.waits.hold(HoldKind.SUPPLEMENT)
    if hold is None:
        raise Refused("Hồ sơ không có yêu cầu bổ sung nào đang chờ.", code="no_supplement")
    supplements.apply(move.dossier, hold, move.data.get("answers", {}))
    if move.action.id == "supplement":
        # What is brought to a counter is completed there, with the clerk's words.
        supplements.demand_answered(move.dossier, hold, move.data.get("note", ""))
    move.close_hold(hold)
    move.fact["hold"] = hold.pk
    dues.resume_clock(move, restart=move.package.substance.supplement_policy == "restart")


def ask_confirmation(move: Move) -> None:
    """Show the applicant a draft and wait for their yes or no; silence goes on after the limit."""
    lapses_at = _limit_of(move.action.limit or "1wd", move.moment)
    hold = move.open_hold(
        HoldKind.CONFIRMATION, blocks=["*"], data=dict(move.data), lapses_at=lapses_at
    )
    move.fact["hold"] = hold.pk
    move.later(
        "dossiers.lapse_confirmation",
        key=str(hold.pk),
        run_at=lapses_at,
        dossier=move.dossier.pk,
        hold=hold.pk,
    )


def confirm(move: Move) -> None:
    """Take the applicant's yes, or what is wrong: an objection must be met before the step ends."""
    said = {"objection": move.data["note"]} if move.data["answer"] == "objected" else {}
    _close_confirmation(move, move.data["answer"], said)


def lapse_confirmation(move: Move) -> None:
    """Go on without an answer: what was shown stands as declared."""
    _close_confirmation(move, "lapsed", {})


def _close_confirmation(move: Move, answer: str, said: dict[str, str]) -> None:
    hold = move.waits.hold(HoldKind.CONFIRMATION)
    if hold is None:
        raise Refused("Hồ sơ không có nội dung nào chờ xác nhận.", code="nothing_to_confirm")
    hold.data |= {"answer": answer, **said}
    move.close_hold(hold)
    move.fact |= {"hold": hold.pk, "answer": answer}
    dues.resume_clock(move)


def _limit_of(limit: str, start: datetime) -> datetime | None:
    if not limit:
        return None
    return worktime.due(start, limit, legal_clock.calendar_now()).at
