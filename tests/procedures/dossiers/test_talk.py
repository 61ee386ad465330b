"""Messages between applicant and desk, notes inside an agency: who reads and writes what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from portal.core import clock
from portal.core.errors import InvalidInput, NotAllowed, NotFound, TooMany
from portal.core.journal.models import Event
from procedures.dossiers import talk
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.usefixtures("monday")
CLERK, AN = "clerk-hongbang", "citizen-an"


def test_both_sides_read_in_order_and_see_what_is_new() -> None:
    dossier = make.a_submitted()
    talk.write_message(dossier, " Khi nào tôi  nhận được? ", actor=make.who(AN))
    assert talk.unread(dossier, viewer=make.who(CLERK)) == 1
    assert talk.unread(dossier, viewer=make.who(AN)) == 0
    talk.mark_read(dossier, actor=make.who(CLERK))
    talk.write_message(dossier, "Chiều nay.", actor=make.who(CLERK))
    assert talk.unread(dossier, viewer=make.who(CLERK)) == 0
    assert talk.unread(dossier, viewer=make.who(AN)) == 1
    said = talk.messages(dossier, viewer=make.who(AN))
    assert [(one.side, one.text) for one in said] == [
        ("applicant", "Khi nào tôi  nhận được?"),
        ("agency", "Chiều nay."),
    ]


def test_journal_knows_of_the_message_and_not_its_words() -> None:
    dossier = make.a_submitted()
    message = talk.write_message(dossier, "Số điện thoại mới", actor=make.who(AN))
    event = Event.objects.get(name="dossier.message_sent")
    assert event.data == {"dossier": dossier.pk, "message": message.pk, "side": "applicant"}
    assert event.subject == dossier.subject


def test_message_outdates_nobodys_form() -> None:
    dossier = make.a_submitted()
    before = dossier.version
    talk.write_message(dossier, "Chào cơ quan.", actor=make.who(AN))
    dossier.refresh_from_db()
    assert dossier.version == before


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "required"), ("x" * (talk.MAX_TEXT + 1), "max_length")]
)
def test_text_has_limits(text: str, code: str) -> None:
    dossier = make.a_submitted()
    for write in (talk.write_message, talk.write_note):
        with pytest.raises(InvalidInput) as refused:
            write(dossier, text, actor=make.who(CLERK))
        assert [(error.pointer, error.code) for error in refused.value.errors] == [("/text", code)]


def test_hour_takes_so_many_messages_of_one_author(monday: datetime) -> None:
    dossier = make.a_submitted()
    for _ in range(talk.PER_HOUR):
        talk.write_message(dossier, "Xin trả lời.", actor=make.who(AN))
    with pytest.raises(TooMany):
        talk.write_message(dossier, "Xin trả lời.", actor=make.who(AN))
    talk.write_message(dossier, "Đang xử lý.", actor=make.who(CLERK))
    with clock.at(monday + timedelta(hours=1)):
        talk.write_message(dossier, "Xin trả lời.", actor=make.who(AN))


@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        ("citizen-binh", NotFound),
        ("clerk-thuynguyen", NotFound),
        ("registry-hongbang", NotAllowed),
    ],
)
def test_strangers_say_and_read_nothing(account: str, refusal: type[Exception]) -> None:
    dossier = make.a_submitted()
    talk.write_message(dossier, "Riêng tư", actor=make.who(AN))
    talk.write_note(dossier, "Nội bộ", actor=make.who(CLERK))
    stranger = make.who(account)
    for write in (talk.write_message, talk.write_note):
        with pytest.raises(refusal):
            write(dossier, "Chen vào", actor=stranger)
    with pytest.raises(refusal):
        talk.mark_read(dossier, actor=stranger)
    assert talk.messages(dossier, viewer=stranger) == []
    assert talk.notes(dossier, viewer=stranger) == []
    assert talk.unread(dossier, viewer=stranger) == 0


def test_notes_stay_among_colleagues() -> None:
    dossier = make.a_submitted()
    talk.write_note(dossier, "Đã gọi điện, chưa gặp.", actor=make.who(CLERK))
    with pytest.raises(NotAllowed):
        talk.write_note(dossier, "Tôi viết", actor=make.who(AN))
    assert talk.notes(dossier, viewer=make.who(AN)) == []
    (note,) = talk.notes(dossier, viewer=make.who("officer-hongbang"))
    assert note.text == "Đã gọi điện, chưa gặp."


def test_note_of_the_receiving_point_is_not_the_competent_agencys() -> None:
    dossier = make.a_submitted()
    receiver = make.who("clerk-thuynguyen")
    assert receiver.staff is not None
    dossier.receiving_agency = receiver.staff.agency
    dossier.save()
    talk.write_note(dossier, "Bản giấy ở tủ số 3.", actor=receiver)
    assert len(talk.notes(dossier, viewer=receiver)) == 1
    assert talk.notes(dossier, viewer=make.who(CLERK)) == []
