"""What each kind of action sets: fields, holds, slips, results. Nothing outside the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from portal.core import calendars, worktime
from portal.core.clock import VIETNAM
from portal.core.errors import Refused
from procedures.definition.lifecycle import HOLD_RULES, HoldKind, Outcome, Stage
from procedures.definition.results import rule_for
from procedures.dossiers import codes, jobs, legal_clock, sealing
from procedures.dossiers.models import Hold, Remark, Result, Slip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from portal.accounts.actors import Actor
    from procedures.definition.package import Action, Package, Step
    from procedures.dossiers.models import Dossier


@dataclass(slots=True)
class Move:
    """One `fire` under way: the locked dossier, the action, and what it leaves behind."""

    dossier: Dossier
    package: Package
    step: Step | None
    action: Action
    actor: Actor
    data: dict[str, Any]
    moment: datetime
    holds: list[Hold]
    fact: dict[str, Any] = field(default_factory=dict)
    entailed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    jobs: list[Callable[[], None]] = field(default_factory=list)

    def enter(self, step_id: str) -> None:
        """Make a step of the plan the active one."""
        self.fact["from_step"] = self.dossier.step
        step = self.package.plan.step(step_id)
        self.dossier.step, self.dossier.step_desk = step.id, step.desk
        self.dossier.step_since = self.moment

    def open_holds(self) -> Sequence[Hold]:
        """The holds that are open at this point of the move."""
        return [hold for hold in self.holds if hold.closed_at is None]

    def open_hold(self, kind: HoldKind, *, blocks: Sequence[str], data: dict[str, Any]) -> Hold:
        """Open a hold; one of a kind at a time."""
        hold = Hold.objects.create(
            dossier=self.dossier,
            kind=kind.value,
            opened_at=self.moment,
            opened_by=self.actor.code,
            opened_in=self.dossier.stage,
            blocks=list(blocks),
            stops_clock=HOLD_RULES[kind].stops_clock,
            data=data,
        )
        self.holds.append(hold)
        return hold

    def close_hold(self, kind: HoldKind) -> Hold:
        """Close the open hold of a kind."""
        hold = next(hold for hold in self.open_holds() if hold.kind == kind)
        hold.closed_at, hold.closed_by = self.moment, self.actor.code
        hold.save(update_fields=["closed_at", "closed_by", "data"])
        return hold

    def close_all_holds(self) -> None:
        """Drop what an ended dossier still waits for; each as a fact, for others wait with it."""
        for hold in list(self.open_holds()):
            self.close_hold(HoldKind(hold.kind))
            dropped = {"hold": hold.pk}
            if hold.kind == HoldKind.FEE:
                dropped["amount"] = hold.data["amount"]
            self.entailed.append((f"{hold.kind}_dropped", dropped))

    def remarks(self) -> list[Remark]:
        """What the actor wrote, a remark for each text that the action asked for."""
        return [
            Remark(
                dossier=self.dossier,
                action=self.action.id,
                label=wanted.label,
                text=self.data[wanted.name],
                written_by=self.actor.code,
                written_at=self.moment,
            )
            for wanted in self.action.inputs
            if isinstance(self.data[wanted.name], str) and self.data[wanted.name]
        ]

    def slip(self, form: str, data: dict[str, Any]) -> None:
        """Create a statutory form; the worker makes its PDF."""
        slip = Slip.objects.create(
            dossier=self.dossier,
            form=form,
            number=f"{self.dossier.code}/{form.removeprefix('mau_')}",
            data=data,
            created_at=self.moment,
            created_by=self.actor.code,
        )
        self.jobs.append(partial(jobs.slip_pdf.enqueue, key=str(slip.pk), slip=slip.pk))


def submit(move: Move) -> None:
    """Seal the file: code, receipt in law, fee; the first check runs unless the fee comes first."""
    dossier, calendar = move.dossier, calendars.current()
    agency = dossier.competent_agency
    if agency is None:
        raise AssertionError("a draft is submitted to an agency")
    sealing.seal(dossier)
    dossier.submitted_at = move.moment
    dossier.received_at = calendar.opening(move.moment)
    dossier.code = codes.allocate_code(agency.code, received_at=dossier.received_at)
    dossier.secret = codes.new_secret()
    move.enter(move.package.plan.start)
    if not _open_fee(move, due="submission"):
        _start_first_check(move)
    move.fact |= {"channel": dossier.channel, "fee_total": dossier.fee_total}


def accept(move: Move) -> None:
    """Accept the file as complete: the legal time starts, the due date gets its derivation."""
    dossier = move.dossier
    dossier.accepted_at = move.moment
    on_time = not dossier.first_check_due_at or move.moment <= dossier.first_check_due_at
    _set_due(move, pauses=[])
    _open_fee(move, due="acceptance")
    move.fact |= {"channel": dossier.channel, "first_check_on_time": on_time}
    move.slip("mau_01", {"due_at": dossier.due_at.isoformat() if dossier.due_at else ""})


def refuse_intake(move: Move) -> None:
    """Refuse at intake with a reason; nothing was received."""
    move.slip("mau_03", {"reason": move.data["reason"]})


def withdraw(move: Move) -> None:
    """End at the applicant's wish."""
    move.fact["from_stage"] = "submitted" if move.dossier.accepted_at is None else "accepted"


