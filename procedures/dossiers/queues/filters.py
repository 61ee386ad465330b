"""What a queue can be narrowed by; pages, API and saved views share these names."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, TextChoices

from portal.accounts.models import Person
from portal.accounts.selectors import desks_of
from portal.core import clock
from portal.core.errors import NotAllowed
from portal.core.text import fold, nfc
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import access, legal_clock, talk
from procedures.dossiers.models import Dossier, Hold
from procedures.dossiers.models.dossier import NO_DEADLINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor
    from portal.accounts.models import Desk

LONGEST = 100
_CODE = re.compile(r"[A-Za-z]\d[\d.]*-\d{6}-\d+")
_PERSONAL_NUMBER = re.compile(r"\d{12}")
# Longer is no key: no database holds it.
_KEY = re.compile(r"[0-9]{1,18}")
_CLOCKED = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.STOPPED)


class Clocked(TextChoices):
    """How the running deadline stands."""

    LATE = "late", "Quá hạn"
    SOON = "soon", "Sắp đến hạn"
    OK = "ok", "Trong hạn"
    PAUSED = "paused", "Tạm dừng tính thời hạn"
    NONE = "none", "Chờ trả kết quả"


class Waiting(TextChoices):
    """The stage, or what the dossier waits for."""

    READY = "ready", "Xử lý được ngay"
    CHECK = "check", "Chờ tiếp nhận"
    WORK = "work", "Đang giải quyết"
    HAND_OUT = "hand_out", "Chờ trả kết quả"
    SUPPLEMENT = "supplement", "Chờ bổ sung hồ sơ"
    FEE = "fee", "Chờ nộp phí, lệ phí"
    CONFIRMATION = "confirmation", "Chờ người nộp xác nhận"
    TASK = "task", "Chờ phối hợp"
    REQUEST = "request", "Chờ duyệt"
    MESSAGE = "message", "Có tin nhắn chưa đọc"


class Who(TextChoices):
    """Whose work it is; a colleague is named by their key instead."""

    ME = "me", "Của tôi"
    NOBODY = "nobody", "Chưa phân công"
    OTHERS = "others", "Của đồng nghiệp"


class Channel(TextChoices):
    """How the file came in."""

    ONLINE = "online", "Trực tuyến"
    COUNTER = "counter", "Trực tiếp tại quầy"
    POST = "post", "Qua bưu chính"


class Part(TextChoices):
    """The part that the actor's agency has in the dossier."""

    COMPETENT = "competent", "Cơ quan có thẩm quyền giải quyết"
    RECEIVER = "receiver", "Nơi tiếp nhận thay cơ quan khác"


class Sort(TextChoices):
    """The order of the queue."""

    DEADLINE = "deadline", "Thời gian làm việc còn lại"
    RECEIVED = "received", "Ngày nộp"


@dataclass(frozen=True, slots=True)
class Filter:
    """A queue as somebody wants to see it; an empty value narrows nothing."""

    desk: str = ""
    procedure: str = ""
    waiting: str = ""
    clock: str = ""
    who: str = ""
    channel: str = ""
    part: str = ""
    search: str = ""
    sort: str = Sort.DEADLINE.value

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Filter:
        """Read what an address or a saved view says; what is not known is left out."""
        wanted = {field.name: nfc(str(said.get(field.name, "")))[:LONGEST] for field in fields(cls)}
        known = {
            name: value
            for name, value in wanted.items()
            if name not in _CHOICES or value in _CHOICES[name]
        }
        if not (known["who"] in Who.values or _KEY.fullmatch(known["who"])):
            known["who"] = ""
        return cls(**{name: value for name, value in known.items() if value})

    def as_dict(self) -> dict[str, str]:
        """What narrows or orders, nothing else."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        empty = Filter()
        return {name: value for name, value in said.items() if value != getattr(empty, name)}

    def without(self, *names: str) -> Filter:
        """The same without these conditions."""
        return replace(self, **{name: getattr(Filter(), name) for name in names})


_CHOICES: dict[str, list[str]] = {
    "waiting": Waiting.values,
    "clock": Clocked.values,
    "channel": Channel.values,
    "part": Part.values,
    "sort": Sort.values,
}


def desks(actor: Actor) -> list[Desk]:
    """The desks whose queues the actor works through."""
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    return desks_of(actor.staff)


def narrowed(actor: Actor, wanted: Filter) -> QuerySet[Dossier]:
    """The open dossiers at the actor's desks that fit; an archived result waits for nobody."""
    rows = at_desks(actor, wanted.desk)
    if wanted.procedure:
        rows = rows.filter(procedure__code=wanted.procedure)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.part:
        through = ~Q(competent_agency=F("receiving_agency"))
        rows = rows.filter(through if wanted.part == Part.RECEIVER else ~through)
    if wanted.waiting:
        rows = rows.filter(_WAITING[Waiting(wanted.waiting)])
    if wanted.clock:
        rows = rows.filter(clocked(Clocked(wanted.clock)))
    if wanted.who:
        rows = _whose(rows, wanted.who, actor)
    return searched(rows, wanted.search) if wanted.search else rows


