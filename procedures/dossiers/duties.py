"""What the portal does of its own accord: lapses, foresight, reminders, registers, legs.

Each is a job of this room that opens the one door as the system; what has lost its object meanwhile
is refused there, and that is well.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from portal.accounts.actors import system
from portal.core import clock, journal
from portal.core.clock import VIETNAM
from portal.core.jobs import job
from procedures.catalogue import selectors as catalogue
from procedures.definition.lifecycle import Stage
from procedures.definition.pointers import get as answer
from procedures.dossiers import documents, foresight, legal_clock, legs
from procedures.dossiers.effects.stages import REMIND_AFTER_DAYS
from procedures.dossiers.models import Dossier, Hold, Request, SideTask
from procedures.dossiers.own_accord import fire_unless_overtaken
from procedures.registers import actions as registers

PORTAL = system("portal")


@job("dossiers.lapse_confirmation", retries=6)
def lapse_confirmation(*, dossier: int, hold: int) -> None:
    """Go on when the applicant has not answered within the limit."""
    if Hold.objects.filter(pk=hold, closed_at__isnull=True).exists():
        fire_unless_overtaken(dossier, "lapse_confirmation", actor=PORTAL)


@job("dossiers.lapse_task", retries=6)
def lapse_task(*, dossier: int, task: int) -> None:
    """End a consultation at its limit, where silence is taken for consent."""
    if SideTask.objects.filter(pk=task, closed_at__isnull=True).exists():
        fire_unless_overtaken(dossier, f"lapse_task.{task}", actor=PORTAL)


@job("dossiers.ask_register", retries=8, backoff=30)
def ask_register(*, task: int) -> None:
    """Ask a register for what a step needs; down or slow is asked again, never decided upon."""
    row = SideTask.objects.select_related("dossier").get(pk=task)
    if row.closed_at is not None:
        return
    dossier = row.dossier
    action = catalogue.package(dossier.procedure_version_id).plan.step(row.step)
    asked = next(offer for offer in action.actions if offer.id == row.action)
    facts = {name: answer(dossier.answers, pointer) for name, pointer in asked.facts}
    looked = registers.look_up(
        asked.register,
        {name: value for name, value in facts.items() if value is not None},
        subject=dossier.subject,
        purpose=row.action,
        actor_code=PORTAL.code,
    )
    if looked.outcome in {"slow", "down"}:
        raise RuntimeError(f"register {asked.register}: {looked.outcome}")
    words = REGISTER_WORDS[looked.outcome]
    outcome = "done" if looked.outcome == "hit" else "failed"
    fire_unless_overtaken(
        dossier.pk,
        f"report_task.{task}",
        {"outcome": outcome, "report": words, "facts": looked.facts},
        actor=PORTAL,
    )


REGISTER_WORDS = {
    "hit": "Cơ sở dữ liệu đã trả lời.",
    "miss": "Cơ sở dữ liệu không có thông tin này; hãy xác minh và ghi bằng tay.",
    "wrong": "Dữ liệu trả về không khớp với hồ sơ; hãy xác minh và ghi bằng tay.",
}


@job("dossiers.foresee", retries=6)
def foresee(*, dossier: int, due_day: str) -> None:
    """Draft the apology (Mẫu 04) for a dossier that will miss its date; look again each day."""
    row = Dossier.objects.get(pk=dossier)
    due = row.due_at
    if due is None or due.astimezone(VIETNAM).date().isoformat() != due_day:
        return
    if row.stage != Stage.ACCEPTED or row.extended_at is not None:
        return
    if row.requests.filter(kind="extend", state__in=Request.OPEN).exists():
        return
    now, calendar = clock.now(), legal_clock.calendar_of(row)
    # What is overdue is not apologised for, nor is a limit too short to be foreseen in time.
    is_short = foresight.first_look(due, calendar=calendar) <= (row.duration_from or now)
    if is_short or now > due:
        return
    waiting = row.holds.filter(closed_at__isnull=True, stops_clock=True).exists()
    end = foresight.expected_end(row, catalogue.package(row.procedure_version_id), now=now)
    if waiting or end <= due:
        _look_again(row, due_day, at=foresight.next_look(now, calendar=calendar))
        return
    day = legal_clock.calendar_now().next_working_day(end.astimezone(VIETNAM).date())
    fire_unless_overtaken(dossier, "extend", {"new_due": day.isoformat()}, actor=PORTAL)


def _look_again(dossier: Dossier, due_day: str, *, at: datetime) -> None:
    """Look once more at a date that may be missed."""
    key = f"{dossier.pk}/{due_day}/{at:%Y-%m-%dT%H}"
    foresee.enqueue(key=key, run_at=at, dossier=dossier.pk, due_day=due_day)


@job("dossiers.remind_uncollected", retries=6)
@transaction.atomic
def remind_uncollected(*, dossier: int, settled_at: str, days: int) -> None:
    """Tell the owner of a result that nobody has collected yet, after 7, 30 and 90 days."""
    row = Dossier.objects.select_related("procedure", "competent_agency").get(pk=dossier)
    settled = datetime.fromisoformat(settled_at)
    if row.stage != Stage.SETTLED or row.settled_at != settled:
        return
    journal.record(
        row.subject,
        "dossier.uncollected",
        actor=PORTAL.code,
        agency=row.competent_agency.code if row.competent_agency else "",
        procedure=row.procedure.code,
        data={"dossier": row.pk, "days": days},
    )
    for later in (step for step in REMIND_AFTER_DAYS if step > days):
        remind_uncollected.enqueue(
            key=f"{dossier}/{settled_at}/{later}",
            run_at=settled + timedelta(days=later),
            dossier=dossier,
            settled_at=settled_at,
            days=later,
        )
        break


@job("dossiers.control_slip", retries=6)
def control_slip(*, dossier: int, version: int) -> None:
    """Draw up Mẫu 06 after a hand-over and at the result: who had the file, from when to when."""
    documents.draw_up_control_slip(dossier, version=version)


@job("dossiers.open_legs", retries=8)
def open_legs(*, bundle: int) -> None:
    """Open every leg of a bundle whose forerunners have their results."""
    legs.go_on(bundle, actor=PORTAL)


@job("dossiers.leg_ended", retries=8)
def leg_ended(*, leg: int) -> None:
    """Open what waited for this leg's result; the last one settles the bundle."""
    legs.after(leg, actor=PORTAL)


@job("dossiers.deliver_legs", retries=8)
def deliver_legs(*, bundle: int) -> None:
    """Hand out with the bundle what its legs issued."""
    legs.end_all(bundle, "deliver", {}, actor=PORTAL)


@job("dossiers.withdraw_legs", retries=8)
def withdraw_legs(*, bundle: int) -> None:
    """Withdraw with the bundle the legs that have no result yet."""
    legs.withdraw_all(bundle, actor=PORTAL)