def settle(move: Move) -> None:
    """Number and issue the result; the legal time ends here."""
    dossier, agency = move.dossier, move.dossier.competent_agency
    outcome = Outcome(dossier.outcome or Outcome.GRANT)
    rule = rule_for(move.package, outcome)
    if agency is None:
        raise AssertionError("an accepted dossier has a competent agency")
    number = codes.allocate_number(agency.code, book=rule.symbol, issued_at=move.moment)
    dossier.settled_at = move.moment
    if outcome is Outcome.REFUSE:
        # Nothing is waited for, least of all the fee of what was refused.
        move.close_all_holds()
    result = Result.objects.create(
        dossier=dossier,
        code=rule.code,
        name=rule.name,
        outcome=outcome.value,
        number=f"{number:02d}/{rule.symbol}",
        signed_by=f"staff:{dossier.signer_id}" if dossier.signer_id else "",
        signer_name=dossier.signer.full_name if dossier.signer else "",
        signer_title=dossier.signer.title if dossier.signer else "",
        reason=dossier.outcome_reason,
        issued_at=move.moment,
        issued_by=move.actor.code,
    )
    move.fact |= {"outcome": outcome.value, "result": result.pk, **_punctuality(dossier)}
    move.jobs.append(partial(jobs.result_pdf.enqueue, key=str(result.pk), result=result.pk))


def deliver(move: Move) -> None:
    """Hand the result out: by the desk, or to its owner online."""
    move.dossier.delivered_at = move.moment
    move.fact["delivery"] = move.dossier.delivery


def request_supplement(move: Move) -> None:
    """Ask, once and in full, for what is missing; the clock stops."""
    earlier = move.dossier.holds.filter(kind=HoldKind.SUPPLEMENT, opened_in=move.dossier.stage)
    if earlier.exists():
        raise Refused("Ở mỗi giai đoạn chỉ được yêu cầu bổ sung một lần.", code="asked_before")
    hold = move.open_hold(HoldKind.SUPPLEMENT, blocks=["*"], data=dict(move.data))
    move.fact["hold"] = hold.pk
    move.slip("mau_02", {"hold": hold.pk})


def supplement(move: Move) -> None:
    """Take the applicant's answer; the clock runs on, or anew, as the package says."""
    hold = next((hold for hold in move.open_holds() if hold.kind == HoldKind.SUPPLEMENT), None)
    if hold is None:
        raise Refused("Hồ sơ không có yêu cầu bổ sung nào đang chờ.", code="no_supplement")
    move.close_hold(HoldKind.SUPPLEMENT)
    move.fact["hold"] = hold.pk
    _resume_clock(move, restart=move.package.substance.supplement_policy == "restart")


