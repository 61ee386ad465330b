"""Due dates: set at acceptance, moved by pauses, by the one extension, never by a new calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portal.core import worktime
from portal.core.clock import VIETNAM
from portal.core.errors import FieldError, InvalidInput
from procedures.definition.lifecycle import Stage
from procedures.dossiers import foresight, legal_clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from procedures.dossiers.effects.move import Move
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.offers import Waits


def start_first_check(move: Move) -> None:
    """Start the first check: 8 working hours, or what the package says (Decree 45/2020)."""
    limit = worktime.due(
        move.moment, move.package.substance.first_check, legal_clock.calendar_now()
    )
    move.dossier.first_check_due_at = limit.at


def start_clock(move: Move) -> None:
    """Start the legal time at complete receipt, under the calendar in force now.

    Decree 309/2026 Art. 17.3: what another point takes in counts from the competent agency's
    receipt; the appointment is printed from the latest lawful hand-over.
    """
    dossier = move.dossier
    dossier.calendar_version = legal_clock.calendar_now().version
    dossier.duration_from = move.moment
    if dossier.receiving_agency_id not in {None, dossier.competent_agency_id}:
        on_paper = dossier.channel != "online"
        hand_over = legal_clock.latest_hand_over(move.moment, on_paper=on_paper)
        dossier.duration_from = hand_over.end
        set_due(move, pauses=(), before=[hand_over.as_dict()])
    else:
        dossier.received_by_competent_at = move.moment
        set_due(move, pauses=())


def resume_clock(move: Move, *, restart: bool = False) -> None:
    """Count on after a hold: the first check anew, or the due date with its pauses."""
    dossier = move.dossier
    if dossier.stage == Stage.SUBMITTED:
        if not move.waits.clock_stands:
            start_first_check(move)
        return
    if restart:
        # A whole new time limit, so a new appointment, under the calendar in force now.
        dossier.duration_from = move.moment
        dossier.calendar_version = legal_clock.calendar_now().version
        dossier.due_derivation = []
    set_due(move, pauses=_pauses(move))
    move.fact["due_at"] = dossier.due_at.isoformat() if dossier.due_at else ""


def set_due(
    move: Move,
    *,
    pauses: Sequence[tuple[datetime, datetime]],
    before: Sequence[dict[str, str]] = (),
) -> None:
    """Derive the due date anew from the moment that the time limit counts from."""
    dossier = move.dossier
    if dossier.duration_from is None:
        raise AssertionError("an accepted dossier's time counts from a moment")
    kept = [entry for entry in dossier.due_derivation if entry["rule"] == "hand_over"]
    due = legal_clock.due(
        dossier.duration_from,
        duration=dossier.duration,
        pauses=pauses,
        calendar=legal_clock.calendar_of(dossier),
    )
    at, reasons = due.at, [*(before or kept), *legal_clock.derivation(due)]
    if dossier.extended_at is not None:
        at, reasons = _extended_again(dossier, at, reasons, pauses)
    dossier.due_at, dossier.due_derivation = at, reasons
    foresee(move)


def foresee(move: Move, *, again: bool = False) -> None:
    """Have the portal look, from two working days before the due date, whether it will be kept.

    `again` looks at a date anew that was looked at before. A bundle's date is kept by its legs.
    """
    dossier = move.dossier
    if dossier.due_at is None or move.package.substance.legs:
        return
    look_at = foresight.first_look(dossier.due_at, calendar=legal_clock.calendar_of(dossier))
    day = dossier.due_at.astimezone(VIETNAM).date().isoformat()
    # The key names the due date, so a date that moved is looked at anew.
    move.later(
        "dossiers.foresee",
        key=f"{dossier.pk}/{day}/{dossier.version}" if again else f"{dossier.pk}/{day}",
        run_at=max(look_at, move.moment),
        dossier=dossier.pk,
        due_day=day,
    )


def foresee_tomorrow(move: Move) -> None:
    """Have the portal look anew on the next working day, for an extension came to nothing."""
    dossier = move.dossier
    if dossier.due_at is None:
        return
    calendar = legal_clock.calendar_of(dossier)
    move.later(
        "dossiers.foresee",
        key=f"{dossier.pk}/{dossier.version}",
        run_at=foresight.next_look(move.moment, calendar=calendar),
        dossier=dossier.pk,
        due_day=dossier.due_at.astimezone(VIETNAM).date().isoformat(),
    )


def check_extension(move: Move) -> None:
    """Refuse a new date that is no working day, or not later than the old one."""
    _new_due(move)


def overtaken(dossier: Dossier, waits: Waits, promised: str, *, now: datetime) -> str:
    """Why no extension, or none to the day promised, is possible as things stand; "" when it is.

    An apology comes before the appointment; afterwards it would only wipe the delay out.
    """
    if waits.clock_stands:
        return "Thời hạn đang tạm dừng nên chưa gia hạn."
    due = dossier.due_at
    if due is not None and due < now:
        passed = f"{due.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
        return f"Giờ hẹn trả {passed} đã qua, hồ sơ đã quá hạn: không còn gia hạn được."
    return _unfit(dossier, date.fromisoformat(promised), now=now) if promised else ""


def extend(move: Move) -> None:
    """Apologise and set a new date, once (Mẫu 04); the old one stays in the derivation."""
    dossier = move.dossier
    old, new = dossier.due_at, _new_due(move)
    if old is None:
        raise AssertionError("an accepted dossier has a due date")
    dossier.due_at, dossier.extended_at = new, move.moment
    dossier.due_derivation = [*dossier.due_derivation, legal_clock.extension(old, new).as_dict()]
    move.fact |= {
        "old_due_at": old.isoformat(),
        "due_at": new.isoformat(),
        "late_reason": move.data["late_reason"],
    }
    why = {"late_reason": move.data["late_reason"], "reason": move.data["reason"]}
    move.slip("mau_04", {"old_due_at": old.isoformat(), "due_at": new.isoformat(), **why})
    foresee(move)


def _new_due(move: Move) -> datetime:
    """The close of office of the new date; it must work, and be later than what was promised."""
    try:
        day = date.fromisoformat(move.data["new_due"])
    except ValueError:
        raise _wrong_day("Hãy ghi ngày dạng năm-tháng-ngày.") from None
    if unfit := _unfit(move.dossier, day, now=move.moment):
        raise _wrong_day(unfit)
    return legal_clock.calendar_now().close_of(day)


def _unfit(dossier: Dossier, day: date, *, now: datetime) -> str:
    """Why no result can be promised for that day; "" when it can."""
    calendar = legal_clock.calendar_now()
    if not calendar.works(day):
        return f"{day:%d/%m/%Y} là {calendar.why_rest(day)}; hãy chọn ngày làm việc."
    closes = calendar.close_of(day)
    if dossier.due_at is not None and closes <= dossier.due_at:
        return "Ngày hẹn mới phải sau ngày đã hẹn."
    return "" if closes > now else "Ngày hẹn mới phải ở sau hôm nay."


def _wrong_day(message: str) -> InvalidInput:
    return InvalidInput(message, errors=[FieldError("/new_due", "input", message)])


def _pauses(move: Move) -> list[tuple[datetime, datetime]]:
    """The spans in which the clock stood: holds, and the time that a stopped dossier rested."""
    rests = [
        (legal_clock.moment(begin), legal_clock.moment(end)) for begin, end in move.dossier.rests
    ]
    return [*legal_clock.pauses_of(move.waits.holds), *rests]


def _extended_again(
    dossier: Dossier,
    at: datetime,
    reasons: list[dict[str, str]],
    pauses: Sequence[tuple[datetime, datetime]],
) -> tuple[datetime, list[dict[str, str]]]:
    """A pause after the extension moves the new appointment on, not the old one."""
    extensions = (entry for entry in dossier.due_derivation if entry["rule"] == "extension")
    given = next(extensions, None)
    if given is None or dossier.extended_at is None:
        return at, reasons
    later = [pause for pause in pauses if pause[1] > dossier.extended_at]
    moved = legal_clock.moved_on(
        legal_clock.moment(given["to"]), pauses=later, calendar=legal_clock.calendar_of(dossier)
    )
    return max(at, moved.at), [*reasons, given, *legal_clock.derivation(moved)]
