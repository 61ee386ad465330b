"""What stands beside the step, as the case page shows it: requests, tasks, legs, what was said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from frontend.desk.words import writers_of
from frontend.forms.communes import commune_names
from frontend.words import clock_mark
from portal.accounts.permissions import Role
from portal.core import clock
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind
from procedures.dossiers import (
    beside,
    by_hand,
    engine,
    legal_clock,
    previews,
    selectors,
    supplements,
    talk,
)
from procedures.dossiers import choices as choosing
from procedures.dossiers.common import AGAIN_REASON, CONFIRMATIONS, FIELDS
from procedures.dossiers.models import Request
from procedures.dossiers.models.tasks import TASK_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontend.desk.offering import Choice
    from portal.accounts.actors import Actor
    from procedures.definition.package import Input
    from procedures.dossiers.models import Dossier, Hold, SideTask
    from procedures.dossiers.previews import Preview

ANSWERS = {choice.value: choice.label for choice in CONFIRMATIONS}
LAPSED = "Không trả lời trong thời hạn; nội dung dự thảo được giữ nguyên"
COLOURS = {Request.State.DRAFTED: "yellow", Request.State.RELEASED: "blue"}


def requests(
    dossier: Dossier, *, actor: Actor, choices: Mapping[int, Sequence[Choice]]
) -> list[dict[str, Any]]:
    """The requests: what each would do, who drafted it, where it stands, what may be done."""
    rows = beside.requests(dossier, viewer=actor)
    writers = writers_of(row.drafted_by for row in rows)
    return [
        {
            "label": row.label,
            "state": row.get_state_display(),
            "colour": COLOURS.get(Request.State(row.state), "grey"),
            "approver": Role(row.approver).label,
            "writer": writers[row.drafted_by],
            "at": row.drafted_at,
            "returned": row.returned_reason,
            "lines": _said(_inputs(row, dossier), row.data),
            "preview": _preview(row, dossier),
            "choices": choices.get(row.pk, ()),
        }
        for row in rows
    ]


def _preview(request: Request, dossier: Dossier) -> Preview | None:
    """The document that an open request would issue, for whoever proposes or releases it."""
    if request.kind != "correct" or request.state not in Request.OPEN:
        return None
    return previews.correction_preview(dossier, request.data["correction"])


def tasks(
    dossier: Dossier, *, actor: Actor, choices: Mapping[int, Sequence[Choice]]
) -> list[dict[str, Any]]:
    """The side tasks: what, by whom, until when, what came of it."""
    return [
        {
            "task": row,
            "kind": TASK_LABELS.get(row.kind, row.label),  # type: ignore[call-overload]
            "who": _who(row),
            "clock": _task_clock(row),
            "waiting": by_hand.waiting_words(dossier, row),
            "choices": choices.get(row.pk, ()),
        }
        for row in beside.tasks(dossier, viewer=actor)
    ]


def written_by_hand(dossier: Dossier) -> list[tuple[by_hand.Written, str]]:
    """What people wrote down in place of a register, each with who it was."""
    rows = by_hand.written(dossier)
    writers = writers_of(row.by for row in rows)
    return [(row, writers[row.by]) for row in rows]


def bundle(dossier: Dossier, *, actor: Actor) -> dict[str, Any]:
    """The legs of a bundle with where each stands, or the bundle of a leg.

    What lies at another agency is named; only that agency's staff can open it.
    """
    return {
        "legs": [
            {
                "name": leg.name,
                "dossier": row,
                "status": NATIONAL_CODES.get(row.national_code or 0, "") if row else "Chưa mở",
                "opens": row is not None and _works_on(row, actor),
            }
            for leg, row in beside.legs(dossier)
        ],
        "parent": dossier.parent,
        "opens_parent": dossier.parent is not None and _works_on(dossier.parent, actor),
    }


def _works_on(dossier: Dossier, actor: Actor) -> bool:
    agencies = {dossier.competent_agency_id, dossier.receiving_agency_id}
    return actor.staff is not None and actor.staff.agency_id in agencies


def spoken(dossier: Dossier, *, actor: Actor) -> dict[str, Any]:
    """The way to messages and notes, with what is new; the notes themselves."""
    notes = talk.notes(dossier, viewer=actor)
    writers = writers_of(note.written_by for note in notes)
    return {
        "may_speak": talk.may(dossier, "message", actor),
        "unread": talk.unread(dossier, viewer=actor),
        "notes": [(note, writers[note.written_by]) for note in notes],
    }


def confirmations(holds: Sequence[Hold]) -> list[dict[str, Any]]:
    """What the applicant said of each draft that they were shown."""
    return [
        {"at": hold.closed_at, "answer": ANSWERS.get(hold.data["answer"], LAPSED)}
        for hold in holds
        if hold.kind == HoldKind.CONFIRMATION and "answer" in hold.data
    ]


def changed(dossier: Dossier, hold: Hold) -> list[supplements.Change]:
    """The answers that a supplement changed, before and after."""
    if not hold.data.get("changes"):
        return []
    return supplements.changes(hold, selectors.package_of(dossier), dict(commune_names()))


def _inputs(request: Request, dossier: Dossier) -> Sequence[Input]:
    """What the drafted act asked, with the choices that its values are named by."""
    inputs = engine.request_action(request, selectors.package_of(dossier)).inputs
    if request.kind == "request_supplement":
        inputs = (*inputs, FIELDS, AGAIN_REASON)
    return choosing.filled(inputs, request.kind, dossier)


def _said(inputs: Sequence[Input], data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was filled in, by the labels of the act."""
    lines = []
    for wanted in inputs:
        value = data.get(wanted.name) or ""
        words = {option.value: option.label for option in wanted.options}
        values = value if isinstance(value, list) else [value]
        if text := "\n".join(str(words.get(one, one)) for one in values):
            lines.append((wanted.label, _day(text) if wanted.widget == "date" else text))
    return lines


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def _who(task: SideTask) -> str:
    if task.agency is not None:
        return task.agency.name
    return task.assignee.full_name if task.assignee else ""


def _task_clock(task: SideTask) -> dict[str, str] | None:
    if task.closed_at is not None or task.due_at is None:
        return None
    return clock_mark(legal_clock.state_of(task.due_at, now=clock.now(), waiting=False))
