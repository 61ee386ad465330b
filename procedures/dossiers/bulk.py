"""One act on up to 500 dossiers: a job takes each through the one door and keeps what came of it.

A row's result is written in the transaction of the act itself, so a killed worker leaves nothing
half done, and whoever runs the job again goes on where it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count

from portal.accounts import actors
from portal.accounts.permissions import kinds_for
from portal.accounts.selectors import desks_of, standings_of
from portal.core import clock
from portal.core.errors import (
    FieldError,
    InvalidInput,
    NotAllowed,
    NotFound,
    PortalError,
    Refused,
)
from portal.core.jobs import job
from portal.core.jobs.registry import Priority
from procedures.dossiers import access, actions, selectors
from procedures.dossiers.common import COMMON
from procedures.dossiers.models import BulkItem, BulkRun, Dossier

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from portal.accounts.actors import Actor
    from procedures.dossiers.models import DossierQuerySet

MOST = 500
# Rows of one run of the job: the worker has other work between two such helpings.
HELPING = 100
TRIES = 3
NEWEST = 2**31 - 1  # the largest version that a row holds

# Acts that need no word about the single dossier, under the names on the pages. A hand-out is none:
# each names who received the result.
KINDS: dict[str, str] = {
    "accept": "Tiếp nhận hồ sơ",
    "hand_over": "Chuyển bộ phận chuyên môn",
    "claim": "Nhận xử lý",
    "assign": "Phân công cho",
    "let_go": "Trả về hàng chung",
    "sign": "Ký phê duyệt",
    "settle": "Lấy số, đóng dấu và phát hành",
    "archive": "Lưu kết quả chưa nhận",
}
CRASHED = "Lỗi hệ thống; hồ sơ chưa thay đổi. Hãy thực hiện riêng hồ sơ này."
UNFIT = "Bước hiện tại của hồ sơ không có việc này, hoặc việc này cần ghi nội dung riêng."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come."""

    done: int
    refused: int
    pending: int

    @property
    def total(self) -> int:
        """All rows of the run."""
        return self.done + self.refused + self.pending


def kinds_of(actor: Actor) -> dict[str, str]:
    """The acts that the actor's posts allow anywhere, for the choice on the queue."""
    if actor.staff is None:
        return {}
    agency = actor.staff.agency.code
    allowed: set[str] = set()
    for desk in desks_of(actor.staff):
        allowed |= kinds_for(standings_of(actor, agency=agency, desk=desk.kind))
    return {kind: label for kind, label in KINDS.items() if kind in allowed}


def visible(codes: Collection[str], *, actor: Actor) -> list[Dossier]:
    """The dossiers of these codes at the actor's agency that they may see; others are left out."""
    if actor.staff is None:
        raise NotAllowed("Chỉ cán bộ, công chức xử lý hàng loạt.")
    if len(set(codes)) > MOST:
        raise _wrong("/dossiers", f"Mỗi lần nhiều nhất {MOST} hồ sơ.")
    rows: DossierQuerySet = Dossier.objects.filter(code__in=codes)
    here = rows.filter(access.seen_at_steps(actor), step_agency=actor.staff.agency_id)
    return list(
        here.select_related("procedure", "owner", "organisation").order_by("deadline_at", "pk")
    )


def action_id(dossier: Dossier, kind: str) -> str:
    """The one action of that kind at the dossier's step that asks no words; "" where none does."""
    if kind in COMMON:
        return kind
    step = selectors.step_of(dossier)
    fitting = [action for action in step.actions if action.kind == kind] if step else []
    wordless = [action for action in fitting if not any(asked.required for asked in action.inputs)]
    return wordless[0].id if len(wordless) == 1 else ""


@transaction.atomic
def start(
    kind: str,
    seen: Mapping[str, int],
    *,
    actor: Actor,
    key: str,
    data: Mapping[str, Any] | None = None,
) -> BulkRun:
    """Begin a run on the dossiers of these codes at the versions that were looked at.

    The same key of the same person is the same run, however often it is asked for.
    """
    dossiers = {dossier.code: dossier for dossier in visible(seen, actor=actor)}
    values = _demand_sense(kind, seen, dossiers, data or {}, key)
    assert actor.staff is not None  # noqa: S101 - `visible` refuses everybody else
    run, is_new = BulkRun.objects.get_or_create(
        staff=actor.staff,
        key=key,
        defaults={"kind": kind, "data": values, "created_at": clock.now()},
    )
    if is_new:
        BulkItem.objects.bulk_create(
            BulkItem(run=run, dossier=dossier, seen_version=seen[dossier.code or ""])
            for dossier in dossiers.values()
        )
        advance.enqueue(key=f"{run.pk}/0", run=run.pk, helping=0)
    return run


