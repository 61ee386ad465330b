"""What people say about a dossier: messages between applicant and desk, notes inside an agency.

Saying something is no move of the matter: it does not go through `engine.fire` and leaves the
version alone, so that nobody's form is outdated because somebody asked a question meanwhile. The
journal learns that a message was sent and by which side, never what it says; notes are not even
told of.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.core import clock, journal
from portal.core.errors import FieldError, InvalidInput, NotAllowed, Refused, TooMany
from portal.core.text import nfc
from procedures.dossiers import access
from procedures.dossiers.models import Dossier, Message, Note

if TYPE_CHECKING:
    from portal.accounts.actors import Actor

MAX_TEXT = 2000
PER_HOUR = 20
_HOUR = timedelta(hours=1)


def write_message(dossier: Dossier, text: str, *, actor: Actor) -> Message:
    """Say something to the other side; the journal tells it that there is something to read."""
    _demand(dossier, "message", actor)
    said = _text(text)
    with transaction.atomic():
        # The lock orders two windows of one author, so that the hourly limit holds.
        locked = Dossier.objects.select_for_update(of=("self",), no_key=True)
        current = locked.select_related("procedure", "competent_agency").get(pk=dossier.pk)
        _demand_slow(current, actor)
        message = Message.objects.create(
            dossier=current,
            side=side_of(actor),
            text=said,
            written_by=actor.code,
            written_at=clock.now(),
        )
        agency = current.competent_agency
        journal.record(
            current.subject,
            "dossier.message_sent",
            actor=actor.code,
            agency=agency.code if agency else "",
            procedure=current.procedure.code,
            data={"dossier": current.pk, "message": message.pk, "side": message.side},
        )
    return message


def write_note(dossier: Dossier, text: str, *, actor: Actor) -> Note:
    """Keep an internal note for the colleagues of one's own agency."""
    _demand(dossier, "note", actor)
    if actor.staff is None:
        raise NotAllowed(_NOT_YOURS["note"])
    return Note.objects.create(
        dossier=dossier,
        agency=actor.staff.agency,
        text=_text(text),
        written_by=actor.code,
        written_at=clock.now(),
    )


def mark_read(dossier: Dossier, *, actor: Actor) -> None:
    """Remember that one's side has read what the other one said."""
    _demand(dossier, "message", actor)
    dossier.messages.filter(read_at__isnull=True).exclude(side=side_of(actor)).update(
        read_at=clock.now()
    )


def messages(dossier: Dossier, *, viewer: Actor) -> list[Message]:
    """All that was said, the oldest first; nothing for whoever takes no part."""
    if not may(dossier, "message", viewer):
        return []
    return list(dossier.messages.all())


def notes(dossier: Dossier, *, viewer: Actor) -> list[Note]:
    """The notes of the viewer's own agency, the oldest first."""
    if viewer.staff is None or not may(dossier, "note", viewer):
        return []
    return list(dossier.notes.filter(agency=viewer.staff.agency_id))


def unread(dossier: Dossier, *, viewer: Actor) -> int:
    """How much of the other side's the viewer's side has not read."""
    if not may(dossier, "message", viewer):
        return 0
    return dossier.messages.filter(read_at__isnull=True).exclude(side=side_of(viewer)).count()


def unread_by_agency() -> Exists:
    """Whether a dossier of a query has something of the applicant's that no desk has read."""
    said = Message.objects.filter(side=Message.Side.APPLICANT, read_at__isnull=True)
    return Exists(said.filter(dossier=OuterRef("pk")))


def may(dossier: Dossier, kind: str, actor: Actor) -> bool:
    """Whether the actor takes part in messages, or notes, of the dossier."""
    return dossier.code is not None and kind in access.kinds_for(dossier, actor)


def hears(actor: Actor) -> bool:
    """Whether a member of staff takes part in messages at their agency at all."""
    return bool(access.parts_seen(actor, "message"))


def side_of(actor: Actor) -> Message.Side:
    """For whom somebody speaks."""
    return Message.Side.APPLICANT if actor.staff is None else Message.Side.AGENCY


_NOT_YOURS = {
    "message": "Bạn không tham gia trao đổi về hồ sơ này.",
    "note": "Bạn không ghi được ghi chú nội bộ cho hồ sơ này.",
}


def _demand(dossier: Dossier, kind: str, actor: Actor) -> None:
    kinds = access.kinds_for(dossier, actor)
    access.demand_visible(dossier, kinds, actor)
    if kind not in kinds:
        raise NotAllowed(_NOT_YOURS[kind])
    if dossier.code is None:
        raise Refused("Hồ sơ chưa nộp nên chưa có cơ quan nào để trao đổi.")


def _text(text: str) -> str:
    said = nfc(text)
    if not said:
        raise _wrong("required", "Hãy viết nội dung.")
    if len(said) > MAX_TEXT:
        raise _wrong("max_length", f"Nội dung dài quá {MAX_TEXT} ký tự.")
    return said


def _wrong(code: str, message: str) -> InvalidInput:
    return InvalidInput(message, errors=[FieldError("/text", code, message)])


def _demand_slow(dossier: Dossier, actor: Actor) -> None:
    since = clock.now() - _HOUR
    said = dossier.messages.filter(written_by=actor.code, written_at__gt=since).count()
    if said >= PER_HOUR:
        raise TooMany(f"Mỗi giờ gửi được tối đa {PER_HOUR} tin nhắn về một hồ sơ. Hãy thử lại sau.")
