"""Instructions of a leader on one dossier: given with a limit, carried out with an answer.

They stand beside the dossier and move nothing of it, so they pass by the one door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from portal.accounts.models import Desk, StaffMember
from portal.accounts.selectors import desks_of, stands_in
from portal.core import clock, journal
from portal.core.errors import FieldError, InvalidInput, NotAllowed, NotFound, Refused
from portal.core.text import nfc
from procedures.dossiers import access, legal_clock
from procedures.dossiers.models import Instruction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier

MAX_TEXT = 2000


def may_instruct(dossier: Dossier, actor: Actor) -> bool:
    """Whether the actor leads the agency that the matter lies with."""
    return actor.staff is not None and "instruct" in access.kinds_for(dossier, actor)


def receivers(actor: Actor) -> list[tuple[str, str]]:
    """Who of the actor's agency can be instructed: its desks, then its people."""
    if actor.staff is None:
        return []
    agency = actor.staff.agency_id
    desks = Desk.objects.filter(agency=agency).order_by("kind")
    people = StaffMember.objects.filter(agency=agency).exclude(pk=actor.staff.pk)
    return [
        *((f"desk:{desk.kind}", desk.name) for desk in desks),
        *((f"staff:{one.code}", f"{one.full_name}, {one.title}") for one in people),
    ]


@transaction.atomic
def instruct(dossier: Dossier, *, actor: Actor, to: str, text: str, due_on: date) -> Instruction:
    """Ask a desk or a colleague for something on this dossier until the close of a working day."""
    member = actor.staff
    if member is None or not may_instruct(dossier, actor):
        raise NotAllowed("Chỉ lãnh đạo, trưởng phòng của cơ quan giải quyết mới được chỉ đạo.")
    desk, staff = _receiver(to, member.agency_id)
    instruction = Instruction.objects.create(
        dossier=dossier,
        agency=member.agency,
        desk_kind=desk,
        staff=staff,
        text=_said(text, "/text"),
        due_at=_limit(due_on),
        given_by=member,
        given_at=clock.now(),
    )
    said = {"to": _code(instruction), "due_at": instruction.due_at.isoformat()}
    _record(instruction, "dossier.instructed", actor=actor, data=said)
    return instruction


def get(pk: int, *, actor: Actor) -> Instruction:
    """Fetch an instruction of the actor's own agency; another's does not exist for them."""
    agency = actor.staff.agency_id if actor.staff else None
    rows = Instruction.objects.select_related("dossier", "staff", "given_by", "done_by")
    instruction = rows.filter(pk=pk).first()
    if instruction is None or instruction.agency_id != agency:
        raise NotFound("Không có chỉ đạo này.")
    return instruction


@transaction.atomic
def carry_out(pk: int, *, actor: Actor, answer: str) -> Instruction:
    """Answer an instruction; once is enough."""
    open_ones = Instruction.objects.select_for_update(of=("self",))
    related = open_ones.select_related("dossier__procedure", "agency", "given_by")
    instruction = related.filter(pk=pk).first()
    member = actor.staff
    if member is None or instruction is None or instruction.agency_id != member.agency_id:
        raise NotFound("Không có chỉ đạo này.")
    if not may_carry_out(instruction, actor):
        raise NotAllowed("Chỉ đạo này giao cho người khác thực hiện.")
    if instruction.done_at is not None:
        raise Refused("Chỉ đạo này đã được báo cáo.", code="wrong_moment")
    instruction.answer = _said(answer, "/answer")
    instruction.done_at, instruction.done_by = clock.now(), member
    instruction.save(update_fields=["answer", "done_at", "done_by"])
    late = instruction.done_at > instruction.due_at
    _record(instruction, "dossier.instruction_done", actor=actor, data={"late": late})
    return instruction


def may_carry_out(instruction: Instruction, actor: Actor) -> bool:
    """Whether it was given to the actor, to whom they stand in for, or to a desk of theirs."""
    member = actor.staff
    if member is None:
        return False
    if instruction.staff_id is not None:
        return instruction.staff_id in {member.pk, *stands_in(member)}
    if instruction.agency_id != member.agency_id:
        return False
    return instruction.desk_kind in {desk.kind for desk in desks_of(member)}


def of_dossier(dossier: Dossier, *, viewer: Actor) -> list[Instruction]:
    """The instructions that the viewer's own agency gave on a dossier; nobody else reads them."""
    if viewer.staff is None:
        return []
    rows = dossier.instructions.filter(agency=viewer.staff.agency_id)
    return list(rows.select_related("staff", "given_by", "done_by"))


def waiting_for(actor: Actor) -> list[Instruction]:
    """What the actor is asked to do, the most urgent first."""
    return list(waiting_rows(actor))


def waiting_rows(actor: Actor) -> QuerySet[Instruction]:
    """The same as a question still to be asked, for whoever only counts."""
    member = actor.staff
    if member is None:
        return Instruction.objects.none()
    mine = Q(staff__in=[member.pk, *stands_in(member)])
    at_my_desk = Q(agency=member.agency_id, desk_kind__in=[desk.kind for desk in desks_of(member)])
    return _open().filter(mine | at_my_desk)


def given_at(agency_id: int) -> list[Instruction]:
    """The open instructions of an agency, the most urgent first."""
    return list(_open().filter(agency=agency_id))


def _open() -> QuerySet[Instruction]:
    return Instruction.objects.filter(done_at__isnull=True).select_related(
        "dossier__procedure", "staff", "given_by"
    )


def _receiver(to: str, agency_id: int) -> tuple[str, StaffMember | None]:
    kind, _, code = to.partition(":")
    if kind == "desk" and Desk.objects.filter(agency=agency_id, kind=code).exists():
        return code, None
    found = StaffMember.objects.filter(agency=agency_id, code=code).first()
    if kind != "staff" or found is None:
        raise _wrong("/to", "Hãy chọn bộ phận hoặc người thực hiện.")
    return "", found


def _limit(due_on: date) -> datetime:
    calendar = legal_clock.calendar_now()
    if not calendar.works(due_on):
        raise _wrong("/due_on", f"{due_on:%d/%m/%Y} không phải ngày làm việc.")
    closes = calendar.close_of(due_on)
    if closes <= clock.now():
        raise _wrong("/due_on", "Hạn báo cáo phải ở sau lúc này.")
    return closes


def _said(text: str, pointer: str) -> str:
    said = nfc(text).strip()
    if not said or len(said) > MAX_TEXT:
        raise _wrong(pointer, f"Hãy ghi nội dung, nhiều nhất {MAX_TEXT} ký tự.")
    return said


def _code(instruction: Instruction) -> str:
    if instruction.staff_id is not None:
        return f"staff:{instruction.staff_id}"
    return f"desk:{instruction.desk_kind}"


def _record(
    instruction: Instruction, name: str, *, actor: Actor, data: Mapping[str, str | bool]
) -> None:
    dossier = instruction.dossier
    journal.record(
        dossier.subject,
        name,
        actor=actor.code,
        agency=instruction.agency.code,
        procedure=dossier.procedure.code,
        data={"dossier": dossier.pk, "instruction": instruction.pk, **data},
    )


def _wrong(pointer: str, words: str) -> InvalidInput:
    return InvalidInput("Nội dung chỉ đạo chưa đúng.", errors=[FieldError(pointer, "input", words)])
