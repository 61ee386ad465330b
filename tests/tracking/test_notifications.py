"""Applicants hear of what happens, once, in the package's words."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from portal.accounts.models import Person
from portal.core import clock
from portal.core.journal.models import Event
from procedures.dossiers import selectors, talk
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as make
from tracking import actions, notifications, readers
from tracking.letters import mail as send
from tracking.models import Notice
from tracking.notifications import notify
from tracking.selectors import notices

if TYPE_CHECKING:
    from collections.abc import Callable

    from procedures.definition.package import Package

pytestmark = pytest.mark.django_db
PACKAGE_OF = selectors.package_of


def test_accepted_dossier_is_told_with_agency_and_due_date(worker: Callable[[], None]) -> None:
    dossier = make.an_accepted()
    worker()
    person = make.who("citizen-an").person
    assert person is not None
    newest = notices(person)[0]
    assert newest.title == "Đã tiếp nhận hồ sơ"
    assert newest.text.startswith(
        f"Hồ sơ {dossier.code} đã được Ủy ban nhân dân phường Hồng Bàng tiếp nhận."
    )
    due = dossier.due_at
    assert due is not None
    assert f"{due:%d/%m/%Y}" in newest.text


def test_letter_goes_to_the_address_and_names_nobody(worker: Callable[[], None]) -> None:
    dossier = make.a_submitted()
    worker()
    (letter,) = mail.outbox
    assert letter.to == ["an.nguyen@example.vn"]
    assert letter.subject == f"Đã nộp hồ sơ – {dossier.code}"
    assert f"/ho-so/{dossier.code}" in letter.body
    assert "Nguyễn Văn An" not in letter.subject + letter.body


def test_who_files_for_an_organisation_is_told(worker: Callable[[], None]) -> None:
    make.the_portal()
    organisation = make.represented_by("citizen-cuong")
    about = {"applicant": {"kind": "enterprise"}, "organisation": {"position": "Giám đốc"}}
    make.a_submitted(make.BERTH, by="citizen-cuong", on_behalf_of=organisation, answers=about)
    worker()
    assert Notice.objects.get().person == make.who("citizen-cuong").person


def test_same_fact_is_told_once() -> None:
    make.a_submitted()
    event = Event.objects.get(name="dossier.submitted")
    for _ in range(2):
        readers.notify_of_dossier(event)
    assert Notice.objects.count() == 1


def test_repeated_letter_is_not_sent_again() -> None:
    make.a_submitted()
    notify(Event.objects.get(name="dossier.submitted"))
    for _ in range(2):
        send(Notice.objects.get())
    assert len(mail.outbox) == 1
    assert str(mail.outbox[0].extra_headers["Message-ID"]).startswith("<thong-bao-")


def test_person_without_address_still_has_the_notice(worker: Callable[[], None]) -> None:
    make.the_portal()
    Person.objects.update(email="")
    make.a_submitted()
    worker()
    assert Notice.objects.count() == 1
    assert mail.outbox == []


def test_fact_without_a_message_is_not_told() -> None:
    make.a_signed()
    notify(Event.objects.get(name="dossier.signed"))
    assert not Notice.objects.exists()


def test_failed_payment_is_told_in_the_portals_words() -> None:
    dossier = make.a_submitted(by="citizen-binh")
    event = Event(name="payment.failed", data={"dossier": dossier.pk})
    readers.notify_of_payment(event)
    assert "không thành công" in Notice.objects.get().text


@pytest.mark.parametrize(
    "name", ["dossier.fee_dropped", "dossier.supplement_dropped", "payment.lapsed"]
)
def test_what_only_ceased_is_not_told(name: str) -> None:
    dossier = make.a_submitted(by="citizen-binh")
    notify(Event(name=name, data={"dossier": dossier.pk}))
    assert not Notice.objects.exists()


def test_fact_of_no_dossier_is_left_alone() -> None:
    notify(Event(name="payment.incident", data={"incident": "unknown_reference"}))
    assert not Notice.objects.exists()


def test_log_holds_no_personal_data(
    worker: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="portal")
    make.a_submitted()
    worker()
    assert "an.nguyen" not in caplog.text
    assert "031085999001" not in caplog.text


def test_reading_marks_only_ones_own(worker: Callable[[], None]) -> None:
    make.a_submitted()
    make.a_submitted(by="citizen-binh")
    worker()
    assert actions.mark_read(actor=make.who("citizen-an")) == 1
    assert Notice.objects.filter(read_at__isnull=False).count() == 1
    assert actions.mark_read(actor=make.who("clerk-hongbang")) == 0


FACTS: dict[str, tuple[dict[str, object], str]] = {
    "dossier.extended": (
        {"old_due_at": "2026-11-24T17:30:00+07:00", "due_at": "2026-12-30T17:30:00+07:00"},
        "17:30 ngày 30/12/2026",
    ),
    "dossier.stopped": ({}, "đã dừng giải quyết"),
    "dossier.resumed": ({"due_at": "2026-12-30T17:30:00+07:00"}, "17:30 ngày 30/12/2026"),
    "dossier.recalled": ({}, "thu hồi kết quả"),
    "dossier.corrected": ({}, "đã đính chính"),
    "dossier.transferred": ({}, "Ủy ban nhân dân phường Hồng Bàng"),
    "dossier.inspection_ordered": ({}, "kiểm tra thực tế"),
    "dossier.uncollected": ({"days": 30}, "chưa được nhận"),
    "dossier.message_sent": ({"side": "agency"}, "đã gửi tin nhắn"),
}


@pytest.mark.parametrize("own", [True, False], ids=["the package's words", "the portal's"])
@pytest.mark.parametrize("name", FACTS)
def test_what_concerns_the_applicant_is_told(
    name: str, own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = make.a_submitted()
    if not own:
        monkeypatch.setattr(notifications.dossiers, "package_of", without_messages)
    data, words = FACTS[name]
    notify(Event(name=name, data={"dossier": dossier.pk, **data}))
    notice = Notice.objects.get()
    assert words in notice.text
    assert str(dossier.code) in notice.text
    assert "{" not in notice.text
    assert "…" not in notice.text


def without_messages(dossier: Dossier) -> Package:
    """The dossier's package, as one that says nothing itself."""
    package = PACKAGE_OF(dossier)
    return replace(package, substance=replace(package.substance, messages={}))


