"""What the moves of the stage set: code and receipt, acceptance, ends, and the ways back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from portal.core.clock import VIETNAM
from portal.core.errors import FieldError, InvalidInput
from procedures.definition.lifecycle import Outcome
from procedures.definition.plans import rework_step
from procedures.dossiers import bundles, codes, legal_clock, sealing
from procedures.dossiers.effects import dues, holding, results, steps

if TYPE_CHECKING:
    from procedures.dossiers.effects.move import Move
    from procedures.dossiers.models import Dossier

REMIND_AFTER_DAYS = (7, 30, 90)


def submit(move: Move) -> None:
    """Seal the file: code, receipt in law, fee; the first check runs unless the fee comes first."""
    dossier = move.dossier
    agency = dossier.competent_agency
    if agency is None:
        raise AssertionError("a draft is submitted to an agency")
    if dossier.parent_id is None:
        sealing.seal(dossier)
    dossier.submitted_at = move.moment
    dossier.received_at = legal_clock.calendar_now().opening(move.moment)
    dossier.code = codes.allocate_code(agency.code, received_at=dossier.received_at)
    dossier.secret = codes.new_secret()
    move.enter(move.package.plan.start)
    if not holding.open_fee(move, due="submission"):
        dues.start_first_check(move)
    move.fact |= {"channel": dossier.channel, "fee_total": dossier.fee_total}


def accept(move: Move) -> None:
    """Accept the file as complete: the legal time starts, the due date gets its derivation."""
    dossier = move.dossier
    dossier.accepted_at = move.moment
    on_time = not dossier.first_check_due_at or move.moment <= dossier.first_check_due_at
    dues.start_clock(move)
    holding.open_fee(move, due="acceptance")
    move.fact |= {"channel": dossier.channel, "first_check_on_time": on_time}
    if dossier.parent_id is None:
        due = dossier.due_at.isoformat() if dossier.due_at else ""
        move.slip("mau_01", {"due_at": due, "derivation": dossier.due_derivation})
    if move.package.substance.legs:
        move.later("dossiers.open_legs", key=str(dossier.pk), bundle=dossier.pk)


def refuse_intake(move: Move) -> None:
    """Refuse at intake with a reason; nothing was received."""
    _leg_ended(move)
    move.slip("mau_03", {"reason": move.data["reason"]})


def withdraw(move: Move) -> None:
    """End at the applicant's wish; after acceptance with the notice of Mẫu 05."""
    _leg_ended(move)
    accepted = move.dossier.accepted_at is not None
    move.fact["from_stage"] = "accepted" if accepted else "submitted"
    if accepted:
        move.slip("mau_05", {"reason": move.data["reason"], "withdrawn": True})


def stop(move: Move) -> None:
    """Stop the handling with a reason (Mẫu 05); what was drafted or asked meanwhile is void."""
    dossier = move.dossier
    move.drop_everything()
    dossier.rests = [*dossier.rests, [move.moment.isoformat(), ""]]
    move.slip("mau_05", {"reason": move.data["reason"], "withdrawn": False})


def resume(move: Move) -> None:
    """Go on with a stopped dossier: the time that it rested moves its due date on."""
    *earlier, (since, _) = move.dossier.rests
    move.dossier.rests = [*earlier, [since, move.moment.isoformat()]]
    dues.resume_clock(move)
    dues.foresee(move, again=True)
    holding.reopen_fee(move)
    # Whoever had it may be away or have other work by now: it is routed anew.
    move.dossier.assignee = move.dossier.assigned_at = None


def settle(move: Move) -> None:
    """Number and issue the result; the legal time ends here."""
    dossier = move.dossier
    if move.action.outcome is not None:
        # An outside agency's answer brings its own proposal.
        steps.advance(move)
    outcome = Outcome(dossier.outcome or Outcome.GRANT)
    if outcome is Outcome.REFUSE:
        # Nothing is waited for, least of all the fee of what was refused.
        move.drop_everything()
    result = results.issue(move, outcome, signer=dossier.signer)
    move.fact |= {"outcome": outcome.value, "result": result.pk}
    _settled(move)
    move.later(
        "dossiers.control_slip",
        key=f"{dossier.pk}/{dossier.version}",
        dossier=dossier.pk,
        version=dossier.version,
    )
    _leg_ended(move)


def settle_bundle(move: Move) -> None:
    """End a bundle whose legs have all ended; its results are theirs."""
    dossier = move.dossier
    legs = bundles.standing(move.package.substance.legs, dossier.legs.all())
    dossier.outcome = (Outcome.GRANT if legs.granted else Outcome.REFUSE).value
    move.fact["outcome"] = dossier.outcome
    _settled(move)


def recall(move: Move) -> None:
    """Take back a result that nobody has yet: its number is void and never given again."""
    dossier = move.dossier
    voided = results.void(move)
    dossier.settled_at = dossier.archived_at = None
    dossier.outcome, dossier.outcome_reason, dossier.signer = "", "", None
    move.enter(rework_step(move.package.plan))
    holding.reopen_fee(move)
    dues.foresee(move, again=True)
    move.fact |= {"results": voided}
    _leg_ended(move)


def deliver(move: Move) -> None:
    """Hand the result out: by the desk, or to its owner online."""
    move.dossier.delivered_at = move.moment
    move.fact["delivery"] = move.dossier.delivery
    if postal_code := move.data.get("postal_code"):
        move.fact["postal_code"] = _postal_code(postal_code)
    if move.package.substance.legs:
        move.later("dossiers.deliver_legs", key=str(move.dossier.pk), bundle=move.dossier.pk)


def _postal_code(written: str) -> str:
    """The code of an item of post; the journal keeps no name and no personal number."""
    code = "".join(written.split()).upper()
    if not re.fullmatch(r"[A-Z0-9]{5,20}", code) or re.fullmatch(r"[0-9]{12}", code):
        message = "Hãy ghi đúng số hiệu trên phiếu gửi, ví dụ EB123456789VN."
        raise InvalidInput(message, errors=[FieldError("/postal_code", "input", message)])
    return code


def _leg_ended(move: Move) -> None:
    """Let the bundle know that one of its legs came to an end, or was opened again."""
    leg = move.dossier
    if leg.parent_id is not None:
        move.later("dossiers.leg_ended", key=f"{leg.pk}/{leg.version}", leg=leg.pk)
    elif move.package.substance.legs and leg.accepted_at and move.action.kind == "withdraw":
        move.later("dossiers.withdraw_legs", key=str(leg.pk), bundle=leg.pk)


def _settled(move: Move) -> None:
    dossier = move.dossier
    dossier.settled_at = move.moment
    move.fact |= _punctuality(dossier)
    if dossier.parent_id is None:
        move.later(
            "dossiers.remind_uncollected",
            key=f"{dossier.pk}/{dossier.version}/{REMIND_AFTER_DAYS[0]}",
            run_at=move.moment + timedelta(days=REMIND_AFTER_DAYS[0]),
            dossier=dossier.pk,
            settled_at=move.moment.isoformat(),
            days=REMIND_AFTER_DAYS[0],
        )


def _punctuality(dossier: Dossier) -> dict[str, Any]:
    """Before, on or after the due date, by dates, as the reports compare them."""
    settled, due_at = dossier.settled_at, dossier.due_at
    if settled is None or due_at is None:
        raise AssertionError("a settled dossier has both moments")
    day, limit = settled.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date()
    word = "early" if day < limit else "on_time" if day == limit else "late"
    return {"punctuality": word, "due_at": due_at.isoformat()}