def get_run(public_id: UUID | str, *, actor: Actor) -> BulkRun:
    """Fetch a run of the actor's own; another's does not exist for them."""
    run = BulkRun.objects.filter(public_id=public_id, staff=actor.staff).first()
    if run is None or actor.staff is None:
        raise NotFound("Không có lần xử lý hàng loạt này.")
    return run


def progress(run: BulkRun) -> Progress:
    """How many rows are done, refused and to come."""
    counted = dict(run.items.order_by().values_list("state").annotate(Count("pk")))
    return Progress(*(counted.get(state, 0) for state in ("done", "refused", "pending")))


def items(run: BulkRun) -> list[BulkItem]:
    """The rows of a run with their dossiers; what was refused comes first."""
    order = {BulkItem.State.REFUSED: 0, BulkItem.State.PENDING: 1, BulkItem.State.DONE: 2}
    rows = run.items.select_related("dossier__procedure", "dossier__owner", "dossier__organisation")
    return sorted(rows, key=lambda item: (order[BulkItem.State(item.state)], item.pk))


@job("dossiers.bulk", retries=8, priority=Priority.MONEY)
def advance(*, run: int, helping: int) -> None:
    """Take a helping of rows through the door, then ask for the next one."""
    row = BulkRun.objects.select_related("staff__agency").get(pk=run)
    actor = actors.staff(row.staff)
    waiting = BulkItem.objects.filter(run=run, state=BulkItem.State.PENDING)
    # What ended its worker comes last, so that it holds up nothing else.
    for item in waiting.select_related("dossier").order_by("tries", "pk")[:HELPING]:
        _take(item, row, actor)
    if waiting.exists():
        advance.enqueue(key=f"{run}/{helping + 1}", run=run, helping=helping + 1)


def _take(item: BulkItem, run: BulkRun, actor: Actor) -> None:
    """Take one row; a try is counted before, so that a row that kills its worker is told apart."""
    mine = BulkItem.objects.filter(pk=item.pk, state=BulkItem.State.PENDING)
    if item.tries >= TRIES:
        mine.update(state=BulkItem.State.REFUSED, message=CRASHED, finished_at=clock.now())
        return
    if not mine.filter(tries=item.tries).update(tries=item.tries + 1):
        return
    with transaction.atomic():
        # The row is marked first: a second worker waits here and then finds it done.
        if not mine.update(state=BulkItem.State.DONE, finished_at=clock.now()):
            return
        try:
            _act(item, run, actor)
        except PortalError as refused:
            said = dict.fromkeys([refused.message, *(error.message for error in refused.errors)])
            item.message, item.changes = " ".join(said), refused.extra.get("changes", [])
            item.state = BulkItem.State.REFUSED
            item.save(update_fields=["state", "message", "changes"])


def _act(item: BulkItem, run: BulkRun, actor: Actor) -> None:
    """Act on the dossier as on its own page."""
    dossier = item.dossier
    chosen = action_id(dossier, run.kind)
    if not chosen and item.seen_version == dossier.version:
        raise Refused(UNFIT, code="wrong_moment")
    # An older version is refused as such, with what changed, whatever the step offers by now.
    actions.act(
        dossier, chosen or run.kind, actor=actor, data=run.data, seen_version=item.seen_version
    )


def _demand_sense(
    kind: str,
    seen: Mapping[str, int],
    dossiers: Mapping[str | None, Dossier],
    data: Mapping[str, Any],
    key: str,
) -> dict[str, Any]:
    if kind not in KINDS:
        raise _wrong("/action", "Việc này không làm hàng loạt được.")
    if not seen:
        raise _wrong("/dossiers", "Hãy chọn ít nhất một hồ sơ.")
    if missing := [code for code in seen if code not in dossiers]:
        raise _wrong("/dossiers", f"Không tìm thấy hồ sơ {', '.join(missing[:5])}.")
    if not all(0 <= version <= NEWEST for version in seen.values()):
        raise _wrong("/dossiers", "Không có phiên bản hồ sơ này; hãy mở lại hàng đợi.")
    if not 1 <= len(key) <= 64:
        raise _wrong("/key", "Khóa của lần xử lý dài từ 1 đến 64 ký tự.")
    staff = data.get("staff", "")
    if kind == "assign" and not (isinstance(staff, str) and staff):
        raise _wrong("/data/staff", "Hãy chọn người xử lý.")
    return {"staff": staff} if kind == "assign" else {}


def _wrong(pointer: str, words: str) -> InvalidInput:
    return InvalidInput("Chưa xử lý hàng loạt được.", errors=[FieldError(pointer, "input", words)])