@pytest.mark.parametrize(
    "name",
    [
        "request_drafted",
        "request_released",
        "request_returned",
        "request_dropped",
        "claimed",
        "assigned",
        "let_go",
        "consulted",
        "register_asked",
        "task_reported",
        "task_cancelled",
        "archived",
    ],
)
def test_what_stays_inside_is_not_told(name: str) -> None:
    dossier = make.a_submitted()
    notify(Event(name=f"dossier.{name}", data={"dossier": dossier.pk}))
    assert not Notice.objects.exists()


def test_confirmation_is_asked_for_with_its_limit() -> None:
    dossier = make.a_submitted()
    hold = dossier.holds.create(
        kind="confirmation",
        opened_at=clock.parse("2026-11-23T09:00"),
        opened_by="staff:1",
        opened_in="accepted",
        lapses_at=clock.parse("2026-11-24T09:00"),
    )
    notify(
        Event(name="dossier.confirmation_requested", data={"dossier": dossier.pk, "hold": hold.pk})
    )
    assert "Hạn trả lời: 09:00 ngày 24/11/2026" in Notice.objects.get().text


@pytest.mark.parametrize(("stage", "ends"), [("submitted", True), ("accepted", False)])
def test_a_supplement_is_asked_for_with_its_limit(stage: str, ends: bool) -> None:
    dossier = make.a_submitted()
    hold = dossier.holds.create(
        kind="supplement",
        opened_at=clock.parse("2026-11-23T09:00"),
        opened_by="staff:1",
        opened_in=stage,
        lapses_at=clock.parse("2026-12-08T17:30"),
    )
    asked = {"dossier": dossier.pk, "hold": hold.pk, "stage": stage}
    notify(Event(name="dossier.supplement_requested", data=asked))
    text = Notice.objects.get().text
    assert "Hãy bổ sung trước 17:30 ngày 08/12/2026." in text
    assert ("có thể không tiếp nhận" in text) == ends


def test_messages_are_told_once_until_they_are_read() -> None:
    dossier = make.a_submitted()
    officer, owner = make.who("officer-hongbang"), make.who("citizen-an")
    talk.write_message(dossier, "Ông có bản chính không?", actor=owner)
    for _ in range(3):
        talk.write_message(dossier, "Ông mang bản chính đến nhé.", actor=officer)
    sent = list(Event.objects.filter(name="dossier.message_sent").order_by("recorded_at", "id"))
    for event in [*sent, *sent]:
        notify(event)
    assert Notice.objects.count() == 1
    actions.mark_read(actor=owner)
    talk.write_message(dossier, "Cảm ơn ông.", actor=officer)
    notify(Event.objects.filter(name="dossier.message_sent").latest("recorded_at", "id"))
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("submitted", False),
        ("accepted", False),
        ("handed_over", False),
        ("delivered", False),
        ("withdrawn", False),
        ("settled", True),
        ("supplement_requested", True),
        ("extended", True),
    ],
)
def test_a_leg_speaks_only_for_itself(name: str, is_told: bool) -> None:
    bundle, leg = make.a_submitted(), make.a_submitted()
    Dossier.objects.filter(pk=leg.pk).update(parent=bundle, leg="birth")
    due = "2026-12-30T17:30:00+07:00"
    notify(
        Event(name=f"dossier.{name}", data={"dossier": leg.pk, "due_at": due, "old_due_at": due})
    )
    told = [notice.text.startswith("Phần việc “birth”: ") for notice in Notice.objects.all()]
    assert told == [True] * is_told