def close_fee(move: Move) -> None:
    """Close the fee hold at the time of payment."""
    hold = next((hold for hold in move.open_holds() if hold.kind == HoldKind.FEE), None)
    if hold is None:
        raise Refused("Hồ sơ không còn khoản phí nào phải nộp.", code="not_owed")
    hold.data["paid"] = True
    # The gateway's clock counts whole seconds: no fee is paid before it was asked for.
    move.moment = max(move.moment, hold.opened_at)
    move.close_hold(HoldKind.FEE)
    move.fact |= {"hold": hold.pk, "amount": hold.data["amount"]}
    _resume_clock(move, restart=False)


def hand_over(move: Move) -> None:
    """Hand the file to the specialised unit."""
    move.dossier.handed_over = True


def advance(move: Move) -> None:
    """Move on with the officer's proposal."""
    if move.action.outcome is not None:
        move.dossier.outcome = move.action.outcome.value
        refused = move.action.outcome is Outcome.REFUSE
        move.dossier.outcome_reason = move.data.get("reason", "") if refused else ""
        move.fact["outcome"] = move.dossier.outcome


def sign(move: Move) -> None:
    """Put the leader's name under the proposal."""
    move.dossier.signer = move.actor.staff


def move_only(move: Move) -> None:
    """Change nothing but the step."""


EFFECTS: dict[str, Callable[[Move], None]] = {
    "submit": submit,
    "accept": accept,
    "refuse_intake": refuse_intake,
    "withdraw": withdraw,
    "settle": settle,
    "deliver": deliver,
    "request_supplement": request_supplement,
    "supplement": supplement,
    "close_fee": close_fee,
    "hand_over": hand_over,
    "advance": advance,
    "sign": sign,
    "send_back": move_only,
}


def _open_fee(move: Move, *, due: str) -> bool:
    """Open the fee hold if the package collects now and something is owed."""
    fees, dossier = move.package.substance.fees, move.dossier
    if fees.due != due or dossier.fee_total == 0:
        return False
    data = {"amount": dossier.fee_total, "lines": dossier.fee_lines}
    hold = move.open_hold(HoldKind.FEE, blocks=fees.blocks, data=data)
    move.entailed.append(("fee_requested", {"hold": hold.pk, "amount": dossier.fee_total}))
    return True


def _start_first_check(move: Move) -> None:
    limit = worktime.due(move.moment, move.package.substance.first_check, calendars.current())
    move.dossier.first_check_due_at = limit.at


def _resume_clock(move: Move, *, restart: bool) -> None:
    """Count on after a hold: the first check anew, or the due date with its pauses."""
    dossier = move.dossier
    if dossier.stage == Stage.SUBMITTED:
        if not any(hold.stops_clock for hold in move.open_holds()):
            _start_first_check(move)
        return
    if restart:
        dossier.duration_from = move.moment
    closed = dossier.holds.filter(closed_at__isnull=False)
    _set_due(move, pauses=legal_clock.pauses_of(list(closed)))
    move.fact["due_at"] = dossier.due_at.isoformat() if dossier.due_at else ""


def _set_due(move: Move, *, pauses: Sequence[tuple[datetime, datetime]]) -> None:
    dossier = move.dossier
    dossier.duration_from = dossier.duration_from or move.moment
    due = legal_clock.due(
        dossier.duration_from,
        duration=dossier.duration,
        pauses=pauses,
        calendar=calendars.current(),
    )
    dossier.due_at, dossier.due_derivation = due.at, legal_clock.derivation(due)


def _punctuality(dossier: Dossier) -> dict[str, Any]:
    """Before, on or after the due date, by dates, as the reports compare them."""
    settled, due_at = dossier.settled_at, dossier.due_at
    if settled is None or due_at is None:
        raise AssertionError("a settled dossier has both moments")
    day, limit = settled.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date()
    word = "early" if day < limit else "on_time" if day == limit else "late"
    return {"punctuality": word, "due_at": due_at.isoformat()}
