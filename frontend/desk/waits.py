"""What stands before the next act of a dossier: open holds, answered requests, a leader's no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontend.desk.beside import changed
from frontend.desk.words import writers_of
from portal.core.money import format_vnd
from procedures.definition.lifecycle import HoldKind
from procedures.dossiers import engine, history
from procedures.dossiers.models.holds import HOLD_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procedures.dossiers.models import Dossier, Hold, Paper
    from procedures.dossiers.selectors import PaperSlot

SETTLING = "Đã thu {amount}, đang lập biên lai; hồ sơ được xử lý tiếp sau ít giây."


def hold_words(hold: Hold, *, is_settling: bool) -> dict[str, Any]:
    """An open hold with what was asked; a fee that is paid already is not asked for again."""
    settled = is_settling and hold.kind == HoldKind.FEE
    return {
        "title": "Đã thu phí, lệ phí" if settled else HOLD_LABELS[HoldKind(hold.kind)],
        "since": None if settled else hold.opened_at,
        "sentence": sentence_of(hold, is_settling=is_settling),
        **_asked(hold),
    }


def sentence_of(hold: Hold, *, is_settling: bool) -> str:
    """What a hold waits for, in words."""
    if is_settling and hold.kind == HoldKind.FEE:
        return SETTLING.format(amount=format_vnd(hold.data["amount"]))
    return engine.hold_sentence(hold)


def answered(dossier: Dossier, supplements: Sequence[Hold]) -> list[dict[str, Any]]:
    """The requests to supplement that were answered: what was asked, what was changed."""
    return [
        {
            "asked_at": hold.opened_at,
            "closed_at": hold.closed_at,
            "changes": changed(dossier, hold),
            "fee_would_be": hold.data.get("fee_would_be"),
            **_asked(hold),
        }
        for hold in supplements
        if hold.closed_at is not None
    ]


def marked(
    slots: Sequence[PaperSlot], supplements: Sequence[Hold]
) -> list[tuple[PaperSlot, list[tuple[Paper, bool]]]]:
    """The components with their files, each with whether it came with a supplement."""
    since = min((hold.opened_at for hold in supplements), default=None)
    return [
        (slot, [(file, since is not None and file.uploaded_at >= since) for file in slot.files])
        for slot in slots
    ]


def returned(dossier: Dossier) -> dict[str, Any] | None:
    """The leader's reason for sending the dossier back to where it is now."""
    remark = history.sent_back([dossier]).get(dossier.pk)
    if remark is None:
        return None
    writer = writers_of([remark.written_by])[remark.written_by]
    return {"text": remark.text, "at": remark.written_at, "writer": writer}


def _asked(hold: Hold) -> dict[str, Any]:
    asked = hold.data if hold.kind == HoldKind.SUPPLEMENT else {}
    return {
        "items": asked.get("content", []),
        "reason": asked.get("reason", ""),
        "guidance": asked.get("guidance", ""),
    }