def at_desks(actor: Actor, kind: str = "") -> QuerySet[Dossier]:
    """What stands at the actor's desks, or at those of one kind, where their role sees it."""
    places: dict[int, set[str]] = {}
    for desk in desks(actor):
        if kind in {"", desk.kind}:
            places.setdefault(desk.agency_id, set()).add(desk.kind)
    here = Q(pk__in=[])
    for agency, kinds in places.items():
        # One desk is an equation: an index answers it in the queue's order.
        at = Q(step_desk=min(kinds)) if len(kinds) == 1 else Q(step_desk__in=sorted(kinds))
        here |= Q(step_agency=agency) & at
    return Dossier.objects.filter(
        here & access.seen_at_steps(actor),
        code__isnull=False,
        closed_at__isnull=True,
        archived_at__isnull=True,
    )


def clocked(state: Clocked) -> Q:
    """The dossiers whose clock has this colour: the same bounds as `legal_clock.state_of`."""
    now = clock.now()
    if state is Clocked.NONE:
        return ~Q(stage__in=_CLOCKED)
    if state is Clocked.PAUSED:
        return Q(urgency=NO_DEADLINE, stage__in=_CLOCKED)
    if state is Clocked.LATE:
        return Q(urgency__lt=now)
    bound = _soon_ends(now)
    if state is Clocked.SOON:
        return Q(urgency__gte=now, urgency__lt=bound)
    return Q(urgency__gte=max(now, bound), urgency__lt=NO_DEADLINE)


def _soon_ends(now: datetime) -> datetime:
    """The first moment of the working day after the next ones that count as soon."""
    calendar, day = legal_clock.calendar_now(), now.astimezone(clock.VIETNAM).date()
    for _ in range(legal_clock.SOON_DAYS + 1):
        day = calendar.next_working_day(day)
    return datetime.combine(day, time(), clock.VIETNAM)


def _held(kind: HoldKind) -> Exists:
    return Exists(Hold.objects.filter(dossier=OuterRef("pk"), kind=kind, closed_at__isnull=True))


_WAITING: dict[Waiting, Q | Exists] = {
    Waiting.READY: ~Exists(
        Hold.objects.filter(dossier=OuterRef("pk"), closed_at__isnull=True, stops_clock=True)
    )
    & Q(open_tasks=0, open_requests=0),
    Waiting.CHECK: Q(stage=Stage.SUBMITTED),
    Waiting.WORK: Q(stage=Stage.ACCEPTED),
    Waiting.HAND_OUT: Q(stage=Stage.SETTLED),
    Waiting.SUPPLEMENT: _held(HoldKind.SUPPLEMENT),
    Waiting.FEE: _held(HoldKind.FEE),
    Waiting.CONFIRMATION: _held(HoldKind.CONFIRMATION),
    Waiting.TASK: Q(open_tasks__gt=0),
    Waiting.REQUEST: Q(open_requests__gt=0),
    Waiting.MESSAGE: talk.unread_by_agency(),
}


def _whose(rows: QuerySet[Dossier], who: str, actor: Actor) -> QuerySet[Dossier]:
    if who == Who.NOBODY:
        return rows.filter(assignee__isnull=True)
    if who == Who.OTHERS:
        return rows.filter(assignee__isnull=False).exclude(assignee=actor.staff)
    return rows.filter(assignee=actor.staff if who == Who.ME else int(who))


def searched(rows: QuerySet[Dossier], text: str) -> QuerySet[Dossier]:
    """Those with this code, this person's number, or all these parts of the owner's name."""
    said = text.strip()
    if _PERSONAL_NUMBER.fullmatch(said):
        people = list(Person.objects.filter(personal_number=said).values_list("pk", flat=True))
        return rows.filter(Q(owner__in=people) | Q(submitter__in=people))
    if _CODE.fullmatch(said):
        return rows.filter(code=said.upper())
    for part in name_parts(said):
        rows = rows.filter(owner_key__contains=part)
    return rows


def name_parts(text: str) -> list[str]:
    """The folded parts of a name that are asked for; none where a code or a number is."""
    said = text.strip()
    if _PERSONAL_NUMBER.fullmatch(said) or _CODE.fullmatch(said):
        return []
    return fold(said).split()
